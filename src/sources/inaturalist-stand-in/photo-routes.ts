import { createHash } from 'node:crypto';
import { keptSizes, type PhotoFile, photoFile } from './photo-file.ts';
import { type Route, type StandInReply, type StandInRequest, textReply } from './route.ts';
import type { ObservedPhoto, WorldIndex } from './world-index.ts';

/** Below the origin: where openly licensed photos are kept, and where all others are. */
export const openPhotos = '/open-data';
export const closedPhotos = '/static';

/** Painted files that are kept at hand: a download that goes on asks for the same one again. */
const mostAtHand = 64;

/**
 * The two hosts of photos, each under a path of its own. They answer as S3 does: with ETag and
 * Last-Modified, ranges, and nothing where nothing has changed.
 */
export function photoRoutes(): readonly Route[] {
  const atHand = new Map<string, Promise<PhotoFile>>();
  return [openPhotos, closedPhotos].map((place) => ({
    path: new RegExp(`^${place}/photos/(\\d+)/([a-z]+)\\.([A-Za-z]+)$`),
    async answer(request) {
      const [id, size = '', extension] = request.groups;
      const found = request.world.photoOf(Number(id));
      const isHere = found !== undefined && placeOf(found) === place;
      if (!isHere || found.photo.extension !== extension || !(size in keptSizes))
        return noSuchKey();
      const file = await remembered(atHand, `${id} ${size}`, () => {
        return paint(request.world, found, size);
      });
      return fileReply(request, file, { lastModified: modifiedOn(found) });
    },
  }));
}

/** Where the API says that a photo is. */
export function photoAddress(
  origin: string,
  photo: ObservedPhoto['photo'],
  size = 'square',
): string {
  const place = photo.licence === undefined ? closedPhotos : openPhotos;
  return `${origin}${place}/photos/${photo.id}/${size}.${photo.extension}`;
}

function placeOf({ photo }: ObservedPhoto): string {
  return photo.licence === undefined ? closedPhotos : openPhotos;
}

function paint(world: WorldIndex, { photo, observation }: ObservedPhoto, size: string) {
  return photoFile(photo, {
    size,
    taxonId: speciesOf(world, observation.taxonId),
    photoOf(id) {
      const other = world.photoOf(id);
      if (other === undefined) throw new RangeError(`No photo ${id}: copy ${photo.id} of it`);
      return { photo: other.photo, taxonId: speciesOf(world, other.observation.taxonId) };
    },
  });
}

/** A subspecies looks like its species. */
function speciesOf(world: WorldIndex, taxonId: number): number {
  return world.lineOf(taxonId).find((id) => world.taxonOf(id)?.rankLevel === 10) ?? taxonId;
}

function remembered(
  atHand: Map<string, Promise<PhotoFile>>,
  key: string,
  make: () => Promise<PhotoFile>,
): Promise<PhotoFile> {
  const file = atHand.get(key) ?? make();
  atHand.delete(key);
  atHand.set(key, file);
  if (atHand.size > mostAtHand) atHand.delete([...atHand.keys()][0] as string);
  return file;
}

function fileReply(
  { headers }: StandInRequest,
  { bytes, type }: PhotoFile,
  { lastModified }: { readonly lastModified: string },
): StandInReply {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const common = { etag, 'last-modified': lastModified, 'accept-ranges': 'bytes' };
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim());
  if (known?.some((tag) => tag === etag || tag === '*') === true) {
    return { status: 304, headers: common, body: new Uint8Array() };
  }
  const whole = { ...common, 'content-type': type };
  const condition = headers['if-range'];
  const isSame = condition === undefined || condition === etag || condition === lastModified;
  const range = isSame ? parseRange(headers.range, bytes.length) : undefined;
  if (range === undefined) return { status: 200, headers: whole, body: bytes };
  if (range === 'outside') {
    const outside = { ...common, 'content-range': `bytes */${bytes.length}` };
    return { status: 416, headers: outside, body: new Uint8Array() };
  }
  const [from, to] = range;
  const part = { ...whole, 'content-range': `bytes ${from}-${to}/${bytes.length}` };
  return { status: 206, headers: part, body: bytes.subarray(from, to + 1) };
}

/** First and last byte of a single range; `undefined` for what is none, which is passed over. */
function parseRange(
  text: string | undefined,
  length: number,
): readonly [from: number, to: number] | 'outside' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '')
    return last === '0' ? 'outside' : [Math.max(0, length - Number(last)), length - 1];
  const to = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (Number(first) >= length) return 'outside';
  return Number(first) > to ? undefined : [Number(first), to];
}

function modifiedOn({ photo }: ObservedPhoto): string {
  return new Date(Date.UTC(2020, 0, 1) + 1000 * (photo.id % 100_000_000)).toUTCString();
}

function noSuchKey(): StandInReply {
  const text =
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
  return textReply(404, 'application/xml', text);
}
