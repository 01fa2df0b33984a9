/** Seeded random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), with 32 random bits. */
  next(): number;
  /** Uniform integer, both ends included. */
  integer(from: number, to: number): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
}

/** The small fast counting generator "sfc32" of PractRand, seeded by a text. */
export function seededRandom(seed: string): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  for (const byte of new TextEncoder().encode(seed)) {
    a = Math.imul(a ^ byte, 0x01000193) >>> 0;
    b = Math.imul(b + byte, 0x85ebca6b) >>> 0;
    c = Math.imul(c ^ (byte << 8), 0xc2b2ae35) >>> 0;
  }
  const nextBits = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 16; i++) nextBits();
  const next = () => nextBits() / 2 ** 32;
  return {
    next,
    integer: (from, to) => from + Math.floor(next() * (to - from + 1)),
    between: (from, to) => from + next() * (to - from),
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
  };
}
