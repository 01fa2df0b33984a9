import { InvalidInput } from '../errors.ts';

/**
 * Unsigned keys in the order of the scores: a higher score has a higher key, equal scores have equal
 * keys, and -0 equals 0. Metrics see ranks alone, so keys are all they need.
 *
 * Keys of float32 scores depend on the score alone and may be pooled over samples. Keys of float64
 * scores are their ranks among the scores given, which loses no order that float32 would; they
 * belong to this call.
 *
 * @param where what the scores are of, for messages: an image, a file
 * @throws {InvalidInput} naming the index of a score that is NaN or infinite
 */
export function orderKeys(scores: Float32Array | Float64Array, where: string): Uint32Array {
  return scores instanceof Float32Array ? bitKeys(scores, where) : rankKeys(scores, where);
}

/** The largest key of a finite float32, and the smallest. */
export const highestKey = 0xff7fffff;
export const lowestKey = 0x00800000;

function bitKeys(scores: Float32Array, where: string): Uint32Array {
  const bits = bitsOf(scores);
  const keys = new Uint32Array(scores.length);
  let exponents = 0;
  for (let i = 0; i < bits.length; i++) {
    const bit = bits[i] as number;
    exponents |= exponentOf(bit);
    keys[i] = keyOfBits(bit);
  }
  if (exponents < 0) refuseNotFinite(scores, where);
  return keys;
}

/** The bits of numbers of 32 bits, in the same memory. */
export function bitsOf(numbers: Float32Array | Uint32Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);
}

/** Below 0 for the bits of NaN and infinity: their exponent of ones carries into the sign. */
export function exponentOf(bits: number): number {
  return ((bits & 0x7f800000) + 0x00800000) | 0;
}

/** Negative numbers have all their bits turned, the others their sign alone; -0 is taken for 0. */
export function keyOfBits(bits: number): number {
  const key = bits ^ ((bits >> 31) | (1 << 31));
  return key === 0x7fffffff ? 1 << 31 : key;
}

function rankKeys(scores: Float64Array, where: string): Uint32Array {
  refuseNotFinite(scores, where);
  const distinct = scores.slice().sort();
  let count = 0;
  for (let i = 0; i < distinct.length; i++) {
    const score = distinct[i] as number;
    if (count === 0 || score !== distinct[count - 1]) distinct[count++] = score;
  }
  return Uint32Array.from(scores, (score) => placeOf(score, distinct, count));
}

function placeOf(score: number, sorted: Float64Array, count: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @throws {InvalidInput} naming the first score that is not finite, where there is one */
export function refuseNotFinite(scores: Float32Array | Float64Array, where: string): void {
  const i = scores.findIndex((score) => !Number.isFinite(score));
  if (i >= 0) throw new InvalidInput(`Not a finite score ${scores[i]}: ${where} at [${i}]`);
}
