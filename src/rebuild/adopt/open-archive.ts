import { createHash } from 'node:crypto';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput, SourceChanged } from '../../errors.ts';
import { walkTree } from '../../io/index.ts';
import { asSha256, type Sha256 } from '../../records/index.ts';
import { groupFinder } from './group-folders.ts';
import { type ArchiveFile, readName } from './read-name.ts';

/** A published archive: files `<group>/<species>/<photo id>.<ending>` below a folder. */
export interface Archive {
  /** The folder that holds those of the groups, without links. */
  readonly root: string;
  readonly files: number;
  /** Of the names of all files. */
  readonly sha256: Sha256;
  /** Groups that have a folder. */
  readonly groups: readonly string[];
  /**
   * Every file, the files of one folder one after the other.
   *
   * @throws {SourceChanged} at the end, when they are not those that were counted
   */
  list(): AsyncGenerator<ArchiveFile>;
}

/**
 * Finds the archive in a folder, or in its `species` folder, and counts its files.
 *
 * @throws {InvalidInput} when neither holds a folder of a group
 */
export async function openArchive(folder: string, groups: readonly string[]): Promise<Archive> {
  const groupOf = groupFinder(groups);
  const { root, present } = await findRoot(folder, groups);
  const first = digestOfNames();
  for await (const { path, kind } of walkTree(root)) first.add(path, kind);
  const { files, sha256 } = first.end();
  return {
    root,
    files,
    sha256,
    groups: groups.filter((group) => present.has(group)),
    async *list() {
      const again = digestOfNames();
      for await (const { path, kind } of walkTree(root)) {
        again.add(path, kind);
        if (kind !== 'folder') yield readName(path, kind, groupOf);
      }
      if (again.end().sha256 !== sha256) {
        throw new SourceChanged(`Files came or went while they were read: ${folder}`);
      }
    },
  };
}

async function findRoot(folder: string, groups: readonly string[]) {
  const groupOf = groupFinder(groups);
  for (const below of ['.', 'species']) {
    const root = await realpath(join(folder, below)).catch(() => undefined);
    if (root === undefined) continue;
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    const found = entries.filter((entry) => entry.isDirectory()).map(({ name }) => groupOf(name));
    const present = new Set(found.filter((group) => group !== undefined));
    if (present.size > 0) return { root, present };
  }
  const known = groups.join(', ');
  throw new InvalidInput(
    `No folder of a group in it or its "species" (known: ${known}): ${folder}`,
  );
}

function digestOfNames() {
  const hash = createHash('sha256');
  let files = 0;
  return {
    add(path: string, kind: string) {
      if (kind !== 'folder') files++;
      hash.update(`${kind} ${JSON.stringify(path)}\n`);
    },
    end: () => ({ files, sha256: asSha256(hash.digest('hex')) }),
  };
}
