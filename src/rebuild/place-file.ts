import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SourceChanged } from '../errors.ts';
import {
  hashBytes,
  mapValues,
  readMask,
  readSourceFile,
  withStorageErrors,
  writeMask,
} from '../io/index.ts';
import type { FileRef } from '../records/index.ts';

/** One file to bring from the source into the release. */
export interface FileToPlace {
  readonly key: string;
  readonly source: FileRef;
  /** Below the release. */
  readonly to: string;
  readonly how: HowToPlace;
}

/** A member of an archive cannot be linked, only copied. */
export type HowToPlace =
  | { readonly kind: 'hardlink' | 'copy' }
  /** A mask of other values becomes one of train ids, by a table of 256. */
  | { readonly kind: 'map-values'; readonly table: Uint8Array };

export interface PlacedFile {
  readonly key: string;
  /** Of the source file it was made of. */
  readonly sourceSha256: string;
  readonly placed: FileRef;
}

export interface PlaceContext {
  readonly root: string;
  readonly staging: string;
}

/** Where a thread finds {@link placeFile}. */
export const placeFileModule = import.meta.url;

/**
 * Brings one file into the release and holds it to the digest taken at first look.
 *
 * @throws {SourceChanged} when it is no longer the same file
 * @throws {StorageFailure} when the disk refuses
 */
export async function placeFile(file: FileToPlace, context: PlaceContext): Promise<PlacedFile> {
  const { source, how } = file;
  const to = join(context.staging, file.to);
  return withStorageErrors(to, async () => {
    await mkdir(dirname(to), { recursive: true });
    await rm(to, { force: true });
    if (how.kind === 'hardlink') await link(join(context.root, source.path), to);
    const found = readSourceFile(context.root, source.path);
    if (found.kind !== 'file' || hashBytes(found.bytes) !== source.sha256) {
      throw new SourceChanged(`Source file changed since it was first read: ${source.path}`);
    }
    const { bytes } = found;
    const written = how.kind === 'map-values' ? mapMask(bytes, how.table) : bytes;
    if (how.kind !== 'hardlink') await writeSynced(to, written);
    const placed = { path: file.to, bytes: written.length, sha256: hashBytes(written) };
    return { key: file.key, sourceSha256: source.sha256, placed };
  });
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function mapMask(bytes: Uint8Array, table: Uint8Array): Uint8Array {
  const image = readMask(bytes);
  if (image.kind === 'colours') throw new SourceChanged('Source mask has become a colour image');
  return writeMask(mapValues(image.labels, table));
}
