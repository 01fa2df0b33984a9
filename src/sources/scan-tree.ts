import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { breathe } from '../io/index.ts';
import { printableName, unsafePathReason } from '../records/index.ts';
import type { FileLook } from './source.ts';

/** What stands in a tree of folders: a file of the wanted endings, or what is left out. */
export type Scanned =
  | {
      readonly kind: 'file';
      /** Folder below the root, with forward slashes; empty for the root itself. */
      readonly folder: string;
      /** Of the file, without its ending. */
      readonly stem: string;
      readonly look: FileLook;
    }
  | {
      readonly kind: 'skipped';
      readonly folder: string;
      readonly path: string;
      readonly reason: string;
      readonly detail: string;
    };

/** Sets of images are filed a few folders deep; what goes on for longer is none. */
const deepest = 8;

/**
 * Goes through all folders below `root`, names sorted. Links to files within the root are files;
 * links to folders are not followed, since they may lead round in circles.
 *
 * @param endings of the files that are wanted, lower case, with their dots; capitals count as well
 */
export async function* scanTree(root: string, endings: readonly string[]): AsyncGenerator<Scanned> {
  yield* breathe(walk({ root, endings }, '', 0));
}

interface Walk {
  readonly root: string;
  readonly endings: readonly string[];
}

function* walk(wanted: Walk, folder: string, depth: number): Generator<Scanned> {
  const entries = readdirSync(join(wanted.root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const skip = (reason: string, detail: string): Scanned => {
      return { kind: 'skipped', folder, path: printableName(path), reason, detail };
    };
    const unsafe = unsafePathReason(path);
    if (unsafe !== undefined) yield skip('name', `Path ${unsafe}`);
    else if (!entry.isDirectory()) yield lookAt(wanted, folder, entry, skip);
    else if (depth < deepest) yield* walk(wanted, path, depth + 1);
    else yield skip('too-deep', `Folder lies more than ${deepest} deep`);
  }
}

function lookAt(
  { root, endings }: Walk,
  folder: string,
  { name }: Dirent,
  skip: (reason: string, detail: string) => Scanned,
): Scanned {
  const ending = endings.find((candidate) => name.toLowerCase().endsWith(candidate));
  const stem = ending === undefined ? '' : name.slice(0, -ending.length);
  if (stem === '') return skip('name', `Name does not end in ${endings.join(', ')}`);
  const path = folder === '' ? name : `${folder}/${name}`;
  const full = join(root, path);
  if (
    lstatSync(full, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
    !staysInside(root, full)
  ) {
    return skip('link-outside', 'Link leads out of the source folder, or nowhere');
  }
  const found = statSync(full, { bigint: true, throwIfNoEntry: false });
  if (found?.isFile() !== true) return skip('not-a-file', 'Not a regular file');
  const look: FileLook = { path, bytes: Number(found.size), modifiedNs: String(found.mtimeNs) };
  return { kind: 'file', folder, stem, look };
}

function staysInside(root: string, path: string): boolean {
  try {
    return realpathSync(path).startsWith(root + sep);
  } catch {
    return false; // a link to nowhere
  }
}
