import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashBytes, readSourceFile, type SourceFile } from '../../io/index.ts';
import type { ClassSet } from '../../records/index.ts';
import { checkLabels } from './check-labels.ts';
import type { Deviation, ExpectedFile } from './expected-file.ts';

export interface CheckFileContext {
  readonly root: string;
  /** In a release every file is itself; a source may hold links and archives. */
  readonly isSource: boolean;
  readonly classSet: ClassSet;
}

export interface CheckedFile {
  readonly bytes: number;
  readonly deviations: readonly Deviation[];
}

/** Where a thread finds {@link checkFile}. */
export const checkFileModule = import.meta.url;

/** Digests a file again; decodes and counts it again where it is a mask. */
export async function checkFile(
  expected: ExpectedFile,
  context: CheckFileContext,
): Promise<CheckedFile> {
  const { path } = expected;
  const deviate = (problem: Deviation['problem'], detail: string): CheckedFile => {
    return { bytes: 0, deviations: [{ path, problem, detail }] };
  };
  let found: SourceFile;
  try {
    found = context.isSource
      ? readSourceFile(context.root, path)
      : await readReleaseFile(join(context.root, path));
  } catch (error) {
    return deviate('unreadable', (error as Error).message);
  }
  if (found.kind === 'missing') return deviate('missing', 'No such file');
  if (found.kind === 'not-a-file') return deviate('not-a-file', 'Not a regular file');
  const { bytes } = found;
  const sha256 = hashBytes(bytes);
  if (sha256 !== expected.sha256) {
    return deviate('digest', `SHA-256 is ${sha256}, not ${expected.sha256}`);
  }
  const deviations =
    expected.labels === undefined
      ? []
      : checkLabels(path, bytes, expected.labels, context.classSet);
  return { bytes: bytes.length, deviations };
}

/** A pipe would never end, a link would lead elsewhere: neither is opened. */
async function readReleaseFile(path: string): Promise<SourceFile> {
  try {
    if (!(await lstat(path)).isFile()) return { kind: 'not-a-file' };
    return { kind: 'file', bytes: await readFile(path) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'missing' };
    throw error;
  }
}
