import type { Finding } from '../../records/index.ts';
import { type LeakTally, namesText } from './leak-tally.ts';

/** One record of a photo. */
interface Use {
  readonly id: string;
  readonly observation: string;
  readonly species: string;
}

/**
 * Photos by their id, which the source gives to one photo for good: under two records it counts
 * twice, under two observations or species it shows something else than one of them says.
 */
export function photoTally(): LeakTally {
  const first = new Map<number, Use>();
  const repeated = new Map<number, Use[]>();
  return {
    add({ photoId, id, observation }, species) {
      const use = { id, observation, species };
      const earlier = first.get(photoId);
      if (earlier === undefined) {
        first.set(photoId, use);
        return;
      }
      const uses = repeated.get(photoId);
      if (uses === undefined) repeated.set(photoId, [earlier, use]);
      else uses.push(use);
    },
    figures: () => ({ photos: first.size, photosRepeated: repeated.size }),
    *findings() {
      for (const [photoId, uses] of repeated) yield judge(String(photoId), uses);
    },
  };
}

function judge(subject: string, uses: readonly Use[]): Finding {
  const species = new Set(uses.map((use) => use.species));
  const observations = new Set(uses.map((use) => use.observation));
  const values = {
    times: uses.length,
    records: namesText(uses.map(({ id }) => id)),
    observations: namesText(observations),
    species: namesText(species),
  };
  const several = species.size > 1 ? 'species' : 'observations';
  const isSame = species.size === 1 && observations.size === 1;
  return {
    code: isSame ? 'photo-twice' : `photo-in-several-${several}`,
    level: 'fault',
    subject,
    values,
  };
}
