import { type GroupQuery, licenceCodes } from '../../src/records/index.ts';
import { drawOf } from '../../src/sources/inaturalist/draw.ts';
import type {
  PhotoCandidate,
  SpeciesPhotos,
  SpeciesTaxon,
} from '../../src/sources/inaturalist/photo-source.ts';
import type {
  World,
  WorldObservation,
  WorldTaxon,
} from '../../src/sources/inaturalist-stand-in/index.ts';

/** Amphibia of a made world, few images, any licence. */
export function groupQuery(changes: Partial<GroupQuery> = {}): GroupQuery {
  return {
    group: 'Amphibians',
    roots: [{ id: 20978, name: 'Amphibia' }],
    without: [],
    ranks: ['species'],
    qualityGrades: ['research'],
    licences: [...licenceCodes],
    leastImages: 2,
    mostImages: 5,
    mostSpecies: 10,
    mostOfObservation: 1,
    mostOfObserver: 3,
    seed: 'seed',
    ...changes,
  };
}

/** The species of a group that have enough observations, straight from the world. */
export function speciesOfWorld(world: World, group: GroupQuery): readonly SpeciesTaxon[] {
  const byId = new Map(world.taxa.map((taxon) => [taxon.id, taxon]));
  const inGroup = ({ id, ancestry }: WorldTaxon) => {
    const line = [...ancestry, id];
    const isBelow = (roots: GroupQuery['roots']) => roots.some((root) => line.includes(root.id));
    return isBelow(group.roots) && !isBelow(group.without);
  };
  return world.taxa
    .filter((taxon) => group.ranks.includes(taxon.rank) && taxon.isActive && inGroup(taxon))
    .filter(({ id }) => {
      const good = admittedObservations(world, id, group);
      return good.length * group.mostOfObservation >= group.leastImages && good.length > 0;
    })
    .map(({ id, name, rank, ancestry, synonyms }) => ({
      id,
      name,
      rank,
      ancestors: ancestry
        .map((above) => byId.get(above) as WorldTaxon)
        .filter((above) => above.name !== 'Life')
        .map((above) => ({ id: above.id, name: above.name, rank: above.rank })),
      synonyms: [...new Set(synonyms)].sort().map((other) => ({
        name: other,
        source: 'invalid name',
      })),
    }))
    .sort((a, b) => (drawOf(group.seed, a.id) < drawOf(group.seed, b.id) ? -1 : 1));
}

/** The photos of one species that a group admits, straight from the world, by photo id. */
export function photosOfWorld(world: World, taxonId: number, group: GroupQuery): SpeciesPhotos {
  const observers = new Map(world.observers.map((observer) => [observer.id, observer]));
  const all = admittedObservations(world, taxonId, group).flatMap((observation) => {
    const observer = observers.get(observation.observerId);
    return observation.photos
      .filter(({ licence }) => licence !== undefined)
      .map((photo, position) => ({ photo, position, observation, observer }))
      .filter(({ photo: { licence } }) => group.licences.some((code) => code === licence));
  });
  const photos = [...Map.groupBy(all, ({ photo }) => photo.id).values()].map(
    (same): PhotoCandidate => {
      const sorted = same.toSorted((a, b) => (a.observation.uuid < b.observation.uuid ? -1 : 1));
      const { photo, position, observation, observer } = sorted[0] as (typeof same)[number];
      const { latitude, longitude, observedOn, uuid } = observation;
      const alsoIn = sorted.slice(1).map((other) => other.observation.uuid);
      return {
        photoId: photo.id,
        extension: photo.extension,
        observation: uuid,
        position,
        observer: observer?.login as string,
        creator: observer?.name?.trim() || (observer?.login as string),
        licence: photo.licence as PhotoCandidate['licence'],
        ...(observedOn === undefined ? {} : { observedOn }),
        ...(latitude === undefined ? {} : { latitude, longitude }),
        width: photo.width,
        height: photo.height,
        ...(alsoIn.length === 0 ? {} : { alsoIn }),
      };
    },
  );
  return { taxonId, photos: photos.toSorted((a, b) => a.photoId - b.photoId) };
}

function admittedObservations(
  world: World,
  taxonId: number,
  { qualityGrades, licences, without }: GroupQuery,
): readonly WorldObservation[] {
  const lines = new Map(world.taxa.map(({ id, ancestry }) => [id, [...ancestry, id]]));
  return world.observations.filter((observation) => {
    const line = lines.get(observation.taxonId) ?? [];
    return (
      line.includes(taxonId) &&
      !without.some(({ id }) => line.includes(id)) &&
      qualityGrades.includes(observation.qualityGrade) &&
      observation.photos.some(({ licence }) => licences.some((code) => code === licence))
    );
  });
}
