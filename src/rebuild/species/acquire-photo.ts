import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidImage } from '../../errors.ts';
import { type IngestedPhoto, withStorageErrors } from '../../io/index.ts';
import {
  type FileRef,
  type ImageFormat,
  type ImageSpecies,
  type PhotoSize,
  partOfGroup,
  type Skipped,
} from '../../records/index.ts';
import { imagePath } from '../../release/index.ts';
import type { PhotoCandidate } from '../../sources/index.ts';

/** A photo to fetch, and what it will be a record of. */
export interface PhotoOrder {
  readonly photo: PhotoCandidate;
  readonly group: string;
  readonly taxon: ImageSpecies['taxon'];
  readonly split: string;
}

/** What became of a photo. */
export type Acquired =
  | AcquiredImage
  | { readonly kind: 'skipped'; readonly reason: string; readonly detail: string };

export interface AcquiredImage {
  readonly kind: 'image';
  /** The bytes as received, by their path on the server. */
  readonly received: FileRef;
  /** The file as written, below the release. */
  readonly written: FileRef;
  readonly etag?: string | undefined;
  readonly seen: Seen;
}

/** What is known of an image once it is decoded. */
export type Seen = Pick<
  ImageSpecies,
  'width' | 'height' | 'format' | 'pixelSha256' | 'perceptualHash'
>;

/** What a photo is fetched, read and written with. */
export interface AcquireTools {
  readonly size: PhotoSize;
  readonly staging: string;
  /** @param path as {@link photoPath} writes it */
  readonly fetch: (path: string) => Promise<FetchedPhoto>;
  /** @throws {InvalidImage} for what is no image that the recipe admits */
  readonly ingest: (bytes: Uint8Array) => Promise<IngestedPhoto>;
}

/** `refused`: a final answer, no photo will come of this address. */
export type FetchedPhoto =
  | { readonly kind: 'fetched'; readonly bytes: Uint8Array; readonly etag?: string | undefined }
  | { readonly kind: 'refused'; readonly reason: string; readonly detail: string };

/**
 * Fetches one photo and writes it into the staging folder. What is no photo that may be taken is
 * skipped with its reason; the file is whole and on the disk when this returns.
 *
 * @throws {RemoteFailure} when the server does not answer for good
 * @throws {StorageFailure} when the disk refuses
 */
export async function acquirePhoto(order: PhotoOrder, tools: AcquireTools): Promise<Acquired> {
  const path = photoPath(order.photo, tools.size);
  const fetched = await tools.fetch(path);
  if (fetched.kind === 'refused') return { ...fetched, kind: 'skipped' };
  try {
    const taken = await tools.ingest(fetched.bytes);
    const { bytes, sha256, receivedSha256 } = taken;
    const { width, height, format, pixelSha256, perceptualHash } = taken;
    const to = placeOf(order, format);
    await writeWhole(join(tools.staging, to), bytes);
    return {
      kind: 'image',
      received: { path, bytes: fetched.bytes.length, sha256: receivedSha256 },
      written: { path: to, bytes: bytes.length, sha256 },
      etag: fetched.etag,
      seen: { width, height, format, pixelSha256, perceptualHash },
    };
  } catch (error) {
    if (!(error instanceof InvalidImage)) throw error;
    return { kind: 'skipped', reason: error.reason, detail: error.message };
  }
}

/** `photos/123/large.jpg`, as the server has it, unless the photo says where it lies. */
export function photoPath({ photoId, extension, path }: PhotoCandidate, size: PhotoSize): string {
  return path ?? `photos/${photoId}/${size}.${extension}`;
}

export function skippedPhoto(
  { photo, group }: Pick<PhotoOrder, 'photo' | 'group'>,
  size: PhotoSize,
  { reason, detail }: Pick<Skipped, 'reason' | 'detail'>,
): Skipped {
  return { path: photoPath(photo, size), sourceSplit: partOfGroup(group), reason, detail };
}

const endings = { jpeg: '.jpg', png: '.png' } as const;

function placeOf({ photo, group, taxon, split }: PhotoOrder, format: ImageFormat): string {
  const truth = { kind: 'species', member: group, taxon } as const;
  return imagePath({ split, id: String(photo.photoId), truth }, endings[format]);
}

/** Under another name first: what bears its own name is whole. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  await withStorageErrors(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.part`;
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, path);
  });
}
