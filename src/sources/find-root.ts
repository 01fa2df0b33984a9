import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { InvalidInput } from '../errors.ts';

/**
 * The folder that holds the images: the first of `roots` that is there below the one pointed at, else
 * that one itself.
 *
 * @throws {InvalidInput} when it is not there, or leads out of the one pointed at
 */
export async function findRoot(folder: string, roots: readonly string[]): Promise<string> {
  if (!existsSync(folder)) throw new InvalidInput(`No such folder: ${folder}`);
  const pointedAt = await realpath(folder);
  const below = roots.find((root) => existsSync(join(pointedAt, root)));
  if (below === undefined) return pointedAt;
  const root = await realpath(join(pointedAt, below));
  if (root.startsWith(pointedAt + sep)) return root;
  throw new InvalidInput(`Folder is a link that leads out of the source: ${join(folder, below)}`);
}
