import {
  checkAsked,
  checkedScores,
  checkFitFeatures,
  type FeatureRows,
  mostColumns,
  someRows,
} from './feature-rows.ts';
import { FitReader, FitWriter } from './fit-bytes.ts';
import type { FitOptions, Fitted, FittedDetector } from './fitted-detector.ts';
import type { MatrixProduct } from './matrix-product.ts';
import { makeReference, nearestRows, usualTileRows } from './neighbours/index.ts';

const name = 'k-nearest-neighbours';
const mostNeighbours = 10_000;
/** What the paper's code adds to a norm: a row of zeros stays one. */
const leastNorm = 1e-10;

/**
 * The distance to the k-th nearest row of the fit. With `normalised`, as in the paper, rows are first
 * brought to length 1 (divided by their norm plus 1e-10, then rounded to float32), so scores lie
 * between 0 and 2; without, they are distances in the units of the features.
 *
 * @param options `neighbours` is k: 50 in the paper on CIFAR-10
 */
export function kNearestNeighbours({ neighbours = 50, normalised = true } = {}): FittedDetector {
  if (!Number.isInteger(neighbours) || neighbours < 1 || neighbours > mostNeighbours) {
    throw new RangeError(`Neighbours ${neighbours} are not 1 to ${mostNeighbours}`);
  }
  return {
    name,
    formula: '|z - z_(k)|, z_(k) the k-th nearest row of the fit; z = x / |x| where normalised',
    paper:
      'Sun, Ming, Zhu and Li, Out-of-Distribution Detection with Deep Nearest Neighbors, ICML 2022',
    shape: 'features [N, C] to scores [N]',
    needs: ['features'],
    fit: async (features: FeatureRows, _options: FitOptions) => {
      checkFitFeatures(features, neighbours, `fit of ${name}`);
      return fitted(normalised ? toLengthOne(features) : features, { neighbours, normalised });
    },
    read: readFit,
  };
}

interface Choices {
  readonly neighbours: number;
  readonly normalised: boolean;
}

/** @param features of length 1 where normalised */
function fitted(features: FeatureRows, { neighbours, normalised }: Choices): Fitted {
  const { rows, columns, values } = features;
  const reference = makeReference(features);
  return {
    detector: name,
    columns,
    notes: { rows, neighbours, normalised: Number(normalised) },
    async score(asked: FeatureRows, product: MatrixProduct) {
      checkAsked(asked, columns, `score of ${name}`);
      const scores = new Float32Array(asked.rows);
      for (let from = 0; from < asked.rows; from += usualTileRows) {
        const some = someRows(asked, from, from + usualTileRows);
        const measured = normalised ? toLengthOne(some) : some;
        const nearest = await nearestRows(reference, measured, { count: neighbours, product });
        for (let row = 0; row < some.rows; row++) {
          scores[from + row] = nearest.distances[row * neighbours + neighbours - 1] as number;
        }
      }
      return checkedScores(scores, `score of ${name}`);
    },
    toBytes: () =>
      new FitWriter(name)
        .uint32(neighbours)
        .uint32(Number(normalised))
        .uint32(rows)
        .uint32(columns)
        .numbers(values)
        .take(),
  };
}

function toLengthOne({ values, rows, columns }: FeatureRows): FeatureRows {
  const scaled = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    let squares = 0;
    for (let i = start; i < start + columns; i++) squares += (values[i] as number) ** 2;
    const norm = Math.sqrt(squares) + leastNorm;
    for (let i = start; i < start + columns; i++) scaled[i] = (values[i] as number) / norm;
  }
  return { values: scaled, rows, columns };
}

/** body = neighbours, 1 where normalised, rows, columns, features as float32. */
function readFit(bytes: Uint8Array, where: string): Fitted {
  const reader = new FitReader(bytes, name, where);
  const neighbours = reader.uint32('neighbours', { least: 1, most: mostNeighbours });
  const normalised = reader.uint32('mark of length 1', { most: 1 }) === 1;
  const rows = reader.uint32('rows', { least: neighbours, most: 0xffffffff });
  const columns = reader.uint32('columns', { least: 1, most: mostColumns });
  const features = { values: reader.float32s(rows * columns, 'features'), rows, columns };
  reader.end();
  return fitted(features, { neighbours, normalised });
}
