/**
 * The most that any closed stretch of `lengthMs` holds: of the times, or of their amounts.
 *
 * @param times in order
 */
export function mostInAny(
  lengthMs: number,
  times: readonly number[],
  amounts: readonly number[] = times.map(() => 1),
): number {
  let most = 0;
  let held = 0;
  let first = 0;
  for (const [i, time] of times.entries()) {
    held += amounts[i] as number;
    while ((times[first] as number) < time - lengthMs) held -= amounts[first++] as number;
    most = Math.max(most, held);
  }
  return most;
}
