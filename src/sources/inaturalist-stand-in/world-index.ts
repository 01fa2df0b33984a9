import type { World, WorldObservation, WorldObserver, WorldPhoto, WorldTaxon } from './world.ts';

/** A world with its ways from one thing to another. */
export interface WorldIndex extends World {
  readonly taxonOf: (id: number) => WorldTaxon | undefined;
  readonly observerOf: (id: number) => WorldObserver | undefined;
  readonly childrenOf: (id: number) => readonly WorldTaxon[];
  /** A photo and the first observation that shows it. */
  readonly photoOf: (id: number) => ObservedPhoto | undefined;
  /** A taxon and all above it. */
  readonly lineOf: (id: number) => readonly number[];
  /** Whether an observation is of one of the taxa or of one below them. */
  readonly isBelow: (observation: WorldObservation, taxonIds: ReadonlySet<number>) => boolean;
}

export interface ObservedPhoto {
  readonly photo: WorldPhoto;
  readonly observation: WorldObservation;
}

export function indexWorld(world: World): WorldIndex {
  const taxa = new Map(world.taxa.map((taxon) => [taxon.id, taxon]));
  const observers = new Map(world.observers.map((observer) => [observer.id, observer]));
  const children = Map.groupBy(world.taxa, ({ ancestry }) => ancestry.at(-1));
  const photos = new Map<number, ObservedPhoto>();
  for (const observation of world.observations) {
    for (const photo of observation.photos) {
      if (!photos.has(photo.id)) photos.set(photo.id, { photo, observation });
    }
  }
  const lineOf = (id: number) => [...(taxa.get(id)?.ancestry ?? []), id];
  return {
    ...world,
    taxonOf: (id) => taxa.get(id),
    observerOf: (id) => observers.get(id),
    childrenOf: (id) => children.get(id) ?? [],
    photoOf: (id) => photos.get(id),
    lineOf,
    isBelow: ({ taxonId }, taxonIds) => lineOf(taxonId).some((id) => taxonIds.has(id)),
  };
}
