import { seededRandom } from '../records/index.ts';

/**
 * Draws `count` of `count` with replacement, again at each call: how often each was drawn. The same
 * seed draws the same on every machine.
 */
export function randomDraws(seed: string, count: number): () => Uint32Array {
  const { next } = seededRandom(seed);
  return () => {
    const weights = new Uint32Array(count);
    for (let i = 0; i < count; i++) (weights[Math.floor(next() * count)] as number)++;
    return weights;
  };
}
