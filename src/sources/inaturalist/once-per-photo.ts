import { compareText } from '../../records/index.ts';
import type { PhotoCandidate } from './photo-source.ts';

/**
 * Makes each photo one: where several observations show it, it belongs to the first of them by UUID,
 * and the others are named.
 */
export function oncePerPhoto(photos: readonly PhotoCandidate[]): readonly PhotoCandidate[] {
  const byId = Map.groupBy(photos, ({ photoId }) => photoId);
  return [...byId.values()].map((same) => {
    const [first, ...others] = same.toSorted(
      (a, b) => compareText(a.observation, b.observation) || a.position - b.position,
    ) as [PhotoCandidate, ...PhotoCandidate[]];
    const alsoIn = new Set(others.map(({ observation }) => observation));
    alsoIn.delete(first.observation);
    return alsoIn.size === 0 ? first : { ...first, alsoIn: [...alsoIn] };
  });
}
