import type { Pixels } from '../../io/index.ts';
import type { Resampling } from './geometry.ts';
import type { PillowFilterName } from './pillow-filters.ts';
import { precisionBits, type WeightTable, weightTable } from './weight-table.ts';

const half = 1 << (precisionBits - 1);

/**
 * Resizes as Pillow does, byte for byte: rows first, rounded to bytes, then columns. Only the window is
 * computed, and of the rows only those that reach into it.
 *
 * @returns RGB of the window, row by row
 */
export function pillowResize(
  { width, height, rgb }: Pixels,
  { resized, window }: Resampling,
  filter: PillowFilterName,
): Uint8Array {
  const down = weightTable(
    { from: height, to: resized.height, start: window.top, length: window.height },
    filter,
  );
  const rows =
    resized.height === height
      ? { first: window.top, end: window.top + window.height }
      : reachOf(down);
  const across = weightTable(
    { from: width, to: resized.width, start: window.left, length: window.width },
    filter,
  );
  const source = { width, rgb, ...rows };
  const narrowed =
    resized.width === width
      ? cutColumns(source, window.left, window.width)
      : resizeRows(source, across);
  if (resized.height === height) return narrowed;
  return resizeColumns(narrowed, { ...down, rowBytes: window.width * 3, above: rows.first });
}

interface SourceRows {
  readonly width: number;
  readonly rgb: Uint8Array;
  readonly first: number;
  readonly end: number;
}

/** The rows that any place of a table needs. */
function reachOf({ first, count }: WeightTable): { readonly first: number; readonly end: number } {
  const last = first.length - 1;
  return { first: first[0] as number, end: (first[last] as number) + (count[last] as number) };
}

/** An axis that keeps its length is not filtered. */
function cutColumns(source: SourceRows, left: number, columns: number): Uint8Array {
  const { width, rgb, first, end } = source;
  if (columns === width) return rgb.subarray(first * width * 3, end * width * 3);
  const cut = new Uint8Array((end - first) * columns * 3);
  for (let row = first; row < end; row++) {
    const start = (row * width + left) * 3;
    cut.set(rgb.subarray(start, start + columns * 3), (row - first) * columns * 3);
  }
  return cut;
}

function resizeRows({ width, rgb, first: top, end }: SourceRows, table: WeightTable): Uint8Array {
  const { first, count, weights, taps } = table;
  const columns = first.length;
  const out = new Uint8Array((end - top) * columns * 3);
  let to = 0;
  for (let row = top; row < end; row++) {
    const rowStart = row * width * 3;
    for (let column = 0; column < columns; column++) {
      let at = rowStart + (first[column] as number) * 3;
      let weightAt = column * taps;
      const weightEnd = weightAt + (count[column] as number);
      let red = half;
      let green = half;
      let blue = half;
      while (weightAt < weightEnd) {
        const weight = weights[weightAt++] as number;
        red = (red + Math.imul(rgb[at] as number, weight)) | 0;
        green = (green + Math.imul(rgb[at + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(rgb[at + 2] as number, weight)) | 0;
        at += 3;
      }
      out[to] = toByte(red);
      out[to + 1] = toByte(green);
      out[to + 2] = toByte(blue);
      to += 3;
    }
  }
  return out;
}

interface ColumnTable extends WeightTable {
  readonly rowBytes: number;
  /** Rows of the image that lie above the first one given. */
  readonly above: number;
}

function resizeColumns(rows: Uint8Array, table: ColumnTable): Uint8Array {
  const { first, count, weights, taps, rowBytes, above } = table;
  const out = new Uint8Array(first.length * rowBytes);
  const sums = new Int32Array(rowBytes);
  for (let row = 0; row < first.length; row++) {
    sums.fill(half);
    const top = (first[row] as number) - above;
    for (let tap = 0; tap < (count[row] as number); tap++) {
      const weight = weights[row * taps + tap] as number;
      const start = (top + tap) * rowBytes;
      for (let i = 0; i < rowBytes; i++) {
        sums[i] = (sums[i] as number) + Math.imul(rows[start + i] as number, weight);
      }
    }
    const to = row * rowBytes;
    for (let i = 0; i < rowBytes; i++) out[to + i] = toByte(sums[i] as number);
  }
  return out;
}

function toByte(sum: number): number {
  const value = sum >> precisionBits;
  if (value < 0) return 0;
  return Math.min(value, 255);
}
