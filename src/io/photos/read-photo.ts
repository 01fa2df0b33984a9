import { InvalidImage } from '../../errors.ts';
import { loadSharp } from './sharp.ts';

export interface Photo {
  /** Pixels, as stored: EXIF orientation is not applied. */
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes a photo completely and says its size.
 *
 * @throws {InvalidImage} `photo-undecodable` when any part of it does not decode
 */
export async function readPhoto(bytes: Uint8Array): Promise<Photo> {
  try {
    const image = loadSharp()(bytes, { failOn: 'truncated', limitInputPixels: 1 << 26 });
    const { info } = await image.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height };
  } catch (cause) {
    throw undecodable(cause);
  }
}

/** What the decoder says, its first line, as an error of the image. */
export function undecodable(cause: unknown): InvalidImage {
  const firstLine = (cause as Error).message.split('\n')[0];
  return new InvalidImage('photo-undecodable', `Photo does not decode: ${firstLine}`, { cause });
}

export interface PhotoHeader {
  /** Images in the file: above 1 where it is animated. */
  readonly pages: number;
  readonly isCmyk: boolean;
}

/**
 * Reads what a photo says of itself, its pixels not decoded.
 *
 * @throws {InvalidImage} `photo-undecodable` when it has no readable header
 */
export async function readPhotoHeader(bytes: Uint8Array): Promise<PhotoHeader> {
  try {
    const { pages = 1, space } = await loadSharp()(bytes).metadata();
    return { pages, isCmyk: space === 'cmyk' };
  } catch (cause) {
    throw undecodable(cause);
  }
}
