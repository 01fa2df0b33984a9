import type { Painting } from './paint-photo.ts';

/** Six shades a channel. */
const shades = 6;
const colours = 256;

/**
 * Encodes pictures of one size as a GIF in 216 fixed colours, more than one as an animation. Its LZW
 * starts anew before any code word is made up, so that every pixel is its own 9-bit code.
 */
export function encodeGif(pictures: readonly [Painting, ...Painting[]]): Uint8Array {
  const [{ width, height }] = pictures;
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([...word(width), ...word(height), 0xf7, 0, 0]),
    palette(),
    ...pictures.flatMap((picture) => [
      Buffer.from([0x21, 0xf9, 4, 0, ...word(10), 0, 0]),
      Buffer.from([0x2c, ...word(0), ...word(0), ...word(width), ...word(height), 0, 8]),
      blocks(packCodes(picture)),
    ]),
    Buffer.from([0x3b]),
  ]);
}

function word(value: number): readonly number[] {
  return [value & 0xff, value >> 8];
}

function palette(): Uint8Array {
  const table = new Uint8Array(3 * colours);
  for (let i = 0; i < shades ** 3; i++) {
    table[3 * i] = 51 * Math.floor(i / 36);
    table[3 * i + 1] = 51 * (Math.floor(i / 6) % 6);
    table[3 * i + 2] = 51 * (i % 6);
  }
  return table;
}

const clear = 256;
const end = 257;
/** Pixels between clear codes: with more, codes would grow to ten bits. */
const run = 250;

function packCodes({ rgb }: Painting): Uint8Array {
  const pixels = rgb.length / 3;
  const codes = pixels + Math.ceil(pixels / run) + 1;
  const bytes = new Uint8Array(Math.ceil((9 * codes) / 8));
  let bit = 0;
  const put = (code: number) => {
    const at = bit >> 3;
    const shifted = code << (bit & 7);
    bytes[at] = (bytes[at] as number) | (shifted & 0xff);
    bytes[at + 1] = shifted >> 8;
    bit += 9;
  };
  for (let i = 0; i < pixels; i++) {
    if (i % run === 0) put(clear);
    const [red, green, blue] = rgb.subarray(3 * i, 3 * i + 3);
    put(36 * shade(red) + 6 * shade(green) + shade(blue));
  }
  put(end);
  return bytes;
}

function shade(value = 0): number {
  return Math.round(value / 51);
}

/** Parts of up to 255 bytes, each after its length; an empty one ends them. */
function blocks(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += 255) {
    const part = bytes.subarray(from, from + 255);
    parts.push(Uint8Array.of(part.length), part);
  }
  return Buffer.concat([...parts, Uint8Array.of(0)]);
}
