import type { Sharp } from 'sharp';
import type { ResizeRule } from '../../records/index.ts';
import { undecodable } from './read-photo.ts';
import { loadSharp } from './sharp.ts';

/**
 * How photos are scaled and written, whatever the recipe; the quality is the recipe's. Standard Huffman
 * tables make a file 2 % larger than its own would, and save a tenth of the whole work.
 */
const kernel = 'lanczos3';
const jpeg = {
  progressive: false,
  chromaSubsampling: '4:2:0',
  optimiseCoding: false,
  mozjpeg: false,
} as const;

/**
 * Names what decodes, scales and writes photos, with versions and fixed options, for a release to
 * record: with the same, the same photo gives the same bytes.
 */
export function encoderText(): string {
  const { sharp: wrapper, vips, mozjpeg, lcms } = loadSharp().versions;
  const { progressive, chromaSubsampling, optimiseCoding } = jpeg;
  return [
    `sharp ${wrapper}, libvips ${vips}, mozjpeg ${mozjpeg}, lcms ${lcms}`,
    `${kernel}, ${progressive ? 'progressive' : 'baseline'} JPEG, chroma ${chromaSubsampling}`,
    `${optimiseCoding ? 'optimised' : 'standard'} Huffman tables, no trellis, no metadata`,
  ].join('; ');
}

/**
 * Scales a photo by a rule, never up, and writes it as a JPEG without metadata.
 *
 * @param image turned as it is to be looked at; the sides are those it then has
 * @throws {InvalidImage} `photo-undecodable` when any part of it does not decode
 */
export async function encodePhoto(
  image: Sharp,
  { width, height }: { readonly width: number; readonly height: number },
  { kind, pixels, quality }: ResizeRule,
): Promise<Uint8Array> {
  const shorter = Math.min(width, height, pixels);
  // The one side alone: with both, rounding would keep libvips from decoding at a smaller scale.
  const side = width < height ? { width: shorter } : { height: shorter };
  const cut = { width: shorter, height: shorter, fit: 'cover', position: 'centre' } as const;
  const scaled = image.resize({ ...(kind === 'square' ? cut : side), kernel });
  try {
    return await scaled.jpeg({ ...jpeg, quality }).toBuffer();
  } catch (cause) {
    throw undecodable(cause);
  }
}
