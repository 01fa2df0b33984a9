import { type LeakTally, namesText } from './leak-tally.ts';

interface Observation {
  images: number;
  readonly species: Set<string> | string;
}

/** Observations by their id: one is of one species, and its photos show the same individual. */
export function observationTally({
  mostOfObservation: most,
}: {
  readonly mostOfObservation: number;
}): LeakTally {
  const observations = new Map<string, Observation>();
  return {
    add({ observation }, species) {
      const known = observations.get(observation);
      if (known === undefined) observations.set(observation, { images: 1, species });
      else
        observations.set(observation, {
          images: known.images + 1,
          species: joined(known.species, species),
        });
    },
    figures() {
      const sharing = [...observations.values()].filter(({ images }) => images > 1);
      return {
        observations: observations.size,
        imagesSharingAnObservation: sharing.reduce((sum, { images }) => sum + images, 0),
      };
    },
    *findings() {
      for (const [subject, { images, species }] of observations) {
        if (typeof species !== 'string') {
          const values = { images, species: namesText(species) };
          yield { code: 'observation-in-several-species', level: 'fault', subject, values };
        }
        if (images > most) {
          yield { code: 'observation-crowded', level: 'fault', subject, values: { images, most } };
        }
      }
    },
  };
}

/** A text while there is one, a set from the second on: nearly all observations are of one species. */
function joined(known: Observation['species'], species: string): Observation['species'] {
  if (known === species) return known;
  return typeof known === 'string' ? new Set([known, species]) : known.add(species);
}
