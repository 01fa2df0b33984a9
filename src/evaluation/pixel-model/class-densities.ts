import { type ClassMoments, pairsOf } from './class-moments.ts';

/** The logarithm of each class's Gaussian density as a linear map of features and their products. */
export interface ClassDensities {
  readonly classes: number;
  /** Columns of `weights`: the features, then the products of pairs. */
  readonly columns: number;
  /** Row a class. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Added to every variance, so that a class of one colour has a density. */
const ridge = 1e-3;

/**
 * Fits a Gaussian to each class in closed form: logit = log prior - log|S| / 2 - (f - m)' S^-1
 * (f - m) / 2, with mean m and covariance S of its features f. A class without pixels gets the
 * density of all pixels and the prior of one.
 */
export function classDensities(moments: ClassMoments): ClassDensities {
  const { classes, features, counts } = moments;
  const pairs = pairsOf(features);
  const columns = features + pairs.length;
  const weights = new Float32Array(classes * columns);
  const bias = new Float32Array(classes);
  const all = counts.reduce((sum, count) => sum + count, 0);
  for (let c = 0; c < classes; c++) {
    const { count, mean, covariance } = gaussianOf(moments, c);
    const { inverse, logDeterminant } = invert(covariance);
    const pull = mean.map((_, i) => dot(inverse[i] as readonly number[], mean));
    bias[c] = Math.log(Math.max(1, count) / all) - logDeterminant / 2 - dot(pull, mean) / 2;
    weights.set(pull, c * columns);
    for (const [k, [i, j]] of pairs.entries()) {
      const entry = inverse[i]?.[j] as number;
      weights[c * columns + features + k] = i === j ? -entry / 2 : -entry;
    }
  }
  return { classes, columns, weights, bias };
}

function gaussianOf({ classes, features, counts, sums, products }: ClassMoments, wanted: number) {
  const pairs = pairsOf(features);
  const isSeen = (counts[wanted] as number) > 0;
  const rows = isSeen ? [wanted] : Array.from({ length: classes }, (_, c) => c);
  const total = (values: Float64Array, width: number, column: number) =>
    rows.reduce((sum, row) => sum + (values[row * width + column] as number), 0);
  const count = total(counts, 1, 0);
  const mean = Array.from({ length: features }, (_, i) => total(sums, features, i) / count);
  const covariance = Array.from({ length: features }, () => new Array<number>(features).fill(0));
  for (const [k, [i, j]] of pairs.entries()) {
    const spread = total(products, pairs.length, k) / count - at(mean, i) * at(mean, j);
    const entry = i === j ? Math.max(0, spread) + ridge : spread;
    set(covariance, i, j, entry);
    set(covariance, j, i, entry);
  }
  return { count: isSeen ? count : 1, mean, covariance };
}

/** Of a symmetric positive definite matrix, by Gauss and Jordan; such a one needs no pivots. */
function invert(matrix: readonly (readonly number[])[]): {
  readonly inverse: readonly (readonly number[])[];
  readonly logDeterminant: number;
} {
  const size = matrix.length;
  const left = matrix.map((row) => [...row]);
  const inverse = left.map((_, i) => left.map((_, j) => (i === j ? 1 : 0)));
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) {
    const pivot = at(left[i], i);
    logDeterminant += Math.log(pivot);
    for (const rows of [left, inverse]) rows[i] = (rows[i] ?? []).map((value) => value / pivot);
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const factor = at(left[k], i);
      for (const rows of [left, inverse]) {
        rows[k] = (rows[k] ?? []).map((value, j) => value - factor * at(rows[i], j));
      }
    }
  }
  return { inverse, logDeterminant };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * at(b, i), 0);
}

function at(row: readonly number[] | undefined, i: number): number {
  return row?.[i] as number;
}

function set(rows: readonly number[][], i: number, j: number, value: number): void {
  (rows[i] as number[])[j] = value;
}
