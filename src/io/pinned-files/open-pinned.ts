import { readFile } from 'node:fs/promises';
import { InvalidInput } from '../../errors.ts';
import { type PinnedSource, parseWnids, type Wnid } from '../../records/index.ts';
import { hashBytes } from '../files.ts';
import { withStorageErrors } from '../storage-errors.ts';
import { contentText, differsError, findPinned, type PinnedPlaces } from './find-pinned.ts';

/**
 * The bytes of a pinned file, from the mirror or the raw folder. Nothing is downloaded.
 *
 * @throws {InvalidInput} when it is nowhere, saying how to get it; or when it holds other bytes,
 *   naming the file, both sizes and both digests
 */
export async function openPinned(source: PinnedSource, places: PinnedPlaces): Promise<Buffer> {
  const state = await findPinned(source, places);
  if (state.kind === 'missing') throw missingError(source, places);
  if (state.kind === 'differs') throw differsError(source, state.path, contentText(state.found));
  const bytes = await withStorageErrors(state.path, () => readFile(state.path));
  // The digest above was of the file as it was then; what is returned is what is checked.
  const sha256 = hashBytes(bytes);
  if (sha256 !== source.sha256) {
    throw differsError(source, state.path, contentText({ bytes: bytes.length, sha256 }));
  }
  return bytes;
}

/**
 * The wnids that a pinned list holds, in file order.
 *
 * @throws {InvalidInput} from {@link openPinned}; or when the source is no list of wnids
 */
export async function openPinnedWnids(
  source: PinnedSource,
  places: PinnedPlaces,
): Promise<readonly Wnid[]> {
  if (source.holds.kind !== 'wnids') {
    throw new InvalidInput(`Not a list of wnids but ${source.holds.kind}: source ${source.name}`);
  }
  const bytes = await openPinned(source, places);
  return parseWnids(bytes.toString('utf8'), source.file, source.holds.members);
}

function missingError({ name, file }: PinnedSource, { mirror, rawFolder }: PinnedPlaces): Error {
  const folders = mirror === undefined ? rawFolder : `${mirror}, ${rawFolder}`;
  return new InvalidInput(
    `${file} is missing (run npx oodforge sources fetch ${name}, or say --mirror DIR with a folder that holds it): ${folders}`,
  );
}
