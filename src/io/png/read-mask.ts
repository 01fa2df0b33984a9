import { InvalidImage } from '../../errors.ts';
import { decodeRuns } from './decode-runs.ts';
import { inflateImage, rowBytesOf } from './inflate-image.ts';
import { type LabelRuns, runsOf } from './label-runs.ts';
import { type PngHeader, readPngChunks } from './png-chunks.ts';
import { unfilter } from './unfilter.ts';

/** A PNG with one sample a pixel: its raw values, never sent through a palette or a colour space. */
export interface LabelImage {
  readonly kind: 'labels';
  readonly header: PngHeader;
  readonly form: 'grey' | 'palette';
  readonly labels: LabelRuns;
}

/** A PNG with several samples a pixel: no label mask, kept so that it can be said what it is. */
export interface ColourImage {
  readonly kind: 'colours';
  readonly header: PngHeader;
  /** Row by row from the top, `channels` bytes a pixel (the high byte of 16-bit samples). */
  readonly pixels: Uint8Array;
}

/**
 * Reads a PNG as a label mask: grey of 1 to 16 bits or palette of 1 to 8, as stored.
 *
 * @throws {InvalidImage} for what is not a sound PNG, and `mask-16-bit` for values above 255
 */
export function readMask(file: Uint8Array): LabelImage | ColourImage {
  const { header, compressed } = readPngChunks(file);
  const { width, height, bitDepth, channels, colour } = header;
  const raw = inflateImage(header, compressed);
  if (channels === 1 && bitDepth === 8) {
    return { kind: 'labels', header, form: formOf(header), labels: decodeRuns(raw, width, height) };
  }
  const step = Math.max(1, (channels * bitDepth) / 8);
  const bytes = unfilter(raw, rowBytesOf(header), height, step);
  if (channels > 1) {
    return { kind: 'colours', header, pixels: bitDepth === 16 ? highBytes(bytes) : bytes };
  }
  const pixels = bitDepth === 16 ? lowBytes(bytes) : unpackBits(bytes, header);
  return {
    kind: 'labels',
    header,
    form: colour === 'palette' ? 'palette' : 'grey',
    labels: runsOf(pixels, width, height),
  };
}

function formOf(header: PngHeader): 'grey' | 'palette' {
  return header.colour === 'palette' ? 'palette' : 'grey';
}

function highBytes(samples: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: samples.length / 2 }, (_, i) => samples[2 * i] as number);
}

function lowBytes(samples: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(samples.length / 2);
  for (let i = 0; i < pixels.length; i++) {
    if (samples[2 * i] !== 0) {
      const value = ((samples[2 * i] as number) << 8) | (samples[2 * i + 1] as number);
      throw new InvalidImage(
        'mask-16-bit',
        `Mask has 16-bit values such as ${value}: no class id is above 255`,
      );
    }
    pixels[i] = samples[2 * i + 1] as number;
  }
  return pixels;
}

/** Splits bytes into samples of 1, 2 or 4 bits, the leftmost in the high bits. */
function unpackBits(bytes: Uint8Array, { width, height, bitDepth }: PngHeader): Uint8Array {
  const rowBytes = bytes.length / height;
  const perByte = 8 / bitDepth;
  const mask = (1 << bitDepth) - 1;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = bytes[y * rowBytes + Math.floor(x / perByte)] as number;
      pixels[y * width + x] = (byte >> (8 - bitDepth * ((x % perByte) + 1))) & mask;
    }
  }
  return pixels;
}
