import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { withStorageErrors, writeFileDurably } from '../../io/index.ts';
import type { GeneratedFile } from '../source.ts';
import { drawNoise } from './draw-noise.ts';
import type { NoiseOptions } from './options.ts';

export interface MakeContext {
  readonly folder: string;
  readonly options: NoiseOptions;
}

/** Where a thread finds {@link makeFile}. */
export const makeFileModule = import.meta.url;

/** Where images lie below the folder of the source. */
export const imageFolder = 'images';

/** `images/000012.png` of the image with index 12. */
export function pathOf(index: number): string {
  return `${imageFolder}/${String(index).padStart(6, '0')}.png`;
}

/**
 * Draws one image and puts it in its place when the disk has it whole. The folder itself is not waited
 * for: an image that a crash takes out of it is drawn again.
 */
export async function makeFile(
  file: GeneratedFile,
  { folder, options }: MakeContext,
): Promise<GeneratedFile> {
  const path = join(folder, file.path);
  await withStorageErrors(path, async () => {
    await writeFileDurably(`${path}.part`, drawNoise(options, file.index));
    await rename(`${path}.part`, path);
  });
  return file;
}
