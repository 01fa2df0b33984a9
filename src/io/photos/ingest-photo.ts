import { InvalidImage } from '../../errors.ts';
import type { ImageFormat, ImageRule, Sha256 } from '../../records/index.ts';
import { hashBytes } from '../files.ts';
import { encodePhoto } from './encode-photo.ts';
import { expectSize, lookedAt, openPhoto } from './open-photo.ts';
import { orient } from './orientation.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { type PhotoLimits, photoLimits } from './photo-limits.ts';
import type { PhotoStructure } from './photo-structure.ts';
import { decoding, type Pixels, readPixels } from './pixels.ts';

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
  const { format, structure } = await openPhoto(received, limits);
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

function factsOf(pixels: Pixels) {
  const { width, height, rgb } = pixels;
  return {
    width,
    height,
    pixelSha256: hashBytes(rgb),
    perceptualHash: perceptualHash(pixels),
  };
}
