/** Numbers of 32 bits that look random, always the same of one seed: Marsaglia's xorshift. */
export function numbersFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
