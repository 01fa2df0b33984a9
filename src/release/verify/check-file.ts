import { lstat, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidImage } from '../../errors.ts';
import { countValues, hashBytes, hashLabels, readMask } from '../../io/index.ts';
import { type ClassSet, pixelNames, type Sha256, voidValueOf } from '../../records/index.ts';

/** What a file must be. */
export interface ExpectedFile {
  readonly path: string;
  readonly sha256: Sha256;
  /** Of a mask: what its record says of the labels in it. */
  readonly labels?: {
    readonly sha256: Sha256;
    readonly pixels: Readonly<Record<string, number>>;
  };
}

export interface CheckFileContext {
  readonly root: string;
  /** In a release every file is itself; a source may hold links. */
  readonly followsLinks: boolean;
  readonly classSet: ClassSet;
}

/** Something that is not as the release says. */
export interface Deviation {
  readonly path: string;
  readonly problem:
    | 'missing'
    | 'unlisted'
    | 'not-a-file'
    | 'digest'
    | 'mask'
    | 'labels'
    | 'pixels'
    | 'unreadable'
    | 'counts'
    | 'checks'
    | 'claims'
    | 'records';
  readonly detail: string;
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
  let bytes: Uint8Array;
  try {
    const full = join(context.root, path);
    const look = context.followsLinks ? await stat(full) : await lstat(full);
    // A pipe would never end, a link would lead elsewhere: neither is opened.
    if (!look.isFile()) return deviate('not-a-file', 'Not a regular file');
    bytes = await readFile(full);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? deviate('missing', 'No such file') : deviate('unreadable', message);
  }
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

function checkLabels(
  path: string,
  bytes: Uint8Array,
  expected: NonNullable<ExpectedFile['labels']>,
  classSet: ClassSet,
): readonly Deviation[] {
  try {
    const image = readMask(bytes);
    if (image.kind === 'colours')
      return [{ path, problem: 'mask', detail: 'Mask has several channels' }];
    const deviations: Deviation[] = [];
    const sha256 = hashLabels(image.labels);
    if (sha256 !== expected.sha256) {
      deviations.push({
        path,
        problem: 'labels',
        detail: `Label digest is ${sha256}, not ${expected.sha256}`,
      });
    }
    const counts = countValues(image.labels);
    const values = [...classSet.members.keys(), voidValueOf(classSet)];
    for (const [i, name] of pixelNames(classSet).entries()) {
      const found = counts[values[i] as number] as number;
      if (found === expected.pixels[name]) continue;
      const detail = `${found} pixels of ${name}, where the record says ${expected.pixels[name]}`;
      deviations.push({ path, problem: 'pixels', detail });
    }
    return deviations;
  } catch (error) {
    if (error instanceof InvalidImage) return [{ path, problem: 'mask', detail: error.message }];
    throw error;
  }
}
