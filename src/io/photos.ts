import sharp from 'sharp';
import { InvalidImage } from '../errors.ts';

sharp.cache(false);

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
    const image = sharp(bytes, { failOn: 'truncated', limitInputPixels: 1 << 26 });
    const { info } = await image.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height };
  } catch (cause) {
    const firstLine = (cause as Error).message.split('\n')[0];
    throw new InvalidImage('photo-undecodable', `Photo does not decode: ${firstLine}`, { cause });
  }
}

/** Encodes interleaved RGB as a baseline JPEG. */
export async function writeJpeg(
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}
