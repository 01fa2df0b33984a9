import { InvalidImage } from '../../errors.ts';
import type { ImageFormat, ImageRule, Sha256 } from '../../records/index.ts';
import { hashBytes } from '../files.ts';
import { contentOf } from './content-of.ts';
import { encodePhoto } from './encode-photo.ts';
import { readJpegStructure } from './jpeg-structure.ts';
import { isTurned, orient } from './orientation.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { type PhotoLimits, photoLimits } from './photo-limits.ts';
import type { PhotoStructure } from './photo-structure.ts';
import { decoding, type Pixels, readPixels } from './pixels.ts';
import { readPngStructure } from './png-structure.ts';
import { readPhotoHeader } from './read-photo.ts';

/** A photo as it goes into a dataset. */
export interface IngestedPhoto {
  /** Digest of the bytes as received. */
  readonly receivedSha256: Sha256;
  /** The file to write. */
  readonly bytes: Uint8Array;
  /** Digest of `bytes`. */
  readonly sha256: Sha256;
  /** Of `bytes`. */
  readonly format: ImageFormat;
  /** Of the image in `bytes` as it is to be looked at: EXIF orientation applied. Pixels. */
  readonly width: number;
  readonly height: number;
  /**
   * Digest of the pixels that `bytes` decodes to: RGB, 8 bits each, row by row from the top left, EXIF
   * orientation and colour profile applied, what is transparent over white.
   */
  readonly pixelSha256: Sha256;
  /** As `perceptualHash` makes it, of the same pixels. */
  readonly perceptualHash: string;
  /** Bytes after the end of the received image, which no decoder shows; 0 where it is kept. */
  readonly trailingBytes: number;
}

/**
 * Takes a photo in: refuses what is not one whole JPEG or PNG in RGB or grey within the limits, and
 * writes it as the rule says.
 *
 * What is refused is decided in this order: size of the file, content, structure of the file, pixels
 * and metadata as its headers say, its shorter side, and then by decoding all of it, where a warning
 * of the decoder is enough. Metadata is left behind when the photo is written anew; `keep` passes it on, places
 * included, so it refuses bytes after the end of the image, where another file may be hidden.
 *
 * @throws {InvalidImage} `file-empty`, `file-too-large`, `photo-html`, `photo-unknown`, `photo-format`,
 * `photo-animated`, `photo-cmyk`, `photo-dimensions`, `photo-too-small`, `photo-metadata`,
 * `photo-structure`, `photo-truncated`, `photo-trailing-data`, `photo-undecodable`, and of PNG
 * `png-structure`, `png-truncated`, `png-crc`
 */
export async function ingestPhoto(
  received: Uint8Array,
  { resize, leastSide }: ImageRule,
  limits: PhotoLimits = photoLimits,
): Promise<IngestedPhoto> {
  const format = await formatOf(received, limits);
  const read = format === 'jpeg' ? readJpegStructure : readPngStructure;
  const structure = read(received, limits);
  refuseSmall(structure, leastSide);
  const receivedSha256 = hashBytes(received);
  const image = orient(decoding(structure.plain), structure.orientation);
  if (resize.kind === 'keep') {
    refuseTrailing(structure);
    const pixels = await readPixels(image);
    expectSize(pixels, structure);
    const kept = { bytes: received, sha256: receivedSha256, format };
    return { receivedSha256, ...kept, ...factsOf(pixels), trailingBytes: 0 };
  }
  const bytes = await encodePhoto(image, lookedAt(structure), resize);
  const pixels = await readPixels(decoding(bytes));
  const written = { bytes, sha256: hashBytes(bytes), format: 'jpeg' } as const;
  const { trailingBytes } = structure;
  return { receivedSha256, ...written, ...factsOf(pixels), trailingBytes };
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

function refuseSmall({ width, height }: PhotoStructure, leastSide: number): void {
  if (Math.min(width, height) >= leastSide) return;
  throw new InvalidImage(
    'photo-too-small',
    `Photo is ${width}x${height}, its shorter side below ${leastSide} pixels`,
  );
}

function refuseTrailing({ trailingBytes }: PhotoStructure): void {
  if (trailingBytes === 0) return;
  throw new InvalidImage(
    'photo-trailing-data',
    `${trailingBytes} bytes follow the end of the image: kept, they would be passed on unseen`,
  );
}

/** The header that was read here and the decoder's must speak of the same image. */
function expectSize({ width, height }: Pixels, structure: PhotoStructure): void {
  const expected = lookedAt(structure);
  if (width === expected.width && height === expected.height) return;
  throw new InvalidImage(
    'photo-undecodable',
    `Photo decodes to ${width}x${height}, where its header says ${expected.width}x${expected.height}`,
  );
}

/** Sides once the orientation is applied. */
function lookedAt({ width, height, orientation }: PhotoStructure) {
  return isTurned(orientation) ? { width: height, height: width } : { width, height };
}

function factsOf(pixels: Pixels) {
  const { width, height, rgb } = pixels;
  return {
    width,
    height,
    pixelSha256: hashBytes(rgb),
    perceptualHash: perceptualHash(pixels),
  };
}
