/**
 * e to the power of `x`, at most 700. `Math.exp` may differ in its last digit between engines; sums,
 * products and quotients of doubles may not, and this is made of nothing else. Good to 13 digits for
 * powers within 100.
 */
export function exactExp(x: number): number {
  let halvings = 0;
  let part = Math.abs(x);
  for (; part > 0.5; part /= 2) halvings++;
  let term = 1;
  let sum = 1;
  // 0.5 ** 18 / 18! is below the last digit of 1.
  for (let n = 1; n <= 18; n++) {
    term = (term * part) / n;
    sum += term;
  }
  for (let i = 0; i < halvings; i++) sum *= sum;
  return x < 0 ? 1 / sum : sum;
}
