import type { Finding } from '../../records/index.ts';
import { add } from '../check.ts';
import type { LeakTally } from './leak-tally.ts';

interface Dominance {
  /** An observer with at least this share of the images of a species is named. */
  readonly dominantShare: number;
  /** The same of all images. */
  readonly dominantShareOfAll: number;
  readonly level: 'fault' | 'note';
}

/** Observers by login: what one of them takes shares places, habits and a camera. */
export function observerTally({ dominantShare, dominantShareOfAll, level }: Dominance): LeakTally {
  const ofAll = new Map<string, number>();
  const ofSpecies = new Map<string, Map<string, number>>();
  return {
    add({ observer }, species) {
      const counts = ofSpecies.get(species) ?? new Map<string, number>();
      ofSpecies.set(species, counts);
      add(counts, observer, 1);
      add(ofAll, observer, 1);
    },
    figures() {
      const shares = [...ofSpecies.values()].map(largestShare);
      return {
        observers: ofAll.size,
        largestShareOfSpecies: shares.reduce((a, b) => Math.max(a, b), 0),
        largestShareOfAll: largestShare(ofAll),
      };
    },
    *findings(): Generator<Finding> {
      for (const [species, counts] of ofSpecies) {
        for (const { observer, images, of } of dominant(counts, dominantShare)) {
          const subject = `${observer} in ${species}`;
          yield { code: 'observer-dominant', level, subject, values: { images, of } };
        }
      }
      for (const { observer, images, of } of dominant(ofAll, dominantShareOfAll)) {
        yield {
          code: 'observer-dominant-overall',
          level,
          subject: observer,
          values: { images, of },
        };
      }
    },
  };
}

/** Observers with at least a share and more than one image: a single one dominates nothing. */
function dominant(counts: ReadonlyMap<string, number>, share: number) {
  const of = sum(counts);
  return [...counts]
    .filter(([, images]) => images > 1 && images >= share * of)
    .map(([observer, images]) => ({ observer, images, of }));
}

/** Of all images, to four decimals; 0 of none. */
function largestShare(counts: ReadonlyMap<string, number>): number {
  const largest = [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
  return Math.round((1e4 * largest) / Math.max(1, sum(counts))) / 1e4;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((a, b) => a + b, 0);
}
