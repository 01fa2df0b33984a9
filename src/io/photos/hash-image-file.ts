import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidImage } from '../../errors.ts';
import { printableName, type ReferenceEntry } from '../../records/index.ts';
import { hashBytes } from '../files.ts';
import { withStorageErrors } from '../storage-errors.ts';
import { contentOf } from './content-of.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { photoLimits } from './photo-limits.ts';
import { readPixels } from './pixels.ts';
import { loadSharp } from './sharp.ts';

/** Where a thread finds {@link hashImageFile}. */
export const hashImageModule = import.meta.url;

/**
 * Hashes one file of a reference. More is taken than a dataset takes: any format that decodes, its
 * first frame, CMYK, a file that is cut. A model was trained on those too.
 *
 * @throws {StorageFailure} when it cannot be read
 */
export async function hashImageFile(
  path: string,
  { root }: { readonly root: string },
): Promise<ReferenceEntry> {
  const name = printableName(path);
  const place = join(root, path);
  try {
    const bytes = await withStorageErrors(place, () => readBounded(place));
    return {
      kind: 'hashed',
      perceptualHash: perceptualHash(await readAnyPixels(bytes)),
      sha256: hashBytes(bytes),
      path: name,
    };
  } catch (error) {
    if (!(error instanceof InvalidImage)) throw error;
    return { kind: 'unreadable', reason: error.reason, path: name };
  }
}

async function readBounded(place: string): Promise<Uint8Array> {
  const { size } = await stat(place);
  if (size === 0) throw new InvalidImage('file-empty', 'File has no bytes');
  if (size > photoLimits.mostBytes) {
    throw new InvalidImage(
      'file-too-large',
      `File has ${size} bytes, above ${photoLimits.mostBytes}`,
    );
  }
  return readFile(place);
}

function readAnyPixels(bytes: Uint8Array) {
  const content = contentOf(bytes);
  if (content === 'unknown' || content === 'html') {
    throw new InvalidImage('photo-unknown', 'Content starts like no known image');
  }
  const image = loadSharp()(bytes, { failOn: 'none', limitInputPixels: photoLimits.mostPixels });
  return readPixels(image.autoOrient().flatten({ background: 'white' }).toColourspace('srgb'));
}
