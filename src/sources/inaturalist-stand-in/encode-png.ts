import { deflateSync } from 'node:zlib';
import { assemblePng } from '../../io/index.ts';
import type { Painting } from './paint-photo.ts';

/** Encodes a picture as an 8-bit RGB PNG, its rows unfiltered. */
export function encodePng({ width, height, rgb }: Painting): Uint8Array {
  const rows = new Uint8Array((3 * width + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(rgb.subarray(3 * width * y, 3 * width * (y + 1)), (3 * width + 1) * y + 1);
  }
  return assemblePng({ width, height, colour: 'rgb', compressed: deflateSync(rows, { level: 1 }) });
}
