import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InvalidInput } from '../../errors.ts';
import type { PinnedSource } from '../../records/index.ts';
import { syncFile, syncFolder } from '../files.ts';
import { acquireLock } from '../lock.ts';
import { withStorageErrors } from '../storage-errors.ts';
import { type DownloadOptions, download } from './download.ts';
import { contentText, differsError, findIn, type PinnedPlaces } from './find-pinned.ts';

/** How a pinned file came to be in the raw folder. */
export type Fetched = 'already there' | 'copied' | 'downloaded';

/**
 * Brings a pinned file into the raw folder: from the mirror where one is given, else from its
 * address. What lies there under its name is whole and checked, or not touched; killed anywhere,
 * the next call goes on from `<file>.part`.
 *
 * @throws {Busy} when another process fetches the same file
 * @throws {InvalidInput} when the mirror lacks it or has other bytes
 * @throws {RemoteFailure} when the server does not give it
 */
export async function fetchPinned(
  source: PinnedSource,
  { rawFolder, mirror, ...options }: PinnedPlaces & DownloadOptions,
): Promise<Fetched> {
  const isThere = async () => (await findIn(source, 'raw', rawFolder)).kind === 'present';
  if (await isThere()) return 'already there';
  const path = join(rawFolder, source.file);
  return withStorageErrors(path, async () => {
    await mkdir(rawFolder, { recursive: true });
    const lock = acquireLock(`${path}.lock`, `the download of ${source.name}`);
    try {
      if (await isThere()) return 'already there';
      const part = `${path}.part`;
      if (mirror === undefined) await download(source, part, options);
      else await copyFrom(mirror, source, part);
      await rename(part, path);
      await syncFolder(dirname(path));
      return mirror === undefined ? 'downloaded' : 'copied';
    } finally {
      lock.release();
    }
  });
}

async function copyFrom(mirror: string, source: PinnedSource, part: string): Promise<void> {
  const state = await findIn(source, 'mirror', mirror);
  if (state.kind === 'missing') throw new InvalidInput(`${source.file} is missing: ${mirror}`);
  if (state.kind === 'differs') throw differsError(source, state.path, contentText(state.found));
  await pipeline(createReadStream(state.path), createWriteStream(part));
  await syncFile(part);
  const copy = await findIn({ ...source, file: `${source.file}.part` }, 'raw', dirname(part));
  if (copy.kind === 'differs') throw differsError(source, state.path, contentText(copy.found));
}
