import { InvalidImage } from '../errors.ts';

/** Loaded when it is first needed: most commands and their threads open no photo. */
async function loadSharp(): Promise<typeof import('sharp').default> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  return sharp;
}

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
  const sharp = await loadSharp();
  try {
    const image = sharp(bytes, { failOn: 'truncated', limitInputPixels: 1 << 26 });
    const { info } = await image.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height };
  } catch (cause) {
    throw undecodable(cause);
  }
}

function undecodable(cause: unknown): InvalidImage {
  const firstLine = (cause as Error).message.split('\n')[0];
  return new InvalidImage('photo-undecodable', `Photo does not decode: ${firstLine}`, { cause });
}

/** What a file holds, by its first bytes: its name does not count. */
export type Content = 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'tiff' | 'html' | 'unknown';

export function contentOf(bytes: Uint8Array): Content {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const binary = signatures.find(([, signature, at = 0]) => start.startsWith(signature, at));
  if (binary !== undefined) return binary[0];
  return webPage.test(start) ? 'html' : 'unknown';
}

/** What files of each kind start with, or have a few bytes in. */
const signatures: readonly (readonly [content: Content, signature: string, at?: number])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF8'],
  ['webp', 'WEBP', 8],
  ['bmp', 'BM'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
];

const webPage = /^(\xef\xbb\xbf)?\s*<(!doctype|!--|html|head|body|script|\?xml)/i;

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
  const sharp = await loadSharp();
  try {
    const { pages = 1, space } = await sharp(bytes).metadata();
    return { pages, isCmyk: space === 'cmyk' };
  } catch (cause) {
    throw undecodable(cause);
  }
}

/** Encodes interleaved RGB as a baseline JPEG. */
export async function writeJpeg(
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}
