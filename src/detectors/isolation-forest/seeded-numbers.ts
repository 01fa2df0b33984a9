/**
 * Uniform numbers in [0, 1) of 32 random bits, always the same of one seed: the counting generator
 * "sfc32" of PractRand, whose state takes in the bytes of a text.
 */
export function numbersOf(seed: string): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum / 2 ** 32;
  };
  for (const byte of new TextEncoder().encode(seed)) {
    a = (a ^ Math.imul(byte + 1, 0x85ebca6b)) >>> 0;
    next();
  }
  for (let i = 0; i < 16; i++) next();
  return next;
}
