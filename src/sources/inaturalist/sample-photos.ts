import { compareText, type GroupQuery } from '../../records/index.ts';
import { drawOf } from './draw.ts';
import type { PhotoCandidate } from './photo-source.ts';

/** What of a group decides which photos are taken. */
export type SampleRule = Pick<
  GroupQuery,
  'seed' | 'mostImages' | 'mostOfObservation' | 'mostOfObserver'
>;

/**
 * The photos of one species that are taken, in the order in which they are drawn: of each observation
 * its first, of each observer at most so many, of all at most so many. Neither the order in which they
 * are given nor where they come from leaves a trace.
 *
 * @param photos of one species, each id once
 */
export function samplePhotos(
  photos: readonly PhotoCandidate[],
  { seed, mostImages, mostOfObservation, mostOfObserver }: SampleRule,
): readonly PhotoCandidate[] {
  const ofObservation = new Map<string, number>();
  const first = photos
    .toSorted((a, b) => a.position - b.position || a.photoId - b.photoId)
    .filter(({ observation }) => counted(ofObservation, observation) <= mostOfObservation);
  const drawn = first
    .map((photo) => ({ photo, draw: drawOf(seed, photo.photoId) }))
    .sort((a, b) => compareText(a.draw, b.draw) || a.photo.photoId - b.photo.photoId);
  const ofObserver = new Map<string, number>();
  return drawn
    .map(({ photo }) => photo)
    .filter(({ observer }) => counted(ofObserver, observer) <= mostOfObserver)
    .slice(0, mostImages);
}

/** Counts one more and says how many there are now. */
function counted(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
