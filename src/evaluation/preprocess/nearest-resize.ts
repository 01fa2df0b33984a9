import type { Pixels } from '../../io/index.ts';
import type { Resampling } from './geometry.ts';

/**
 * Resizes by the nearest pixel as Pillow does, byte for byte: it steps through the image by adding the
 * scale again and again, so what rounding gathers on the way is part of the answer.
 *
 * @returns RGB of the window, row by row
 */
export function nearestResize(
  { width, height, rgb }: Pixels,
  { resized, window }: Resampling,
): Uint8Array {
  const columns = steps(width, resized.width, window.left, window.width);
  const rows = steps(height, resized.height, window.top, window.height);
  const out = new Uint8Array(window.width * window.height * 3);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      if (row < height && column < width) {
        const at = (row * width + column) * 3;
        out[to] = rgb[at] as number;
        out[to + 1] = rgb[at + 1] as number;
        out[to + 2] = rgb[at + 2] as number;
      }
      to += 3;
    }
  }
  return out;
}

/** Where each place of the stretch is taken from; at or beyond `from`, it stays black. */
function steps(from: number, to: number, start: number, length: number): Int32Array {
  const places = new Int32Array(length);
  const scale = from / to;
  let at = scale * 0.5;
  for (let place = 0; place < start + length; place++) {
    if (place >= start) places[place - start] = Math.trunc(at);
    at += scale;
  }
  return places;
}
