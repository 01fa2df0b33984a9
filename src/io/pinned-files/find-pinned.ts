import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import type { FileRef, PinnedPlace, PinnedSource, PinnedState } from '../../records/index.ts';
import { refFile } from '../files.ts';
import { withStorageErrors } from '../storage-errors.ts';

/** Where pinned files are looked for: in the mirror, and where it has none, in the raw folder. */
export interface PinnedPlaces {
  /** A folder of the user's that holds such files by name. */
  readonly mirror?: string | undefined;
  /** Where downloads go. */
  readonly rawFolder: string;
}

/**
 * Looks for a pinned file and recomputes its digest.
 *
 * @throws {InvalidInput} when something else than a file has its name, or there is no mirror folder
 */
export async function findPinned(
  source: PinnedSource,
  { mirror, rawFolder }: PinnedPlaces,
): Promise<PinnedState> {
  if (mirror !== undefined) {
    const state = await findIn(source, 'mirror', mirror);
    if (state.kind !== 'missing') return state;
  }
  return findIn(source, 'raw', rawFolder);
}

/** Looks in one folder only; see {@link findPinned}. */
export async function findIn(
  source: PinnedSource,
  place: PinnedPlace,
  folder: string,
): Promise<PinnedState> {
  if (place === 'mirror') await mustBeFolder(folder);
  const path = join(folder, source.file);
  const found = await lookAt(folder, source.file);
  if (found === undefined) return { kind: 'missing' };
  const { bytes, sha256 } = found;
  const isPinned = bytes === source.bytes && sha256 === source.sha256;
  return isPinned
    ? { kind: 'present', place, path }
    : { kind: 'differs', place, path, found: { bytes, sha256 } };
}

/** @throws {InvalidInput} which file differs, and how */
export function differsError(source: PinnedSource, path: string, found: string): InvalidInput {
  return new InvalidInput(`${differenceText(source, found)}: ${path}`);
}

/** @param found what is there instead, in words */
export function differenceText({ name, ...pin }: PinnedSource, found: string): string {
  return `Not the pinned bytes of ${name} (expected ${contentText(pin)}, found ${found})`;
}

/** "10000 bytes with SHA-256 70002b0f..." */
export function contentText({ bytes, sha256 }: Omit<FileRef, 'path'>): string {
  return `${bytes} bytes with SHA-256 ${sha256}`;
}

/** The digest of a file; `undefined` where there is none. Pipes and devices are never opened. */
async function lookAt(folder: string, file: string): Promise<FileRef | undefined> {
  const path = join(folder, file);
  return withStorageErrors(path, async () => {
    const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (stats === undefined) return undefined;
    if (!stats.isFile()) throw new InvalidInput(`Not a file: ${path}`);
    return refFile(folder, file);
  });
}

async function mustBeFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory() !== true) throw new InvalidInput(`No such folder: ${folder}`);
}
