import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { breathe, listTar, type TarEntry } from '../../io/index.ts';
import { printableName, type Wnid } from '../../records/index.ts';
import type { FileLook } from '../source.ts';
import { imageIdOf, wrongNameDetail } from './image-name.ts';
import type { Scanned } from './scanned.ts';

/**
 * Lists the images in the archive of one class by its headers, and every member that is none, with
 * why. Where an archive breaks off, what came before still counts.
 *
 * @throws {InvalidInput} when it is no file
 */
export async function* scanClassArchive(root: string, wnid: Wnid): AsyncGenerator<Scanned> {
  const path = `${wnid}.tar`;
  const found = statSync(join(root, path), { bigint: true });
  if (!found.isFile()) throw new InvalidInput(`Not a regular file: ${join(root, path)}`);
  const archive = { path, bytes: Number(found.size), modifiedNs: String(found.mtimeNs) };
  for await (const entry of breathe(listTar(join(root, path)))) {
    if (entry.kind !== 'folder') yield outcomeOf(entry, archive, wnid);
  }
}

function outcomeOf(
  entry: Exclude<TarEntry, { kind: 'folder' }>,
  archive: NonNullable<FileLook['archive']>,
  wnid: Wnid,
): Scanned {
  const { name } = entry;
  const path = name === '' ? archive.path : `${archive.path}/${name}`;
  const skip = (reason: string, detail: string): Scanned => {
    return { kind: 'skipped', path: printableName(path), reason, detail };
  };
  if (entry.kind !== 'file') return skip(entry.reason, `${entry.detail} of ${archive.path}`);
  const fileName = name.startsWith(`${wnid}/`) ? name.slice(wnid.length + 1) : name;
  const id = imageIdOf(fileName, wnid);
  if (id === undefined) return skip('name', wrongNameDetail(wnid));
  const look = { path, bytes: entry.bytes, modifiedNs: archive.modifiedNs, archive };
  return { kind: 'image', id, look };
}
