import { type PillowFilterName, pillowFilters } from './pillow-filters.ts';

/** For each place of an axis after resizing, which places before it, and how much of each. */
export interface WeightTable {
  /** The first place that counts. */
  readonly first: Int32Array;
  /** How many count, from there on. */
  readonly count: Int32Array;
  /** `taps` a place, of which `count` are used; they sum to about 2 ** 22. */
  readonly weights: Int32Array;
  readonly taps: number;
}

/** One side of an image resized, and the stretch of it that is wanted. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly length: number;
}

/** Fixed point of the weights: 8 bits of a byte and 2 of headroom are left of 32. */
export const precisionBits = 22;

/** Photos of a set come in few sizes; what is least lately used goes first. */
const mostTables = 64;
const kept = new Map<string, WeightTable>();

/**
 * Pillow's weights of one axis in fixed point: where it reduces, the filter is widened by the factor.
 * The same double arithmetic in the same order, so the same integers.
 */
export function weightTable(axis: Axis, filter: PillowFilterName): WeightTable {
  const key = `${filter} ${axis.from} ${axis.to} ${axis.start} ${axis.length}`;
  const table = kept.get(key) ?? computeTable(axis, filter);
  kept.delete(key);
  kept.set(key, table);
  if (kept.size > mostTables) kept.delete(kept.keys().next().value as string);
  return table;
}

function computeTable({ from, to, start, length }: Axis, name: PillowFilterName): WeightTable {
  const filter = pillowFilters[name];
  const scale = from / to;
  const widened = Math.max(scale, 1);
  const support = filter.support * widened;
  const taps = Math.min(Math.ceil(support) * 2 + 1, from);
  const first = new Int32Array(length);
  const count = new Int32Array(length);
  const weights = new Int32Array(length * taps);
  const shares = new Float64Array(taps);
  const inverse = 1 / widened;
  for (let place = 0; place < length; place++) {
    const centre = (start + place + 0.5) * scale;
    const low = Math.max(Math.trunc(centre - support + 0.5), 0);
    const high = Math.min(Math.trunc(centre + support + 0.5), from);
    let sum = 0;
    for (let i = low; i < high; i++) {
      const share = filter.weight((i - centre + 0.5) * inverse);
      shares[i - low] = share;
      sum += share;
    }
    first[place] = low;
    count[place] = high - low;
    for (let i = 0; i < high - low; i++) {
      const share = (shares[i] as number) / (sum === 0 ? 1 : sum);
      weights[place * taps + i] = Math.trunc(share * 2 ** precisionBits + (share < 0 ? -0.5 : 0.5));
    }
  }
  return { first, count, weights, taps };
}
