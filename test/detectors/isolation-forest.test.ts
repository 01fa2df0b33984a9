import test from 'ava';
import fc from 'fast-check';
import { type FeatureRows, isolationForest, plainProduct } from '../../src/detectors/index.ts';
import { averagePathLength } from '../../src/detectors/isolation-forest/path-length.ts';
import {
  arbitraryFeatures,
  featuresOf,
  madeUpFeatures,
  readReferences,
} from '../support/features.ts';

const references = readReferences();

async function scoresOf(fit: FeatureRows, asked: FeatureRows, seed: string, trees = 100) {
  const fitted = await isolationForest({ trees }).fit(fit, { seed, product: plainProduct });
  return await fitted.score(asked, plainProduct);
}

/** Spearman's, of numbers without ties. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]) => {
    const order = values
      .map((_, i) => i)
      .sort((i, j) => (values[i] as number) - (values[j] as number));
    const rank = new Array<number>(values.length).fill(0);
    for (const [place, i] of order.entries()) rank[i] = place;
    return rank;
  };
  const [first, second] = [ranks(a), ranks(b)];
  const squares = first.reduce((sum, rank, i) => sum + (rank - (second[i] as number)) ** 2, 0);
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1));
}

test('averagePathLength() equals scikit-learn', (t) => {
  for (const [entries, expected] of Object.entries(references.average_path_length)) {
    t.true(Math.abs(averagePathLength(Number(entries)) - expected) <= 4e-15 * expected, entries);
  }
});

test('isolationForest() scores as scikit-learn does on average over seeds', async (t) => {
  const { columns, fit, asked, mean } = references.isolation_forest;
  const sum = new Float64Array(mean.length);
  for (let seed = 0; seed < 10; seed++) {
    const scores = await scoresOf(featuresOf(fit, columns), featuresOf(asked, columns), `${seed}`);
    t.true(rankCorrelation([...scores], mean) > 0.97);
    for (const [i, score] of scores.entries()) sum[i] = (sum[i] as number) + score / 10;
  }
  t.true(rankCorrelation([...sum], mean) > 0.99);
  const differences = mean.map((expected, i) => (sum[i] as number) - expected);
  t.true(Math.max(...differences.map(Math.abs)) < 0.025);
  const bias = differences.reduce((all, difference) => all + difference, 0) / mean.length;
  t.true(Math.abs(bias) < 0.005);
});

test('isolationForest() gives the same for the same seed, and something else for another', async (t) => {
  const [fit, asked] = [madeUpFeatures(300, 6), madeUpFeatures(50, 6, 2)];
  const scores = await scoresOf(fit, asked, 'a');
  t.deepEqual(await scoresOf(fit, asked, 'a'), scores);
  t.notDeepEqual(await scoresOf(fit, asked, 'b'), scores);
});

test('isolationForest() begins a larger forest with the trees of a smaller one', async (t) => {
  const fit = madeUpFeatures(100, 3);
  const bytesOf = async (trees: number) => {
    const fitted = await isolationForest({ trees }).fit(fit, { seed: 's', product: plainProduct });
    const nodes = fitted.toBytes();
    const header = 12 + 4 + 4 + 'isolation-forest'.length;
    const count = new DataView(nodes.buffer).getUint32(header + 12, true);
    return new Uint32Array(nodes.slice(header + 16, header + 16 + 4 * count).buffer);
  };
  const [few, many] = [await bytesOf(4), await bytesOf(9)];
  t.deepEqual(many.subarray(0, few.length), few);
});

test('isolationForest() keeps its scores when columns are scaled by powers of two', async (t) => {
  const fit = madeUpFeatures(200, 4);
  const asked = madeUpFeatures(40, 4, 2);
  const scaled = ({ values, ...rest }: FeatureRows) => ({
    ...rest,
    values: values.map((value, i) => value * 2 ** ((i % 4) * 3)),
  });
  const scores = await scoresOf(fit, asked, 'a');
  t.deepEqual(await scoresOf(scaled(fit), scaled(asked), 'a'), scores);
});

test('isolationForest() ranks rows much alike when columns change places', async (t) => {
  const { columns, fit, asked, mean } = references.isolation_forest;
  const reversed = (values: readonly number[]) => {
    const rows = featuresOf(values, columns);
    return {
      ...rows,
      values: rows.values.map((_, i) => {
        const column = i % columns;
        return rows.values[i - column + columns - 1 - column] as number;
      }),
    };
  };
  t.true(rankCorrelation([...(await scoresOf(reversed(fit), reversed(asked), 'a'))], mean) > 0.97);
});

test('isolationForest() passes over columns that are constant', async (t) => {
  // One column of fifty differs; a forest that cut the others would tell nothing apart.
  const values = Float32Array.from({ length: 64 * 50 }, (_, i) => (i % 50 === 17 ? i / 50 : 3));
  const fit = { values, rows: 64, columns: 50 };
  const far = new Float32Array(50).fill(3);
  far[17] = 500;
  const [outside] = await scoresOf(fit, { values: far, rows: 1, columns: 50 }, 'a');
  const inside = await scoresOf(fit, fit, 'a');
  t.true((outside as number) > (inside[32] as number));
});

test('isolationForest() scores lie between 0 and 1, whatever the features', async (t) => {
  const property = fc.asyncProperty(arbitraryFeatures, fc.string(), async (fit, seed) => {
    const scores = await scoresOf(fit, fit, seed, 10);
    t.true(scores.every((score) => score > 0 && score < 1));
  });
  await fc.assert(property, { numRuns: 100 });
});
