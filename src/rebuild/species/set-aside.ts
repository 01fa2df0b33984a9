import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { walkTree } from '../../io/index.ts';

/**
 * Takes out of a release what does not belong into it: images of photos that did not become records
 * go to another folder, since a build that is killed now must not fetch them again; whatever else a
 * kill has left half written is removed.
 *
 * @param kept paths below `staging`
 */
export async function setAside(
  staging: string,
  { aside, kept }: { readonly aside: string; readonly kept: ReadonlySet<string> },
): Promise<void> {
  for await (const { path, kind } of walkTree(staging)) {
    if (kind === 'folder' || kept.has(path)) continue;
    if (path.startsWith('images/') && !path.endsWith('.part')) {
      await move(join(staging, path), join(aside, path));
    } else {
      await rm(join(staging, path));
    }
  }
}

/** Puts what was set aside back to where it was. */
export async function bringBack(staging: string, aside: string): Promise<void> {
  await mkdir(aside, { recursive: true });
  for await (const { path, kind } of walkTree(aside)) {
    if (kind !== 'folder') await move(join(aside, path), join(staging, path));
  }
  await rm(aside, { recursive: true });
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}
