import type { FeatureRows } from './feature-rows.ts';

/** Rows of float64, row-major. */
export interface WideRows {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * How products of matrices are made: the cost of detectors that measure distances. Both take `a` of
 * [M, K] and `b` of [N, K] and give `a` times the transpose of `b`, [M, N] row-major.
 *
 * `float32` keeps to the bound of any order of summation in its precision: each value is wrong by at
 * most K u / (1 - K u) times the sum of |a_k b_k|, u = 2^-24 (N. J. Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd edition, section 3.1). Whoever calls it relies on that and on nothing
 * else, so reduced formats such as TF32 or bfloat16 must not stand behind it.
 */
export interface MatrixProduct {
  float32(a: FeatureRows, b: FeatureRows): Promise<Float32Array>;
  float64(a: WideRows, b: WideRows): Promise<Float64Array>;
}

/** Plain loops, summed in float64 in the order of the columns: what others are held against. */
export const plainProduct: MatrixProduct = {
  async float32(a, b) {
    return multiply(a, b, new Float32Array(a.rows * b.rows));
  },
  async float64(a, b) {
    return multiply(a, b, new Float64Array(a.rows * b.rows));
  },
};

function multiply<Values extends Float32Array | Float64Array>(
  a: FeatureRows | WideRows,
  b: FeatureRows | WideRows,
  product: Values,
): Values {
  if (a.columns !== b.columns) {
    throw new RangeError(`Rows of ${a.columns} and of ${b.columns} columns have no product`);
  }
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.rows; column++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) {
        sum +=
          (a.values[row * a.columns + k] as number) * (b.values[column * b.columns + k] as number);
      }
      product[row * b.rows + column] = sum;
    }
  }
  return product;
}
