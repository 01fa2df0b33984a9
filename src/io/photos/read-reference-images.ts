import { readFile, stat } from 'node:fs/promises';
import {
  parseReferenceHashes,
  type ReferenceEntry,
  referenceHashesText,
  type TaskRunner,
} from '../../records/index.ts';
import { walkTree } from '../files.ts';
import { withStorageErrors } from '../storage-errors.ts';
import { hashImageFile, hashImageModule } from './hash-image-file.ts';

export interface ReferenceOptions {
  readonly runTask: TaskRunner;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * The hashes of what a dataset is to be compared with, as the text of a hash file: of every image below
 * a folder, or a hash file as it is.
 *
 * @throws {InvalidInput} for a file that is no hash file
 * @throws {StorageFailure} for what cannot be read
 */
export async function readReferenceImages(
  path: string,
  { runTask, onProgress }: ReferenceOptions,
): Promise<Uint8Array> {
  const given = await readHashFile(path);
  if (given !== undefined) return given;
  const files: string[] = [];
  await withStorageErrors(path, async () => {
    for await (const entry of walkTree(path)) if (entry.kind === 'file') files.push(entry.path);
  });
  const entries: ReferenceEntry[] = [];
  const task = { module: hashImageModule, name: hashImageFile.name, context: { root: path } };
  for await (const batch of runTask<string, ReferenceEntry>(task, files)) {
    entries.push(...batch);
    onProgress?.(entries.length, files.length);
  }
  return Buffer.from(referenceHashesText(entries));
}

/**
 * Looks whether {@link readReferenceImages} will have something to read, before hours are spent.
 *
 * @throws {InvalidInput} for a file that is no hash file
 * @throws {StorageFailure} when there is nothing
 */
export async function expectReferenceImages(path: string): Promise<void> {
  await readHashFile(path);
}

/** `undefined`: a folder. */
async function readHashFile(path: string): Promise<Uint8Array | undefined> {
  return withStorageErrors(path, async () => {
    if ((await stat(path)).isDirectory()) return undefined;
    const bytes = await readFile(path);
    parseReferenceHashes(bytes, path);
    return bytes;
  });
}
