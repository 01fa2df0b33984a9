import { readFile, realpath, rename } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import {
  jsonText,
  parseJson,
  syncFolder,
  withStorageErrors,
  writeFileDurably,
} from '../../io/index.ts';
import {
  parseTombstoneList,
  type Release,
  type TombstoneList,
  tombstoneListJson,
} from '../../release/index.ts';

/** Of a list of 700,000 tombstones. */
const mostCharacters = 500_000_000;

/** Where the tombstones of a release are: beside it, since a release does not change. */
export function usualTombstoneFile({ folder, info }: Pick<Release, 'folder' | 'info'>): string {
  return join(dirname(resolve(folder)), `${info.name}-${info.version}.tombstones.json`);
}

/**
 * The tombstones that are there already; none where there is no file.
 *
 * @throws {InvalidInput} for a file in the release, of another release, or that is no such list
 */
export async function readTombstoneFile(
  path: string,
  { folder, info }: Pick<Release, 'folder' | 'info'>,
): Promise<TombstoneList['tombstones']> {
  await expectOutside(path, folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    return withStorageErrors(path, () => Promise.reject(error));
  }
  const list = parseTombstoneList(parseJson(text, path, mostCharacters), path);
  if (list.dataset !== info.name || list.version !== info.version) {
    const expected = `${info.name} ${info.version}`;
    throw new InvalidInput(`Of ${list.dataset} ${list.version}, not ${expected}: ${path}`);
  }
  return list.tombstones;
}

/** Puts the list in its place, whole or not at all. */
export async function writeTombstoneFile(path: string, list: TombstoneList): Promise<void> {
  await withStorageErrors(path, async () => {
    const part = join(dirname(path), `.${basename(path)}.part`);
    await writeFileDurably(part, jsonText(tombstoneListJson(list)));
    await rename(part, path);
    await syncFolder(dirname(path));
  });
}

async function expectOutside(path: string, folder: string): Promise<void> {
  const parent = resolve(dirname(path));
  const real = await realpath(parent).catch(() => parent);
  const within = relative(await realpath(folder), real);
  if (within === '' || !within.startsWith('..')) {
    throw new InvalidInput(`Not into the release, which does not change: ${path}`);
  }
}
