import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * What prepared tables of other snapshots take beside those in `folder`; `undefined` where there are
 * none. They are not removed unasked: another build may be reading them, and a release that is built
 * again from its own snapshot needs them.
 */
export async function otherSnapshotsText(folder: string): Promise<string | undefined> {
  const entries = await readdir(dirname(folder), { withFileTypes: true });
  const others = entries
    .filter((entry) => entry.isDirectory() && /^open-data-/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => name !== basename(folder))
    .sort();
  if (others.length === 0) return undefined;
  let bytes = 0;
  for (const name of others) bytes += await bytesIn(join(dirname(folder), name));
  const gigabytes = (bytes / 1e9).toFixed(1);
  const those = others.length === 1 ? 'another snapshot' : `${others.length} other snapshots`;
  return `prepared tables of ${those} take ${gigabytes} GB, remove those that you need no more: ${others.join(', ')} in ${dirname(folder)}`;
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    const file = await stat(join(folder, name)).catch(() => undefined); // removed in between
    bytes += file?.size ?? 0;
  }
  return bytes;
}
