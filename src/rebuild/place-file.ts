import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SourceChanged } from '../errors.ts';
import { hashBytes, mapValues, readMask, withStorageErrors, writeMask } from '../io/index.ts';
import { type FileRef, unshiftTable } from '../records/index.ts';

/** One file to bring from the source into the release. */
export interface FileToPlace {
  readonly key: string;
  readonly source: FileRef;
  /** Below the release. */
  readonly to: string;
  readonly how: 'hardlink' | 'copy' | 'convert-shifted';
}

export interface PlacedFile {
  readonly key: string;
  /** Of the source file it was made of. */
  readonly sourceSha256: string;
  readonly placed: FileRef;
}

export interface PlaceContext {
  readonly root: string;
  readonly staging: string;
  readonly voidValue: number;
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
  const from = join(context.root, file.source.path);
  const to = join(context.staging, file.to);
  return withStorageErrors(to, async () => {
    await mkdir(dirname(to), { recursive: true });
    await rm(to, { force: true });
    if (file.how === 'hardlink') await link(from, to);
    const bytes = await readFile(file.how === 'hardlink' ? to : from);
    if (hashBytes(bytes) !== file.source.sha256) {
      throw new SourceChanged(`Source file changed since it was first read: ${file.source.path}`);
    }
    const written = file.how === 'convert-shifted' ? unshift(bytes, context.voidValue) : bytes;
    if (file.how !== 'hardlink') await writeSynced(to, written);
    const placed = { path: file.to, bytes: written.length, sha256: hashBytes(written) };
    return { key: file.key, sourceSha256: file.source.sha256, placed };
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

/** A mask of shifted ids (v + 2, void 1) as one of train ids. */
function unshift(bytes: Uint8Array, voidValue: number): Uint8Array {
  const image = readMask(bytes);
  if (image.kind === 'colours') throw new SourceChanged('Source mask has become a colour image');
  return writeMask(mapValues(image.labels, unshiftTable(voidValue)));
}
