/** Adds numbers with the rounding errors kept (Neumaier), so that millions of terms lose no digit. */
export class Sum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const sum = this.#sum + term;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - sum + term : term - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}

/** The mean of numbers, the same whatever their order; `undefined` of none. */
export function meanOf(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  const sum = new Sum();
  for (const number of Float64Array.from(numbers).sort()) sum.add(number);
  return sum.value / numbers.length;
}
