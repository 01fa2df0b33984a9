import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FileLook } from './source.ts';

/** A file that a source names, as it is now, or why it cannot be taken. */
export type LookedAt =
  | { readonly kind: 'file'; readonly look: FileLook }
  | { readonly kind: 'missing' | 'not-a-file' | 'link-outside' };

/**
 * Looks at a file below `root`. A link within the root is the file it leads to.
 *
 * @param path safe to join to a folder
 */
export function lookAtFile(root: string, path: string): LookedAt {
  const full = join(root, path);
  const entry = lstatSync(full, { throwIfNoEntry: false });
  if (entry === undefined) return { kind: 'missing' };
  if (entry.isSymbolicLink() && !staysInside(root, full)) return { kind: 'link-outside' };
  const found = statSync(full, { bigint: true, throwIfNoEntry: false });
  if (found?.isFile() !== true) return { kind: 'not-a-file' };
  const look = { path, bytes: Number(found.size), modifiedNs: String(found.mtimeNs) };
  return { kind: 'file', look };
}

function staysInside(root: string, path: string): boolean {
  try {
    return realpathSync(path).startsWith(root + sep);
  } catch {
    return false; // a link to nowhere
  }
}
