import { checkAsked, checkFitFeatures, type FeatureRows, mostColumns } from '../feature-rows.ts';
import { FitReader, FitWriter } from '../fit-bytes.ts';
import type { Fitted, FittedDetector } from '../fitted-detector.ts';
import { type Forest, layPaths, leaf, type Paths } from './forest.ts';
import { growForest } from './grow-forest.ts';
import { averagePathLength } from './path-length.ts';

const name = 'isolation-forest';
const mostTrees = 10_000;
const mostSamples = 1 << 20;
/** A tree of so many samples has fewer than twice as many nodes. */
const mostNodes = 2 ** 31;

/**
 * Isolation Forest: how few random cuts it takes to have a row apart. Scores lie in (0, 1): near 1
 * where it is soon alone, about 0.5 where it is like the others. The same as scikit-learn's
 * `-score_samples`, but for the random numbers.
 *
 * @param options as in the paper and in scikit-learn: 100 trees of 256 samples
 */
export function isolationForest({ trees = 100, samples = 256 } = {}): FittedDetector {
  if (!Number.isInteger(trees) || trees < 1 || trees > mostTrees) {
    throw new RangeError(`Trees ${trees} are not 1 to ${mostTrees}`);
  }
  if (!Number.isInteger(samples) || samples < 2 || samples > mostSamples) {
    throw new RangeError(`Samples ${samples} are not 2 to ${mostSamples}`);
  }
  return {
    name,
    formula:
      '2^(-mean over trees of h(x) / c(samples)), h the length of the path of x, c the average',
    paper: 'Liu, Ting and Zhou, Isolation Forest, ICDM 2008',
    shape: 'features [N, C] to scores [N]',
    needs: ['features'],
    fit: async (features, { seed }) => {
      checkFitFeatures(features, 2, `fit of ${name}`);
      const paths = layPaths(growForest(features, { trees, samples, seed }));
      if (paths === undefined) throw new RangeError('A forest was grown that is none');
      return fitted(paths, features.columns);
    },
    read: readFit,
  };
}

function fitted(paths: Paths, columns: number): Fitted {
  const { forest } = paths;
  return {
    detector: name,
    columns,
    notes: { trees: forest.trees, samples: forest.samples },
    async score(features) {
      checkAsked(features, columns, `score of ${name}`);
      return scoresOf(features, paths);
    },
    toBytes: () =>
      new FitWriter(name)
        .uint32(forest.trees)
        .uint32(forest.samples)
        .uint32(columns)
        .uint32(forest.columns.length)
        .numbers(forest.columns)
        .numbers(forest.thresholds)
        .take(),
  };
}

/** Row by row through all trees: the row stays in the cache, and so does the forest. */
function scoresOf(features: FeatureRows, { forest, roots, rights, lengths }: Paths): Float32Array {
  const scores = new Float32Array(features.rows);
  const { columns, thresholds, trees } = forest;
  const usual = trees * averagePathLength(forest.samples);
  for (let row = 0; row < features.rows; row++) {
    const values = features.values.subarray(row * features.columns, (row + 1) * features.columns);
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree] as number;
      for (let column = columns[node]; column !== leaf; column = columns[node]) {
        const isLeft = (values[column as number] as number) <= (thresholds[node] as number);
        node = isLeft ? node + 1 : (rights[node] as number);
      }
      sum += lengths[node] as number;
    }
    scores[row] = 2 ** (-sum / usual);
  }
  return scores;
}

/** body = trees, samples, columns, nodes, columns of the nodes, thresholds as float32. */
function readFit(bytes: Uint8Array, where: string): Fitted {
  const reader = new FitReader(bytes, name, where);
  const trees = reader.uint32('trees', { least: 1, most: mostTrees });
  const samples = reader.uint32('samples', { least: 2, most: mostSamples });
  const columns = reader.uint32('columns', { least: 1, most: mostColumns });
  const nodes = reader.uint32('nodes', { least: trees, most: mostNodes });
  const forest: Forest = {
    trees,
    samples,
    columns: reader.uint32s(nodes),
    thresholds: reader.float32s(nodes, 'thresholds'),
  };
  reader.end();
  const wrong = forest.columns.find((column) => column >= columns && column !== leaf);
  if (wrong !== undefined) reader.fail(`Fit asks for column ${wrong} of ${columns}`);
  const paths = layPaths(forest);
  if (paths !== undefined) return fitted(paths, columns);
  return reader.fail(`Fit has ${nodes} nodes that are not ${trees} trees`);
}
