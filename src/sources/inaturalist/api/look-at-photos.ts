import { parseLicenceCode, z } from '../../../records/index.ts';
import type { AncestorTaxon } from '../photo-source.ts';
import type { LookAtPhotos, Looked, PhotoToday, TakenPhoto } from '../photo-today.ts';
import { parseApiAddress } from './api-address.ts';
import { ApiClient } from './api-client.ts';
import type { AskJson } from './ask-json.ts';
import { openSpeciesOf } from './counted-species.ts';
import { mostPhotos, photoSchema } from './observation.ts';
import { observationsByUuid } from './observations-by-uuid.ts';
import { type PhotoPlace, photoPlace } from './photo-place.ts';
import { isFlagged } from './photos-of.ts';

const taxonSchema = z.object({
  id: z.int().positive(),
  name: z.string().min(1).max(500),
  rank: z.string().min(1).max(100),
  is_active: z.boolean(),
});

const schema = z.object({
  uuid: z.guid(),
  taxon: taxonSchema.nullish(),
  observation_photos: z.array(z.object({ photo: photoSchema })).max(mostPhotos),
});
type Observed = z.infer<typeof schema>;

const fields =
  '(uuid:!t,taxon:(id:!t,name:!t,rank:!t,is_active:!t),' +
  'observation_photos:(photo:(id:!t,license_code:!t,url:!t,flags:(resolved:!t),hidden:!t)))';

/** Observations that are asked for at once: their UUIDs stand in the address of the request. */
const batchSize = 100;

/**
 * What the API says of photos, by the observations that they were taken from.
 *
 * @param address ends in `/v1` or `/v2`
 * @param photos where openly licensed photos lie
 * @throws {InvalidInput} when either address is none
 */
export function lookInApi(
  address: string,
  { ask, photos }: { readonly ask: AskJson; readonly photos: string },
): LookAtPhotos {
  const client = new ApiClient(parseApiAddress(address), ask);
  const place = photoPlace(photos);
  const speciesOf = openSpeciesOf(client);
  return async function* (taken, ranks) {
    const lookAt = async function* <T extends TakenPhoto>(batch: readonly T[]) {
      const uuids = [...new Set(batch.map(({ observation }) => observation))].filter(isUuid);
      const { found, unreadable } = await observationsByUuid(client, uuids, { schema, fields });
      const counted = await speciesOf(movedTaxa(batch, found, ranks), ranks);
      for (const one of batch) {
        const observed = found.get(one.observation);
        const isUnread =
          !isUuid(one.observation) || unreadable === 'some' || unreadable.has(one.observation);
        const today =
          observed === undefined
            ? unobserved(one, isUnread)
            : todayOf(one, observed, { place, counted, ranks });
        yield { taken: one, today } satisfies Looked<T>;
      }
    };
    for await (const batch of batchesOf(taken())) yield* lookAt(batch);
  };
}

/** What a record says goes into an address, so it must be of the form that it should have. */
function isUuid(text: string): boolean {
  return z.guid().safeParse(text).success;
}

/** Runs of photos of at most so many observations; those of one observation usually stand together. */
async function* batchesOf<T extends TakenPhoto>(taken: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of taken) {
    batch.push(one);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Taxa that are not at sight the species that a photo was taken as. */
function movedTaxa(
  batch: readonly TakenPhoto[],
  found: ReadonlyMap<string, Observed>,
  ranks: readonly string[],
): readonly number[] {
  const taxa = batch.flatMap((one) => {
    const taxon = found.get(one.observation)?.taxon;
    return taxon == null || isItself(one, taxon, ranks) ? [] : [taxon.id];
  });
  return [...new Set(taxa)];
}

function isItself(
  { taxonId }: TakenPhoto,
  { id, is_active, rank }: z.infer<typeof taxonSchema>,
  ranks: readonly string[],
): boolean {
  return id === taxonId && is_active && ranks.includes(rank);
}

function unobserved({ observation }: TakenPhoto, isUnread: boolean): PhotoToday {
  return isUnread
    ? { kind: 'unknown', detail: `The API tells nothing readable of observation ${observation}` }
    : { kind: 'gone', detail: `Observation ${observation} is not there any more` };
}

interface TodayOptions {
  readonly place: PhotoPlace;
  /** By the taxon of the observation. */
  readonly counted: ReadonlyMap<number, AncestorTaxon | undefined>;
  readonly ranks: readonly string[];
}

function todayOf(
  taken: TakenPhoto,
  { observation_photos, taxon }: Observed,
  { place, counted, ranks }: TodayOptions,
): PhotoToday {
  const photo = observation_photos.find((one) => one.photo.id === taken.photoId)?.photo;
  if (photo === undefined) {
    return { kind: 'gone', detail: `Photo is not in observation ${taken.observation} any more` };
  }
  if (photo.hidden === true) return { kind: 'gone', detail: 'Photo is hidden by a moderator' };
  if (isFlagged(photo)) return { kind: 'gone', detail: 'Photo has a flag that is not resolved' };
  const url = photo.url ?? '';
  const stated = taxon ?? undefined;
  return {
    kind: 'there',
    licence: parseLicenceCode(photo.license_code),
    licenceText: photo.license_code ?? undefined,
    ...(place.extensionOf(photo.id, url) === undefined ? { elsewhere: url } : {}),
    taxon: stated && { ...namesOf(stated), isActive: stated.is_active },
    species: stated && (isItself(taken, stated, ranks) ? namesOf(stated) : counted.get(stated.id)),
  };
}

function namesOf({ id, name, rank }: AncestorTaxon): AncestorTaxon {
  return { id, name, rank };
}
