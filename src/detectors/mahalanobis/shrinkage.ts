import type { Scatter } from './scatter.ts';

/**
 * How far a covariance is drawn towards a multiple of the identity, 0 to 1: the share that minimises
 * the expected squared error. O. Ledoit and M. Wolf, A well-conditioned estimator for
 * large-dimensional covariance matrices, 2004; computed as scikit-learn's `ledoit_wolf_shrinkage`
 * does with centred rows.
 */
export function ledoitWolf({ covariance, fourthPowers }: Scatter, rows: number, columns: number) {
  const mean = meanVariance(covariance, columns);
  const squares = covariance.reduce((sum, value) => sum + value * value, 0);
  const spread = (squares - columns * mean * mean) / columns;
  const noise = Math.min((fourthPowers / rows - squares) / (columns * rows), spread);
  // Rows that scatter alike in every direction need no estimate: any share is the same.
  return noise > 0 ? noise / spread : 0;
}

/** The covariance with a share of its mean variance put on the diagonal instead. */
export function shrink(covariance: Float64Array, columns: number, share: number): Float64Array {
  const mean = meanVariance(covariance, columns);
  const shrunk = covariance.map((value) => (1 - share) * value);
  for (let at = 0; at < shrunk.length; at += columns + 1) {
    shrunk[at] = (shrunk[at] as number) + share * mean;
  }
  return shrunk;
}

/** The mean of the diagonal. */
export function meanVariance(covariance: Float64Array, columns: number): number {
  let trace = 0;
  for (let at = 0; at < covariance.length; at += columns + 1) trace += covariance[at] as number;
  return trace / columns;
}
