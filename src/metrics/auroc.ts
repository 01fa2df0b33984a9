import type { Curve, CurveTotals } from './curve.ts';

/**
 * The share of pairs of a positive and a negative in which the positive has the higher score; ties
 * count half. The sum of pairs is exact however many there are, and rounded once.
 */
export function aurocCurve({ positives, negatives }: CurveTotals): Curve {
  const halves = new ExactSum();
  let above = 0;
  return {
    step(here, tied, between) {
      above += between;
      halves.addProduct(here, 2 * (negatives - above - tied) + tied);
      above += tied;
    },
    value: () => halves.over(positives, 2 * negatives),
  };
}

/** A sum of products of integers below 2 ** 53, exact beyond it. */
class ExactSum {
  #small = 0;
  #large = 0n;

  addProduct(a: number, b: number): void {
    const product = a * b;
    if (product > Number.MAX_SAFE_INTEGER) {
      this.#large += BigInt(a) * BigInt(b);
    } else if (this.#small + product > Number.MAX_SAFE_INTEGER) {
      this.#large += BigInt(this.#small) + BigInt(product);
      this.#small = 0;
    } else {
      this.#small += product;
    }
  }

  /** The sum, at most a * b, over a * b: within 2 ** -64 and one rounding. */
  over(a: number, b: number): number {
    if (this.#large === 0n && a * b <= Number.MAX_SAFE_INTEGER) return this.#small / (a * b);
    const sum = this.#large + BigInt(this.#small);
    return Number((sum << 64n) / (BigInt(a) * BigInt(b))) / 2 ** 64;
  }
}
