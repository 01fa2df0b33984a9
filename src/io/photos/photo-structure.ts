import { InvalidImage } from '../../errors.ts';
import type { PhotoLimits } from './photo-limits.ts';

/** What a photo's file says and is made of, before a pixel of it is decoded. */
export interface PhotoStructure {
  /** Pixels, as stored. */
  readonly width: number;
  readonly height: number;
  /** EXIF's number of how to turn the pixels as stored, 1 to 8; 1 where it does not say. */
  readonly orientation: number;
  /** Bytes of everything that is neither pixels nor what decodes them. */
  readonly metadataBytes: number;
  /** Bytes after the end of the image, padding of zeros and ones not counted. */
  readonly trailingBytes: number;
  /**
   * The file with nothing in it but what makes the pixels: the decoder sees no EXIF, no XMP, no second
   * image, nothing behind the end.
   */
  readonly plain: Uint8Array;
}

/** @throws {InvalidImage} `photo-dimensions` */
export function checkDimensions(width: number, height: number, limits: PhotoLimits): void {
  const { longestSide, mostPixels } = limits;
  if (width > 0 && height > 0 && Math.max(width, height) <= longestSide) {
    if (width * height <= mostPixels) return;
  }
  throw new InvalidImage(
    'photo-dimensions',
    `Photo is ${width}x${height}, not from 1 to ${longestSide} a side and ${mostPixels} pixels`,
  );
}

/** @throws {InvalidImage} `photo-metadata` */
export function checkMetadata(
  found: { readonly metadataBytes: number; readonly profileBytes: number },
  { mostMetadataBytes, mostProfileBytes }: PhotoLimits,
): void {
  const { metadataBytes, profileBytes } = found;
  if (profileBytes > mostProfileBytes) {
    const detail = `Colour profile has ${profileBytes} bytes, above ${mostProfileBytes}`;
    throw new InvalidImage('photo-metadata', detail);
  }
  if (metadataBytes > mostMetadataBytes) {
    const detail = `Photo has ${metadataBytes} bytes of metadata, above ${mostMetadataBytes}`;
    throw new InvalidImage('photo-metadata', detail);
  }
}

/** @throws {InvalidImage} `photo-structure` for more segments, chunks or scans than there may be */
export function checkCount(what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new InvalidImage('photo-structure', `Photo has more than ${most} ${what}`);
}

/** How many bytes follow the end of an image. Some cameras pad the file: that is nothing. */
export function trailingBytesOf(bytes: Uint8Array, end: number): number {
  const rest = bytes.subarray(end);
  return rest.every((byte) => byte === 0 || byte === 0xff) ? 0 : rest.length;
}
