import type { ExecutionContext } from 'ava';
import type { SpeciesRecord } from '../../src/records/index.ts';
import type {
  World,
  WorldObservation,
  WorldPhoto,
} from '../../src/sources/inaturalist-stand-in/index.ts';
import { speciesRecord } from './species-records.ts';
import { drawnSource, freezeSpecies, speciesRecipe } from './species-release.ts';
import { groupQuery, photosOfWorld, speciesOfWorld } from './world-plan.ts';

/** Records of every photo of fungi and insects of a world that stands in one observation. */
export function recordsOfWorld(world: World): readonly SpeciesRecord[] {
  const groups = [
    groupQuery({ group: 'Fungi', roots: [{ id: 47170, name: 'Fungi' }] }),
    groupQuery({ group: 'Insects', roots: [{ id: 47158, name: 'Insecta' }] }),
  ];
  return groups.flatMap((group) =>
    speciesOfWorld(world, group).flatMap((species) =>
      photosOfWorld(world, species.id, group)
        .photos.filter(({ alsoIn }) => alsoIn === undefined)
        .map(({ photoId, observation, observer, creator, licence }) =>
          speciesRecord(photoId, {
            ...{ observation, observer, creator, licence, group: group.group },
            ...{ taxonId: species.id, name: species.name, folder: `species_${species.id}` },
          }),
        ),
    ),
  );
}

/** A release of those records, whose recipe names where photos lie. */
export function freezeWorld(
  t: ExecutionContext,
  records: readonly SpeciesRecord[],
  photos = 'https://photos.example',
): Promise<string> {
  return freezeSpecies(t, records, speciesRecipe({ ...drawnSource, photos }));
}

/** A world in which some observations, by id, are others, or not there any more. */
export function withObservations(
  world: World,
  change: (observation: WorldObservation) => WorldObservation | undefined,
): World {
  const observations = world.observations.map(change).filter((one) => one !== undefined);
  return { ...world, observations };
}

/** The observation with one of its photos changed, or gone. */
export function withPhoto(
  observation: WorldObservation,
  photoId: number,
  change: (photo: WorldPhoto) => WorldPhoto | undefined,
): WorldObservation {
  const photos = observation.photos
    .map((photo) => (photo.id === photoId ? change(photo) : photo))
    .filter((photo) => photo !== undefined);
  return { ...observation, photos };
}
