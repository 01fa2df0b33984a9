/** How 64 bits are cut up so that near hashes can be found by what they have in common. */
export interface ChunkPlan {
  /** Masks of each chunk, upper and lower half. */
  readonly chunks: readonly ChunkMask[];
  /** So many chunks are equal in every pair that is near enough. */
  readonly equal: number;
}

export interface ChunkMask {
  /** Its lowest bit, 0 to 63, and how many bits it has. */
  readonly from: number;
  readonly bits: number;
  /** So many of its lowest bits are sorted by; two that agree in those may differ in the others. */
  readonly keyBits: number;
  readonly high: number;
  readonly low: number;
}

/** A table of counters of this many bits stays in a processor's cache. */
const mostKeyBits = 20;

/**
 * The cheapest plan for some number of hashes. Of `mostDistance + equal` chunks, `equal` at least are
 * free of differing bits; every choice of so many costs one pass over all hashes, and in it a
 * comparison for each two that are equal there.
 */
export function planChunks(hashes: number, mostDistance: number): ChunkPlan {
  const plans = [1, 2, 3, 4, 5].map((equal) => ({ equal, chunks: cutInto(mostDistance, equal) }));
  const costs = plans.map(({ equal, chunks }) => {
    const keyBits = chunks.reduce((sum, chunk) => sum + chunk.keyBits, 0) / chunks.length;
    const pairs = hashes ** 2 / 2 ** (equal * keyBits + 1);
    return choices(chunks.length, equal) * (passCost * hashes + 1000 + pairs);
  });
  return plans[costs.indexOf(Math.min(...costs))] as ChunkPlan;
}

/** Sorting one hash in a pass costs as much as so many comparisons, measured. */
const passCost = 12;

/** Chunks of nearly equal length. */
function cutInto(mostDistance: number, equal: number): readonly ChunkMask[] {
  const count = mostDistance + equal;
  return Array.from({ length: count }, (_, i) => {
    const from = Math.ceil((64 * i) / count);
    const bits = Math.ceil((64 * (i + 1)) / count) - from;
    const mask = ((1n << BigInt(bits)) - 1n) << BigInt(from);
    return {
      from,
      bits,
      keyBits: Math.min(bits, Math.floor(mostKeyBits / equal)),
      high: Number(mask >> 32n),
      low: Number(mask & 0xffffffffn),
    };
  });
}

function choices(from: number, of: number): number {
  let count = 1;
  for (let i = 0; i < of; i++) count = (count * (from - i)) / (i + 1);
  return count;
}
