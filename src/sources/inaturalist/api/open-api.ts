import { compareText, type GroupQuery } from '../../../records/index.ts';
import { drawOf } from '../draw.ts';
import { oncePerPhoto } from '../once-per-photo.ts';
import type { PhotoCandidate, PhotoSource, SpeciesPhotos, SpeciesTaxon } from '../photo-source.ts';
import { parseApiAddress } from './api-address.ts';
import { ApiClient } from './api-client.ts';
import type { AskJson } from './ask-json.ts';
import { batchesOf } from './batches.ts';
import type { LeftOut } from './left-out.ts';
import { observationsOf } from './observations.ts';
import { type PhotoPlace, photoPlace } from './photo-place.ts';
import { admittedPhotos } from './photos-of.ts';
import { countSpecies } from './species-counts.ts';
import { mostIds, speciesOf, verifyRoots } from './taxa.ts';

export interface OpenApiOptions {
  readonly ask: AskJson;
  /** Where openly licensed photos lie, as the recipe has it. */
  readonly photos: string;
}

export interface ApiSource extends PhotoSource {
  /** What the API told so far and could not be used. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The API of iNaturalist as a way to its photos, for some hundred species: each page is a request,
 * and there may be ten thousand of those a day. Nothing is asked before it is needed.
 *
 * @param address ends in `/v1` or `/v2`; version 2 sends what is needed and no more
 * @throws {InvalidInput} when either address is none
 */
export function openApi(address: string, { ask, photos }: OpenApiOptions): ApiSource {
  const client = new ApiClient(parseApiAddress(address), ask);
  const place = photoPlace(photos);
  const expected = new Map<number, number>();
  return {
    way: 'api',
    layout: `iNaturalist API, version ${client.address.version}`,
    species: (group) => speciesInOrder(client, group, expected),
    photos: (species, group) => photosOf(client, species, { group, place, expected }),
    get cost() {
      return client.cost;
    },
    get leftOut() {
      return client.leftOut.all;
    },
    async close() {},
  };
}

/** All counts of the group first, then its taxa as they are asked for. */
async function* speciesInOrder(
  client: ApiClient,
  group: GroupQuery,
  expected: Map<number, number>,
): AsyncGenerator<SpeciesTaxon> {
  await verifyRoots(client, group);
  const counts = await countSpecies(client, group);
  for (const [id, count] of counts) expected.set(id, count);
  const ids = [...counts.keys()]
    .map((id) => ({ id, draw: drawOf(group.seed, id) }))
    .sort((a, b) => compareText(a.draw, b.draw))
    .map(({ id }) => id);
  for (let from = 0; from < ids.length; from += mostIds) {
    yield* await speciesOf(client, ids.slice(from, from + mostIds));
  }
}

interface PhotosOptions {
  readonly group: GroupQuery;
  readonly place: PhotoPlace;
  readonly expected: ReadonlyMap<number, number>;
}

async function* photosOf(
  client: ApiClient,
  species: readonly SpeciesTaxon[],
  { group, place, expected }: PhotosOptions,
): AsyncGenerator<SpeciesPhotos> {
  for (const batch of batchesOf(species, expected)) {
    const photos = new Map<number, PhotoCandidate[]>(batch.map(({ id }) => [id, []]));
    const ids = batch.map(({ id }) => id);
    for await (const observation of observationsOf(client, ids, group)) {
      const { id, ancestor_ids } = observation.taxon;
      const found = [id, ...ancestor_ids].map((taxon) => photos.get(taxon)).find(Boolean);
      if (found === undefined) {
        const example = `Observation ${observation.id} of taxon ${id}: asked for ${ids.join(', ')}`;
        client.leftOut.add('observation-elsewhere', example);
      }
      found?.push(...admittedPhotos(observation, group, place));
    }
    for (const id of ids) yield { taxonId: id, photos: oncePerPhoto(photos.get(id) ?? []) };
  }
}
