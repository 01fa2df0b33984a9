/**
 * The Gini coefficient of some counts, to four decimals: 0 when all are equal, towards 1 when one has
 * everything. 0 of none.
 */
export function unevenness(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, count, i) => sum + (i + 1) * count, 0);
  const { length } = sorted;
  return Math.round(1e4 * ((2 * weighted) / (length * total) - (length + 1) / length)) / 1e4;
}
