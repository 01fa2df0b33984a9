/** 64-bit hashes as two halves each. */
export interface Hashes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Distinct hashes, ascending, and who has each. */
export interface HashGroups extends Hashes {
  /** Items by their hash; within one hash in the order given. */
  readonly items: Uint32Array;
  /** Group `g` has the items from `starts[g]` to before `starts[g + 1]`. */
  readonly starts: Uint32Array;
}

/** Puts equal hashes together. */
export function groupHashes({ high, low }: Hashes): HashGroups {
  const items = Uint32Array.from(high.keys());
  const halfOf = (half: Uint32Array, item: number) => half[item] as number;
  items.sort(
    (a, b) => halfOf(high, a) - halfOf(high, b) || halfOf(low, a) - halfOf(low, b) || a - b,
  );
  const starts: number[] = [];
  for (let i = 0; i < items.length; i++) {
    const [item, before] = [items[i] as number, items[i - 1]];
    const isSame = before !== undefined && high[item] === high[before] && low[item] === low[before];
    if (!isSame) starts.push(i);
  }
  const firsts = starts.map((start) => items[start] as number);
  return {
    high: Uint32Array.from(firsts, (item) => halfOf(high, item)),
    low: Uint32Array.from(firsts, (item) => halfOf(low, item)),
    items,
    starts: Uint32Array.from([...starts, items.length]),
  };
}
