import { InvalidImage } from '../../errors.ts';
import type { ImageFormat } from '../../records/index.ts';
import { contentOf } from './content-of.ts';
import { readJpegStructure } from './jpeg-structure.ts';
import { isTurned } from './orientation.ts';
import type { PhotoLimits } from './photo-limits.ts';
import type { PhotoStructure } from './photo-structure.ts';
import type { Pixels } from './pixels.ts';
import { readPngStructure } from './png-structure.ts';
import { readPhotoHeader } from './read-photo.ts';

/**
 * What a photo is, before any pixel of it is decoded: one JPEG or PNG within the limits, or refused.
 *
 * @throws {InvalidImage} `file-empty`, `file-too-large`, `photo-html`, `photo-unknown`, `photo-format`,
 * and what `readJpegStructure` or `readPngStructure` throw
 */
export async function openPhoto(
  bytes: Uint8Array,
  limits: PhotoLimits,
): Promise<{ readonly format: ImageFormat; readonly structure: PhotoStructure }> {
  const format = await formatOf(bytes, limits);
  const read = format === 'jpeg' ? readJpegStructure : readPngStructure;
  return { format, structure: read(bytes, limits) };
}

/** The header that was read here and the decoder's must speak of the same image. */
export function expectSize({ width, height }: Pixels, structure: PhotoStructure): void {
  const expected = lookedAt(structure);
  if (width === expected.width && height === expected.height) return;
  throw new InvalidImage(
    'photo-undecodable',
    `Photo decodes to ${width}x${height}, where its header says ${expected.width}x${expected.height}`,
  );
}

/** Sides once the orientation is applied. */
export function lookedAt({ width, height, orientation }: PhotoStructure) {
  return isTurned(orientation) ? { width: height, height: width } : { width, height };
}

async function formatOf(bytes: Uint8Array, { mostBytes }: PhotoLimits): Promise<ImageFormat> {
  if (bytes.length === 0) throw new InvalidImage('file-empty', 'File has no bytes');
  if (bytes.length > mostBytes) {
    throw new InvalidImage('file-too-large', `File has ${bytes.length} bytes, above ${mostBytes}`);
  }
  const content = contentOf(bytes);
  if (content === 'jpeg' || content === 'png') return content;
  if (content === 'html') {
    throw new InvalidImage('photo-html', 'Content is a web page: a download that failed');
  }
  if (content === 'unknown') {
    throw new InvalidImage('photo-unknown', 'Content starts like no known image');
  }
  if (content === 'gif' || content === 'webp') await refuseAnimated(bytes);
  throw new InvalidImage('photo-format', `Content is ${content}, neither JPEG nor PNG`);
}

/** An animation is left out for being one; a file without a readable header, for its format. */
async function refuseAnimated(bytes: Uint8Array): Promise<void> {
  const header = await readPhotoHeader(bytes).catch((error: unknown) => {
    if (error instanceof InvalidImage) return { pages: 1 };
    throw error;
  });
  if (header.pages === 1) return;
  throw new InvalidImage('photo-animated', `Image is animated, ${header.pages} frames`);
}
