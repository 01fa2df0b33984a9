import type { Pixels } from '../../io/index.ts';
import type { Resampling } from './geometry.ts';
import { roundHalfEven } from './round-half-even.ts';
import type { Axis } from './weight-table.ts';

/** OpenCV's fixed point of linear interpolation: 11 bits an axis. */
const one = 1 << 11;

/**
 * Resizes as OpenCV's `INTER_LINEAR` does for bytes, byte for byte: two neighbours an axis however far
 * it reduces, but for exactly one half each way, where it takes the mean of four.
 *
 * @returns RGB of the window, row by row
 */
export function opencvResize(pixels: Pixels, { resized, window }: Resampling): Uint8Array {
  const { width, height, rgb } = pixels;
  if (width === resized.width * 2 && height === resized.height * 2) {
    return halve(pixels, window);
  }
  const x = neighbours({
    from: width,
    to: resized.width,
    start: window.left,
    length: window.width,
  });
  const y = neighbours({
    from: height,
    to: resized.height,
    start: window.top,
    length: window.height,
  });
  hold(x, width);
  const out = new Uint8Array(window.width * window.height * 3);
  let to = 0;
  for (let row = 0; row < window.height; row++) {
    const place = y.low[row] as number;
    const upper = clamp(place, height) * width * 3;
    const lower = clamp(place + 1, height) * width * 3;
    const [upperWeight, lowerWeight] = [y.lowWeight[row] as number, y.highWeight[row] as number];
    for (let column = 0; column < window.width; column++) {
      const left = (x.low[column] as number) * 3;
      const right = Math.min((x.low[column] as number) + 1, width - 1) * 3;
      const [leftWeight, rightWeight] = [
        x.lowWeight[column] as number,
        x.highWeight[column] as number,
      ];
      for (let channel = 0; channel < 3; channel++) {
        const above =
          (rgb[upper + left + channel] as number) * leftWeight +
          (rgb[upper + right + channel] as number) * rightWeight;
        const below =
          (rgb[lower + left + channel] as number) * leftWeight +
          (rgb[lower + right + channel] as number) * rightWeight;
        const sum = (((above >> 4) * upperWeight) >> 16) + (((below >> 4) * lowerWeight) >> 16);
        out[to++] = (sum + 2) >> 2;
      }
    }
  }
  return out;
}

interface Neighbours {
  readonly low: Int32Array;
  readonly lowWeight: Int32Array;
  readonly highWeight: Int32Array;
}

/** The lower of the two neighbours of each place, and what each weighs; outside, not yet held back. */
function neighbours({ from, to, start, length }: Axis): Neighbours {
  const low = new Int32Array(length);
  const lowWeight = new Int32Array(length);
  const highWeight = new Int32Array(length);
  const scale = 1 / (to / from);
  for (let i = 0; i < length; i++) {
    const place = Math.fround((start + i + 0.5) * scale - 0.5);
    const floor = Math.floor(place);
    const share = Math.fround(place - floor);
    low[i] = floor;
    lowWeight[i] = roundHalfEven(Math.fround(1 - share) * one);
    highWeight[i] = roundHalfEven(share * one);
  }
  return { low, lowWeight, highWeight };
}

/** Columns beyond an edge are the edge's own; rows are not treated so. */
function hold({ low, lowWeight, highWeight }: Neighbours, width: number): void {
  for (const [i, place] of low.entries()) {
    if (place >= 0 && place < width - 1) continue;
    low[i] = clamp(place, width);
    lowWeight[i] = one;
    highWeight[i] = 0;
  }
}

function halve({ width, rgb }: Pixels, window: Resampling['window']): Uint8Array {
  const out = new Uint8Array(window.width * window.height * 3);
  const rowBytes = width * 3;
  let to = 0;
  for (let row = 0; row < window.height; row++) {
    let at = ((window.top + row) * 2 * width + window.left * 2) * 3;
    for (let column = 0; column < window.width; column++, at += 6) {
      for (let i = at; i < at + 3; i++) {
        const above = (rgb[i] as number) + (rgb[i + 3] as number);
        const below = (rgb[i + rowBytes] as number) + (rgb[i + rowBytes + 3] as number);
        out[to++] = (above + below + 2) >> 2;
      }
    }
  }
  return out;
}

function clamp(place: number, length: number): number {
  return Math.min(Math.max(place, 0), length - 1);
}
