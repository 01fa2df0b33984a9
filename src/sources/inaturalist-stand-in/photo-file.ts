import { writeJpeg } from '../../io/index.ts';
import { encodeGif } from './encode-gif.ts';
import { encodePng } from './encode-png.ts';
import { type Painting, paintPhoto } from './paint-photo.ts';
import type { WorldPhoto } from './world.ts';

/** The sizes that are kept, by the longer side in pixels at most; of the square by both. */
export const keptSizes: Readonly<Record<string, number>> = {
  original: 2048,
  large: 1024,
  medium: 500,
  small: 240,
  thumb: 100,
  square: 75,
};

/** What lies at an address of a photo. */
export interface PhotoFile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

export interface PhotoFileOptions {
  /** A name of {@link keptSizes}. */
  readonly size: string;
  /** Whose look the photo has. */
  readonly taxonId: number;
  /** Where a photo that is a copy finds the other: the photo and its taxon. */
  readonly photoOf: (id: number) => { readonly photo: WorldPhoto; readonly taxonId: number };
}

/** Paints the file of a photo in one size; the same each time. */
export async function photoFile(
  photo: WorldPhoto,
  { size, taxonId, photoOf }: PhotoFileOptions,
): Promise<PhotoFile> {
  const { quirk, extension } = photo;
  if (quirk?.kind === 'copy') {
    const other = photoOf(quirk.of);
    return photoFile(other.photo, { size, taxonId: other.taxonId, photoOf });
  }
  if (quirk?.kind === 'web-page') return { bytes: sorry, type: 'text/html; charset=utf-8' };
  const [seen, brighter] = quirk?.kind === 'near-copy' ? [photoOf(quirk.of), 3] : [undefined, 0];
  const paint = (still: string) =>
    paintPhoto({
      ...fitted(photo, size),
      species: String(seen?.taxonId ?? taxonId),
      photo: `${seen?.photo.id ?? photo.id}${still}`,
      brighter,
    });
  const type = typeOf(extension);
  if (quirk?.kind === 'animated') return { bytes: encodeGif([paint(''), paint(' moved')]), type };
  if (quirk?.kind === 'turned') return { bytes: withOrientation(await onItsSide(paint(''))), type };
  const bytes = await encoded(paint(''), quirk?.kind === 'png' ? 'image/png' : type);
  return {
    bytes: quirk?.kind === 'truncated' ? bytes.subarray(0, 0.6 * bytes.length) : bytes,
    type,
  };
}

const sorry = Buffer.from(
  '<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body>We will be back soon</body></html>\n',
);

/** Scaled down until neither side is above what the size allows. */
function fitted(
  { width, height }: WorldPhoto,
  size: string,
): { readonly width: number; readonly height: number } {
  const most = keptSizes[size] ?? 0;
  if (size === 'square') return { width: most, height: most };
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function typeOf(extension: string): string {
  const kind = extension.toLowerCase();
  return `image/${kind === 'jpg' ? 'jpeg' : kind}`;
}

async function encoded(painting: Painting, type: string): Promise<Uint8Array> {
  if (type === 'image/png') return encodePng(painting);
  if (type === 'image/gif') return encodeGif([painting]);
  return writeJpeg(painting.rgb, painting.width, painting.height);
}

/** A quarter turn to the left: orientation 6 turns it back. */
async function onItsSide({ width, height, rgb }: Painting): Promise<Uint8Array> {
  const turned = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * width + x);
      turned.set(rgb.subarray(from, from + 3), 3 * ((width - 1 - x) * height + y));
    }
  }
  return writeJpeg(turned, height, width);
}

/** An EXIF segment with nothing but orientation 6, behind the first two bytes of a JPEG. */
function withOrientation(jpeg: Uint8Array): Uint8Array {
  const segment = Buffer.concat([
    Buffer.from([0xff, 0xe1, 0, 34]),
    Buffer.from('Exif\0\0MM\0*', 'latin1'),
    Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]),
  ]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
