import { type ChunkMask, planChunks } from './chunk-plan.ts';
import type { Hashes } from './group-hashes.ts';
import { countBits } from './hamming-distance.ts';

/** Takes a pair, the first index below the second; `false`: no more, please. */
export type TakePair = (a: number, b: number, distance: number) => boolean;

/**
 * Finds every pair of distinct hashes that differ in few bits: all of them, each once, none else. In an
 * order that follows from the hashes alone. Nothing is kept of a pair, so memory grows with the hashes,
 * 16 bytes each, not with the pairs.
 *
 * In each of many passes hashes are put together that agree in some chunks of their bits; two that
 * differ in at most `mostDistance` bits meet in at least one pass. They count in the first of those
 * passes, which the chunks they agree in tell. After M. Norouzi, A. Punjani and D. J. Fleet, Fast Exact
 * Search in Hamming Space with Multi-Index Hashing, 2014, with several chunks a pass.
 *
 * @param hashes distinct, ascending: as `groupHashes` has them
 * @param mostDistance bits, 1 to 10
 */
export function nearPairs(hashes: Hashes, mostDistance: number, take: TakePair): void {
  const count = hashes.high.length;
  const { chunks, equal } = planChunks(count, mostDistance);
  const sorted = {
    order: new Uint32Array(count),
    high: new Uint32Array(count),
    low: new Uint32Array(count),
  };
  for (const chosen of combinations(chunks.length, equal)) {
    const key = chosen.map((i) => chunks[i] as ChunkMask);
    const starts = sortByKey(hashes, key, sorted);
    // Of all choices by which a pair can be found, this is the first one if no chunk before its last
    // is equal besides those chosen.
    const others = chunks.filter((_, i) => i < (chosen.at(-1) as number) && !chosen.includes(i));
    const takeFirst: TakePair = (a, b, distance) => {
      const isFirst =
        key.every((mask) => agrees(hashes, mask, a, b)) &&
        !others.some((mask) => agrees(hashes, mask, a, b));
      if (!isFirst) return true;
      return a < b ? take(a, b, distance) : take(b, a, distance);
    };
    if (!compareWithin(starts, sorted, mostDistance, takeFirst)) return;
  }
}

interface Sorted extends Hashes {
  /** Which hash stands at each place. */
  readonly order: Uint32Array;
}

/** Every choice of `of` numbers below `from`, each ascending, in lexicographic order. */
function* combinations(from: number, of: number, first = 0): Generator<readonly number[]> {
  if (of === 0) yield [];
  else {
    for (let i = first; i <= from - of; i++) {
      for (const rest of combinations(from, of - 1, i + 1)) yield [i, ...rest];
    }
  }
}

/** Counting sort by the bits of the chosen chunks; returns where each key starts. Stable. */
function sortByKey({ high, low }: Hashes, key: readonly ChunkMask[], sorted: Sorted): Uint32Array {
  const keyOf = keyFunction(key);
  const bits = key.reduce((sum, chunk) => sum + chunk.keyBits, 0);
  const starts = new Uint32Array(2 ** bits + 1);
  for (let i = 0; i < high.length; i++) {
    const at = keyOf(high[i] as number, low[i] as number) + 1;
    starts[at] = (starts[at] as number) + 1;
  }
  for (let i = 1; i < starts.length; i++) {
    starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  }
  const next = starts.slice();
  for (let i = 0; i < high.length; i++) {
    const at = keyOf(high[i] as number, low[i] as number);
    const place = next[at] as number;
    next[at] = place + 1;
    sorted.order[place] = i;
    sorted.high[place] = high[i] as number;
    sorted.low[place] = low[i] as number;
  }
  return starts;
}

function keyFunction(key: readonly ChunkMask[]): (high: number, low: number) => number {
  return (high, low) => {
    let value = 0;
    for (const { from, keyBits } of key) {
      value = (value << keyBits) | bitsAt(high, low, from, keyBits);
    }
    return value;
  };
}

/** At most 20 bits of a hash, from its bit `from` up. */
function bitsAt(high: number, low: number, from: number, bits: number): number {
  const mask = (1 << bits) - 1;
  if (from >= 32) return (high >>> (from - 32)) & mask;
  return (from === 0 ? low : (low >>> from) | (high << (32 - from))) & mask;
}

function compareWithin(
  starts: Uint32Array,
  { order, high, low }: Sorted,
  mostDistance: number,
  take: TakePair,
): boolean {
  for (let key = 0; key + 1 < starts.length; key++) {
    const end = starts[key + 1] as number;
    for (let i = starts[key] as number; i + 1 < end; i++) {
      const [highBits, lowBits] = [high[i] as number, low[i] as number];
      for (let j = i + 1; j < end; j++) {
        const distance = countBits(highBits ^ (high[j] as number), lowBits ^ (low[j] as number));
        if (distance > mostDistance) continue;
        if (!take(order[i] as number, order[j] as number, distance)) return false;
      }
    }
  }
  return true;
}

function agrees({ high, low }: Hashes, mask: ChunkMask, a: number, b: number): boolean {
  return (
    (((high[a] as number) ^ (high[b] as number)) & mask.high) === 0 &&
    (((low[a] as number) ^ (low[b] as number)) & mask.low) === 0
  );
}
