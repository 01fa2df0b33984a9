import type { HashGroups } from './group-hashes.ts';
import { nearPairs } from './near-pairs.ts';

/** Two groups whose hashes are near or, at distance 0, one that several items share (`a` is `b`). */
export interface NearPair {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

export interface NearSearch {
  readonly pairs: readonly NearPair[];
  /** Did the search end before all were found? */
  readonly isCutShort: boolean;
}

/** Pairs beyond this are not looked for: whoever has so many need not know them one by one. */
export const mostNearPairs = 1_000_000;

/**
 * Finds near images, those of a release first and then those of a reference, which is not compared with
 * itself. Images that share a hash are one group, so many of them cost no more than one. The order
 * follows from the hashes alone.
 *
 * @param own items below this number are of the release
 * @param mostDistance at least 1
 */
export function findNear(groups: HashGroups, own: number, mostDistance: number): NearSearch {
  const pairs: NearPair[] = [];
  let isCutShort = false;
  const take = (a: number, b: number, distance: number): boolean => {
    if (isOfReference(groups, a, own) && isOfReference(groups, b, own)) return true;
    isCutShort = pairs.length === mostNearPairs;
    if (!isCutShort) pairs.push({ a, b, distance });
    return !isCutShort;
  };
  for (let group = 0; group < groups.high.length && !isCutShort; group++) {
    const size = (groups.starts[group + 1] as number) - (groups.starts[group] as number);
    if (size > 1) take(group, group, 0);
  }
  if (!isCutShort) nearPairs(groups, mostDistance, take);
  return { pairs, isCutShort };
}

/** Items of a group ascend, so those of the release stand before those of the reference. */
function isOfReference({ items, starts }: HashGroups, group: number, own: number): boolean {
  return (items[starts[group] as number] as number) >= own;
}
