import type { World, WorldObservation, WorldObserver, WorldTaxon } from '../world.ts';

/** A world by its keys. */
export interface WorldLookUp {
  readonly taxon: ReadonlyMap<number, WorldTaxon>;
  readonly children: ReadonlyMap<number, readonly WorldTaxon[]>;
  readonly observer: ReadonlyMap<number, WorldObserver>;
  readonly observation: ReadonlyMap<number, WorldObservation>;
  /** Of a taxon and all below it, the newest first. */
  readonly observationsOf: ReadonlyMap<number, readonly WorldObservation[]>;
}

const made = new WeakMap<World, WorldLookUp>();

export function lookUp(world: World): WorldLookUp {
  const known = made.get(world) ?? makeLookUp(world);
  made.set(world, known);
  return known;
}

function makeLookUp({ taxa, observers, observations }: World): WorldLookUp {
  const taxon = new Map(taxa.map((one) => [one.id, one]));
  const children = new Map<number, WorldTaxon[]>();
  for (const one of taxa) push(children, one.ancestry.at(-1), one);
  const observationsOf = new Map<number, WorldObservation[]>();
  for (const one of observations.toSorted((a, b) => b.id - a.id)) {
    const ancestry = taxon.get(one.taxonId)?.ancestry ?? [];
    for (const id of [...ancestry, one.taxonId]) push(observationsOf, id, one);
  }
  return {
    taxon,
    children,
    observer: new Map(observers.map((one) => [one.id, one])),
    observation: new Map(observations.map((one) => [one.id, one])),
    observationsOf,
  };
}

function push<T>(lists: Map<number, T[]>, key: number | undefined, value: T): void {
  if (key === undefined) return;
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
