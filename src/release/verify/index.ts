import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidRelease } from '../../errors.ts';
import { hashBytes, walkTree } from '../../io/index.ts';
import type { Sha256, TaskRunner, Verdict } from '../../records/index.ts';
import { type Checksums, parseChecksums } from '../checksums.ts';
import { releaseFiles } from '../layout.ts';
import type { Release } from '../open-release.ts';
import { type CheckedFile, checkFile, checkFileModule } from './check-file.ts';
import { checkStatements } from './check-statements.ts';
import type { Deviation, ExpectedFile } from './expected-file.ts';
import { expectedFiles } from './expected-files.ts';

export type { Deviation } from './expected-file.ts';

export interface VerifyOptions {
  readonly runTask: TaskRunner;
  /** Root of the source, to hold the user's own files to the records. */
  readonly sourceRoot?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Verification {
  readonly verdict: Verdict;
  /** Digest of `SHA256SUMS`: compare it with the one you were told. */
  readonly digest: Sha256;
  readonly files: number;
  readonly bytes: number;
  readonly records: number;
  /** Source files read again; 0 when no source was given. */
  readonly sourceFiles: number;
  /** Sorted by path. */
  readonly deviations: readonly Deviation[];
}

/**
 * Recomputes every digest, every pixel count, every check and every claim of a release, and names
 * each file that deviates.
 *
 * @throws {InvalidRelease} when there is no readable `SHA256SUMS` to verify against
 */
export async function verifyRelease(
  release: Release,
  options: VerifyOptions,
): Promise<Verification> {
  const { folder, info } = release;
  const { sums, digest } = await readChecksums(folder);
  const deviations: Deviation[] = [...(await findUnlisted(folder, sums))];
  const { inRelease, inSource, records, mismatches } = await expectedFiles(release, sums);
  deviations.push(...mismatches);

  const sourceFiles = options.sourceRoot === undefined ? [] : inSource;
  const total = inRelease.length + sourceFiles.length;
  let done = 0;
  let bytes = 0;
  const checkAll = async (root: string, files: readonly ExpectedFile[]) => {
    const context = { root, isSource: root !== folder, classSet: info.classSet.content };
    const task = { module: checkFileModule, name: checkFile.name, context };
    for await (const batch of options.runTask<ExpectedFile, CheckedFile>(task, files)) {
      for (const checked of batch) {
        bytes += checked.bytes;
        deviations.push(...checked.deviations);
      }
      done += batch.length;
      options.onProgress?.(done, total);
    }
  };
  await checkAll(folder, inRelease);
  if (options.sourceRoot !== undefined) await checkAll(options.sourceRoot, sourceFiles);
  deviations.push(...(await checkStatements(release)));
  return {
    verdict: deviations.length === 0 ? 'pass' : 'fail',
    digest,
    files: inRelease.length,
    bytes,
    records,
    sourceFiles: sourceFiles.length,
    deviations: deviations.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}

async function readChecksums(folder: string): Promise<{ sums: Checksums; digest: Sha256 }> {
  const path = join(folder, releaseFiles.checksums);
  try {
    const text = await readFile(path, 'utf8');
    return { sums: parseChecksums(text, path), digest: hashBytes(text) };
  } catch (cause) {
    if (cause instanceof InvalidRelease) throw cause;
    throw new InvalidRelease(`File missing or unreadable: ${path}`, { cause });
  }
}

async function findUnlisted(folder: string, sums: Checksums): Promise<readonly Deviation[]> {
  const deviations: Deviation[] = [];
  for await (const { path, kind } of walkTree(folder)) {
    if (kind === 'folder' || path === releaseFiles.checksums) continue;
    if (kind === 'other')
      deviations.push({ path, problem: 'not-a-file', detail: 'A link or a device' });
    else if (!sums.has(path))
      deviations.push({ path, problem: 'unlisted', detail: 'Not in SHA256SUMS' });
  }
  return deviations;
}
