import { exactExp } from './exact-exp.ts';
import { borderAbove } from './levels.ts';

/** A level 0 to 255 for each number in [0, 1). */
export type LevelTable = (uniform: number) => number;

/** Parts of [0, 1) that have an entry in the table of where to begin looking. */
const parts = 4096;

/**
 * Turns uniform numbers into levels of a normal distribution with mean 0, clipped to -1 and 1: a level
 * stands for all values that round to it, and is as likely as those are together. No value is
 * drawn and then rounded, so no logarithm or root is needed, which engines compute differently: the
 * table of 255 borders is computed by {@link normalBelow}.
 *
 * @param sigma standard deviation
 */
export function gaussianLevels(sigma: number): LevelTable {
  const below = Float64Array.from({ length: 256 }, (_, level) =>
    level === 255 ? 1 : normalBelow(borderAbove(level) / sigma),
  );
  const first = new Uint8Array(parts);
  for (let part = 0, level = 0; part < parts; part++) {
    while ((below[level] as number) <= part / parts) level++;
    first[part] = level;
  }
  return (uniform) => {
    let level = first[Math.floor(uniform * parts)] as number;
    while ((below[level] as number) <= uniform) level++;
    return level;
  };
}

const rootOfTwoPi = 2.5066282746310002;

/**
 * The share of a standard normal distribution below `x`: 1/2 + density(x) (x + x^3/3 + x^5/(3 5) + ...),
 * Abramowitz and Stegun 26.2.11.
 */
export function normalBelow(x: number): number {
  const size = Math.abs(x);
  let term = size;
  let sum = size;
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term = (term * size * size) / n;
    sum += term;
  }
  const half = (exactExp((-size * size) / 2) / rootOfTwoPi) * sum;
  return Math.min(1, Math.max(0, x < 0 ? 0.5 - half : 0.5 + half));
}
