import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { breathe } from '../io/index.ts';
import { printableName, unsafePathReason } from '../records/index.ts';
import { lookAtFile } from './look-at-file.ts';
import type { FileLook } from './source.ts';

/** What stands in a tree of folders: a file of the wanted endings, or what is left out. */
export type Scanned =
  | {
      readonly kind: 'file';
      /** Below where the scan began, with forward slashes; empty for files that lie right there. */
      readonly folder: string;
      /** Path of the file below where the scan began, without its ending. */
      readonly id: string;
      readonly look: FileLook;
    }
  | {
      readonly kind: 'skipped';
      readonly folder: string;
      readonly path: string;
      readonly reason: string;
      readonly detail: string;
    };

export interface ScanOptions {
  /** The folder to begin in, below the root; the root itself where absent. */
  readonly below?: string | undefined;
  /** Of the files that are wanted, lower case, with their dots; capitals count as well. */
  readonly endings: readonly string[];
  /** Of files that stand beside those and are passed over without a word. */
  readonly besides?: readonly string[] | undefined;
}

/** Sets of images are filed a few folders deep; what goes on for longer is none. */
const deepest = 8;

/**
 * Goes through all folders below `root`, names sorted. Links to files within the root are files;
 * links to folders are not followed, since they may lead round in circles.
 */
export async function* scanTree(root: string, options: ScanOptions): AsyncGenerator<Scanned> {
  yield* breathe(walk(root, options, '', 0));
}

function* walk(
  root: string,
  options: ScanOptions,
  folder: string,
  depth: number,
): Generator<Scanned> {
  const place = joined(options.below ?? '', folder);
  const entries = readdirSync(join(root, place), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const below = joined(folder, entry.name);
    const path = joined(place, entry.name);
    const skip = (reason: string, detail: string): Scanned => {
      return { kind: 'skipped', folder, path: printableName(path), reason, detail };
    };
    const unsafe = unsafePathReason(path);
    if (unsafe !== undefined) yield skip('name', `Path ${unsafe}`);
    else if (!entry.isDirectory()) {
      const named = readName(below, options);
      if (named.kind === 'wanted') yield lookAt(root, path, { folder, id: named.id, skip });
      else if (named.kind === 'other') yield skip('name', named.detail);
    } else if (depth < deepest) yield* walk(root, options, below, depth + 1);
    else yield skip('too-deep', `Folder lies more than ${deepest} deep`);
  }
}

/** What the name of a file says of it. */
export type NamedFile =
  | { readonly kind: 'wanted'; readonly id: string }
  | { readonly kind: 'beside' }
  | { readonly kind: 'other'; readonly detail: string };

/** Reads the path of a file below where a scan began. */
export function readName(
  path: string,
  { endings, besides = [] }: Pick<ScanOptions, 'endings' | 'besides'>,
): NamedFile {
  const lower = path.toLowerCase();
  const ending = endings.find((candidate) => lower.endsWith(candidate));
  const id = ending === undefined ? '' : path.slice(0, -ending.length);
  const isHidden = path.slice(path.lastIndexOf('/') + 1).startsWith('.');
  if (id !== '' && !id.endsWith('/') && !isHidden) return { kind: 'wanted', id };
  if (isHidden) return { kind: 'other', detail: 'Hidden file' };
  if (besides.some((beside) => lower.endsWith(beside))) return { kind: 'beside' };
  return { kind: 'other', detail: `Name does not end in ${endings.join(', ')}` };
}

function lookAt(
  root: string,
  path: string,
  {
    folder,
    id,
    skip,
  }: {
    readonly folder: string;
    readonly id: string;
    readonly skip: (reason: string, detail: string) => Scanned;
  },
): Scanned {
  const found = lookAtFile(root, path);
  switch (found.kind) {
    case 'file':
      return { kind: 'file', folder, id, look: found.look };
    case 'link-outside':
      return skip('link-outside', 'Link leads out of the source folder, or nowhere');
    default:
      return skip('not-a-file', 'Not a regular file');
  }
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : name === '' ? folder : `${folder}/${name}`;
}
