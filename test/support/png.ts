import { crc32, deflateSync } from 'node:zlib';

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** PNG's own number: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType: number;
  /** Unfiltered bytes, row by row. */
  readonly bytes: Uint8Array;
  /** Filter type of each row; 0 where there is none. */
  readonly filters?: readonly number[];
  readonly interlace?: number;
}

const channels: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Writes any PNG, filters and all, independently of the code under test. */
export function encodePng(parts: PngParts): Buffer {
  const { width, height, bitDepth, colourType, interlace = 0 } = parts;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, interlace], 8);
  const palette = Buffer.from(Array.from({ length: 256 * 3 }, (_, i) => (i * 37) & 255));
  const entries = palette.subarray(0, 3 * 2 ** Math.min(8, bitDepth));
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    ...(colourType === 3 ? [pngChunk('PLTE', entries)] : []),
    pngChunk('IDAT', deflateSync(filterRows(parts))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An 8-bit grey PNG of label values. */
export function greyPng(width: number, height: number, pixels: Uint8Array): Buffer {
  return encodePng({ width, height, bitDepth: 8, colourType: 0, bytes: pixels });
}

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8);
  return chunk;
}

function filterRows({ width, height, bitDepth, colourType, bytes, filters }: PngParts): Buffer {
  const rowBytes = Math.ceil((width * bitDepth * (channels[colourType] ?? 1)) / 8);
  const step = Math.max(1, (bitDepth * (channels[colourType] ?? 1)) / 8);
  const out = Buffer.alloc((rowBytes + 1) * height);
  const at = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (bytes[y * rowBytes + x] ?? 0));
  for (let y = 0; y < height; y++) {
    const filter = filters?.[y] ?? 0;
    out[y * (rowBytes + 1)] = filter;
    for (let x = 0; x < rowBytes; x++) {
      const [a, b, c] = [at(x - step, y), at(x, y - 1), x < step ? 0 : at(x - step, y - 1)];
      const predicted = [0, a, b, (a + b) >> 1, nearest(a, b, c)][filter] ?? 0;
      out[y * (rowBytes + 1) + 1 + x] = at(x, y) - predicted;
    }
  }
  return out;
}

function nearest(a: number, b: number, c: number): number {
  const p = a + b - c;
  const order = [a, b, c].map((value) => Math.abs(p - value));
  return [a, b, c][order.indexOf(Math.min(...order))] as number;
}
