import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { breathe } from '../../io/index.ts';
import { printableName, type Wnid } from '../../records/index.ts';
import type { FileLook } from '../source.ts';
import { imageIdOf, wrongNameDetail } from './image-name.ts';
import type { Scanned } from './scanned.ts';

/**
 * Lists the images in the folder of one class, and every entry that is none, with why.
 *
 * @throws {InvalidInput} when it is no folder, or a link that leads out of `root`
 */
export async function* scanClassFolder(root: string, wnid: Wnid): AsyncGenerator<Scanned> {
  const folder = join(root, wnid);
  if (!staysInside(root, folder)) {
    throw new InvalidInput(`Folder is a link that leads out of the source: ${folder}`);
  }
  if (!statSync(folder).isDirectory()) throw new InvalidInput(`Not a folder: ${folder}`);
  for await (const name of breathe(readdirSync(folder).sort())) {
    yield lookAt(root, name, wnid);
  }
}

function lookAt(root: string, name: string, wnid: Wnid): Scanned {
  const path = `${wnid}/${name}`;
  const skip = (reason: string, detail: string): Scanned => {
    return { kind: 'skipped', path: printableName(path), reason, detail };
  };
  const id = imageIdOf(name, wnid);
  if (id === undefined) return skip('name', wrongNameDetail(wnid));
  const full = join(root, path);
  if (lstatSync(full).isSymbolicLink() && !staysInside(root, full)) {
    return skip('link-outside', 'Link leads out of the source folder, or nowhere');
  }
  const found = statSync(full, { bigint: true });
  if (!found.isFile()) return skip('not-a-file', 'Not a regular file');
  const look: FileLook = { path, bytes: Number(found.size), modifiedNs: String(found.mtimeNs) };
  return { kind: 'image', id, look };
}

function staysInside(root: string, path: string): boolean {
  try {
    return realpathSync(path).startsWith(root + sep);
  } catch {
    return false; // a link to nowhere
  }
}
