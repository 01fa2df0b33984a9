import { constants, deflateSync } from 'node:zlib';
import { assemblePng } from './assemble-png.ts';

/**
 * Writes pixels as an RGB PNG, 8 bits a sample. Rows are not filtered and deflate looks for no
 * repetition, it only gives frequent values short codes: noise has nothing else, and how it looks for
 * repetition is what differs between processors.
 *
 * @param rgb interleaved, row by row from the top
 */
export function writeRgb(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const rowBytes = 3 * width;
  const raw = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y++) {
    raw.set(rgb.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  const compressed = deflateSync(raw, { strategy: constants.Z_HUFFMAN_ONLY });
  return assemblePng({ width, height, colour: 'rgb', compressed });
}
