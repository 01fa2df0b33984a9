/** Smallest share of its own variance that a column may have left when those before it are known. */
const leastPivot = 2 ** -44;

/**
 * Replaces a symmetric matrix [n, n] by its lower Cholesky factor, zeros above. `false`, and the
 * matrix spoilt, where it is not positive definite beyond rounding.
 */
export function factorise(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = matrix.subarray(i * n, (i + 1) * n);
    const own = row[i] as number;
    for (let j = 0; j < i; j++) {
      const other = matrix.subarray(j * n, (j + 1) * n);
      row[j] = ((row[j] as number) - dot(row, other, j)) / (other[j] as number);
    }
    const pivot = own - dot(row, row, i);
    if (!(pivot > leastPivot * own)) return false;
    row[i] = Math.sqrt(pivot);
    row.fill(0, i + 1);
  }
  return true;
}

/** The inverse of a lower triangular factor [n, n], lower triangular itself. */
export function invertLower(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < i; k++) {
      const share = factor[i * n + k] as number;
      if (share === 0) continue;
      const known = inverse.subarray(k * n, (k + 1) * n);
      for (let j = 0; j <= k; j++) row[j] = (row[j] as number) - share * (known[j] as number);
    }
    const pivot = factor[i * n + i] as number;
    for (let j = 0; j < i; j++) row[j] = (row[j] as number) / pivot;
    row[i] = 1 / pivot;
  }
  return inverse;
}

/**
 * Rank of a covariance [n, n] of so many rows, as far as float64 can tell: Cholesky with pivots, each
 * column measured in its own standard deviation, until none has more left than rounding explains.
 * The matrix is left as it is.
 */
export function rankOf(covariance: Float64Array, n: number, rows: number): number {
  const tolerance = Math.max(n, rows) * 2 ** -52;
  const factors = new Float64Array(n * n);
  const deviations = Float64Array.from({ length: n }, (_, i) =>
    Math.sqrt(covariance[i * n + i] as number),
  );
  const left = Float64Array.from(deviations, (deviation) => (deviation > 0 ? 1 : 0));
  for (let rank = 0; rank < n; rank++) {
    const pivot = left.reduce((best, value, i) => (value > (left[best] as number) ? i : best), 0);
    const most = left[pivot] as number;
    if (most <= tolerance) return rank;
    const own = factors.subarray(pivot * n, (pivot + 1) * n);
    const root = Math.sqrt(most);
    for (let i = 0; i < n; i++) {
      if ((left[i] as number) <= tolerance) continue;
      const row = factors.subarray(i * n, (i + 1) * n);
      const scale = (deviations[i] as number) * (deviations[pivot] as number);
      const value = ((covariance[i * n + pivot] as number) / scale - dot(row, own, rank)) / root;
      if (i !== pivot) left[i] = (left[i] as number) - value * value;
      row[rank] = value;
    }
    left[pivot] = 0;
    own[rank] = root;
  }
  return n;
}

/** Of the first `count` numbers, in a fixed order. */
function dot(a: Float64Array, b: Float64Array, count: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i < count - 3; i += 4) {
    sum0 += (a[i] as number) * (b[i] as number);
    sum1 += (a[i + 1] as number) * (b[i + 1] as number);
    sum2 += (a[i + 2] as number) * (b[i + 2] as number);
    sum3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < count; i++) sum0 += (a[i] as number) * (b[i] as number);
  return sum0 + sum1 + (sum2 + sum3);
}
