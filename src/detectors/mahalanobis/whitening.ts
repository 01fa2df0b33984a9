import { factorise, invertLower } from './cholesky.ts';
import { shrink } from './shrinkage.ts';

/** Makes the covariance the identity, with the shrinkage that this took. */
export interface Whitening {
  /** [C, C], lower triangular: the inverse of the Cholesky factor. */
  readonly inverse: Float64Array;
  readonly shrinkage: number;
}

/** What a covariance that is singular all the same is shrunk by first; then by ten times as much. */
const firstShare = 1e-12;

/**
 * Shrinks a covariance by the estimated share and inverts its factor. An estimate may be so small
 * that a singular covariance stays singular in float64: then the share is the least power of ten from
 * 1e-12 on that makes it definite.
 */
export function whitenBy(covariance: Float64Array, columns: number, estimate: number): Whitening {
  for (let share = estimate; share < 1; share = share < firstShare ? firstShare : share * 10) {
    const shrunk = shrink(covariance, columns, share);
    if (factorise(shrunk, columns)) {
      return { inverse: invertLower(shrunk, columns), shrinkage: share };
    }
  }
  const round = shrink(covariance, columns, 1);
  factorise(round, columns);
  return { inverse: invertLower(round, columns), shrinkage: 1 };
}
