import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InvalidInput } from '../../errors.ts';
import { printableName, type Skipped } from '../../records/index.ts';
import type { FileLook } from '../source.ts';
import { parseFrameName } from './frame-name.ts';

export interface Scan {
  /** By frame id, in the order of the ids. */
  readonly files: ReadonlyMap<string, FileLook>;
  readonly skipped: readonly Skipped[];
}

/** Files looked at before the event loop gets a turn. */
const burst = 512;

/**
 * Lists `root/folder/*<ending>`: which frames it holds, and every entry that is none, with why.
 *
 * @throws {InvalidInput} when the folder is a link that leads out of `root`
 */
export async function scanFolder(
  root: string,
  folder: string,
  ending: string,
  sourceSplit: string,
): Promise<Scan> {
  const files = new Map<string, FileLook>();
  const skipped: Skipped[] = [];
  if (!staysInside(root, join(root, folder))) {
    throw new InvalidInput(`Folder is a link that leads out of the source: ${join(root, folder)}`);
  }
  const names = readdirSync(join(root, folder)).sort();
  for (const [i, name] of names.entries()) {
    if (i % burst === burst - 1) await setImmediate();
    const outcome = lookAt(root, `${folder}/${name}`, name, ending);
    if ('reason' in outcome) {
      skipped.push({ path: printableName(`${folder}/${name}`), sourceSplit, ...outcome });
    } else {
      files.set(outcome.id, outcome.look);
    }
  }
  return { files, skipped };
}

type Outcome =
  | { readonly id: string; readonly look: FileLook }
  | Pick<Skipped, 'reason' | 'detail'>;

function lookAt(root: string, path: string, name: string, ending: string): Outcome {
  const frame = name.endsWith(ending) ? parseFrameName(name.slice(0, -ending.length)) : undefined;
  if (frame === undefined) {
    const detail = `Name is not eight hexadecimal digits, a dash, eight more and "${ending}"`;
    return { reason: 'name', detail };
  }
  const full = join(root, path);
  const isLink = lstatSync(full).isSymbolicLink();
  if (isLink && !staysInside(root, full)) {
    return { reason: 'link-outside', detail: 'Link leads out of the source folder, or nowhere' };
  }
  const look = statSync(full, { bigint: true });
  if (!look.isFile()) return { reason: 'not-a-file', detail: 'Not a regular file' };
  return {
    id: frame.id,
    look: { path, bytes: Number(look.size), modifiedNs: String(look.mtimeNs) },
  };
}

function staysInside(root: string, path: string): boolean {
  try {
    return realpathSync(path).startsWith(root + sep);
  } catch {
    return false; // a link to nowhere
  }
}
