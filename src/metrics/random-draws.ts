/**
 * Draws `count` of `count` with replacement, again at each call: how often each was drawn. The same
 * seed draws the same on every machine. By the small fast counting generator "sfc32" of PractRand.
 */
export function randomDraws(seed: string, count: number): () => Uint32Array {
  const next = sfc32(seed);
  return () => {
    const weights = new Uint32Array(count);
    for (let i = 0; i < count; i++) (weights[Math.floor((next() / 2 ** 32) * count)] as number)++;
    return weights;
  };
}

function sfc32(seed: string): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  for (const byte of new TextEncoder().encode(seed)) {
    a = Math.imul(a ^ byte, 0x01000193) >>> 0;
    b = Math.imul(b + byte, 0x85ebca6b) >>> 0;
    c = Math.imul(c ^ (byte << 8), 0xc2b2ae35) >>> 0;
  }
  const next = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}
