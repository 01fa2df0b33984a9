const digitBits = 11;
const digits = 1 << digitBits;
const digitMask = digits - 1;
const fewKeys = 4096;

/** Sorts keys upwards, into an array of their own. Many are sorted digit by digit. */
export function sortKeys(keys: Uint32Array): Uint32Array {
  if (keys.length <= fewKeys) return keys.slice().sort();
  const counts = countDigits(keys);
  let from = keys;
  let to = new Uint32Array(keys.length);
  let spare: Uint32Array<ArrayBuffer> | undefined;
  for (const [pass, ends] of counts.entries()) {
    // A digit that all keys share puts nothing into order.
    if (ends.includes(keys.length)) continue;
    scatter(from, to, startsOf(ends), pass * digitBits);
    const free = from === keys ? (spare ?? new Uint32Array(keys.length)) : (from as typeof to);
    from = to;
    to = free;
    spare = free;
  }
  return from === keys ? keys.slice() : from;
}

function countDigits(keys: Uint32Array): readonly Uint32Array[] {
  const [low, middle, high] = [0, 1, 2].map(() => new Uint32Array(digits));
  if (low === undefined || middle === undefined || high === undefined) return [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    (low[key & digitMask] as number)++;
    (middle[(key >>> digitBits) & digitMask] as number)++;
    (high[key >>> (2 * digitBits)] as number)++;
  }
  return [low, middle, high];
}

function startsOf(counts: Uint32Array): Uint32Array {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return start - count;
  });
}

function scatter(from: Uint32Array, to: Uint32Array, places: Uint32Array, shift: number): void {
  for (let i = 0; i < from.length; i++) {
    const key = from[i] as number;
    const digit = (key >>> shift) & digitMask;
    to[places[digit] as number] = key;
    places[digit] = (places[digit] as number) + 1;
  }
}

/** Keys that are sorted, each once, and how often each came. */
export interface DistinctKeys {
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
}

export function distinctKeys(sorted: Uint32Array): DistinctKeys {
  const keys = new Uint32Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    const key = sorted[i] as number;
    if (last < 0 || keys[last] !== key) keys[++last] = key;
    (counts[last] as number)++;
  }
  return { keys: keys.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

/** Index of the first key that is not below `key`; the length where all are. */
export function firstNotBelow(
  sorted: Uint32Array,
  key: number,
  from = 0,
  to = sorted.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
