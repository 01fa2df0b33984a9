import { InvalidImage } from '../../errors.ts';
import { expectSize, openPhoto } from './open-photo.ts';
import { orient } from './orientation.ts';
import { type PhotoLimits, photoLimits } from './photo-limits.ts';
import { type Pixels, readPixels } from './pixels.ts';
import { loadSharp } from './sharp.ts';

/**
 * The pixels of a photo as Pillow's `convert('RGB')` gives them, which is what models were trained on:
 * no colour profile is applied, alpha is dropped and not blended, grey becomes three equal channels.
 *
 * @param orientation `as-stored` leaves EXIF's orientation alone, `exif` applies it
 * @throws {InvalidImage} for what is not one whole JPEG or PNG within the limits, CMYK and 16-bit
 * images among it: decoders turn them into bytes each in its own way
 */
export async function decodePhoto(
  bytes: Uint8Array,
  orientation: 'as-stored' | 'exif',
  limits: PhotoLimits = photoLimits,
): Promise<Pixels> {
  const { format, structure } = await openPhoto(bytes, limits);
  if (format === 'png') refuseDeep(structure.plain);
  const shown = { ...structure, orientation: orientation === 'exif' ? structure.orientation : 1 };
  const image = loadSharp()(structure.plain, {
    failOn: 'truncated',
    limitInputPixels: false,
    sequentialRead: true,
    ignoreIcc: true,
  })
    .removeAlpha()
    .toColourspace('srgb');
  const pixels = await readPixels(orient(image, shown.orientation));
  expectSize(pixels, shown);
  return pixels;
}

/** The depth stands in the header, the first chunk: signature 8, length 4, type 4, two sides of 4. */
function refuseDeep(png: Uint8Array): void {
  if (png[24] !== 16) return;
  throw new InvalidImage('photo-format', 'PNG has 16 bits a channel, not 8 or fewer');
}
