import type { Sharp } from 'sharp';
import { InvalidImage } from '../../errors.ts';
import { undecodable } from './read-photo.ts';
import { loadSharp } from './sharp.ts';

/** Pixels as looked at: RGB in sRGB, 8 bits each, row by row from the top left. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** The strictest there is: whatever libjpeg or libpng merely warns of is a photo that is not whole. */
const strict = { failOn: 'warning', sequentialRead: true } as const;

/**
 * A photo on its way through the decoder: whatever it is stored as, it comes out as 8-bit sRGB, its
 * colour profile applied, what is transparent over white.
 *
 * @param plain what is left of a file when its structure has been read, so that no other than the
 * JPEG or the PNG decoder takes it and its pixel count is known
 */
export function decoding(plain: Uint8Array): Sharp {
  return loadSharp()(plain, { ...strict, limitInputPixels: false })
    .flatten({ background: 'white' })
    .toColourspace('srgb');
}

/** @throws {InvalidImage} `photo-undecodable` when any part of it does not decode */
export async function readPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw undecodable(cause);
    });
  const { width, height, channels } = info;
  if (channels === 3) return { width, height, rgb: data };
  throw new InvalidImage('photo-undecodable', `Photo decodes to ${channels} channels, not to RGB`);
}
