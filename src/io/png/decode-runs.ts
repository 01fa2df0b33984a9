import type { LabelRuns } from './label-runs.ts';
import { RunWriter } from './label-runs.ts';
import { filterAt, paeth, unfilter } from './unfilter.ts';

/** One row as runs: `starts[i]`, `values[i]` for i < count, and `starts[count] = width`. */
interface RowRuns {
  readonly starts: Int32Array;
  readonly values: Uint8Array;
  count: number;
}

/** The filtered bytes of one row, and where they are not zero; `nonzero[count] = width`. */
interface Residuals {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly nonzero: Int32Array;
  count: number;
}

/**
 * Undoes the row filters of an 8-bit one-channel PNG straight into runs, never touching the pixels
 * inside a run.
 *
 * Label maps are made of a few dozen runs a row, and their filtered bytes are nearly all zero. A
 * zero after Sub continues the pixel to the left; after Up it repeats the pixel above; after Paeth
 * it continues the left pixel wherever the row above does not change. So a row can change only at
 * a non-zero byte or where the row above changes, and only those places are visited. `decode-runs.md`
 * has the measurement.
 *
 * @param raw `height` rows of a filter byte and `width` bytes
 * @throws {InvalidImage} `png-data` for an unknown row filter
 */
export function decodeRuns(raw: Uint8Array, width: number, height: number): LabelRuns {
  const residuals = newResiduals(width);
  let above = newRow(width);
  let row = newRow(width);
  startRow(above, 0, 0);
  const writer = new RunWriter();
  for (let y = 0; y < height; y++) {
    const at = y * (width + 1);
    const filter = filterAt(raw, at);
    residuals.bytes.set(raw.subarray(at + 1, at + 1 + width));
    row.count = 0;
    if (filter === 0) plainRow(residuals, row, width);
    else if (filter === 3) averageRow(residuals, above, row, width);
    else {
      findNonzero(residuals, width);
      if (filter === 1) subRow(residuals, row);
      else if (filter === 2) upRow(residuals, above, row, width);
      else paethRow(residuals, above, row, width);
    }
    row.starts[row.count] = width;
    for (let i = 0; i < row.count; i++) writer.push(row.starts[i] as number, row.values[i] as number);
    [above, row] = [row, above];
  }
  return { width, height, runs: writer.finish() };
}

function newRow(width: number): RowRuns {
  const row = { starts: new Int32Array(width + 1), values: new Uint8Array(width), count: 0 };
  row.starts[0] = width;
  return row;
}

function startRow(row: RowRuns, start: number, value: number): void {
  row.starts[0] = start;
  row.values[0] = value;
  row.starts[1] = row.values.length;
  row.count = 1;
}

function newResiduals(width: number): Residuals {
  const words = new Uint32Array(Math.ceil(width / 4));
  const bytes = new Uint8Array(words.buffer);
  return { bytes, words, nonzero: new Int32Array(width + 1), count: 0 };
}

function findNonzero(residuals: Residuals, width: number): void {
  const { bytes, words, nonzero } = residuals;
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === 0) continue;
    const x = i << 2;
    if (bytes[x] !== 0) nonzero[count++] = x;
    if (bytes[x + 1] !== 0) nonzero[count++] = x + 1;
    if (bytes[x + 2] !== 0) nonzero[count++] = x + 2;
    if (bytes[x + 3] !== 0) nonzero[count++] = x + 3;
  }
  nonzero[count] = width;
  residuals.count = count;
}

/** Filter None: the bytes are the pixels; four equal ones are compared at once. */
function plainRow({ bytes, words }: Residuals, row: RowRuns, width: number): void {
  let count = 0;
  let last = -1;
  let lastFourTimes = -1;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === lastFourTimes) continue;
    const x = i << 2;
    const end = Math.min(x + 4, width);
    for (let k = x; k < end; k++) {
      const value = bytes[k] as number;
      if (value === last) continue;
      row.starts[count] = k;
      row.values[count++] = value;
      last = value;
    }
    lastFourTimes = (last * 0x01010101) >>> 0;
  }
  row.count = count;
}

/** Filter Sub: each non-zero byte is a step from the value to the left. */
function subRow({ bytes, nonzero, count: steps }: Residuals, row: RowRuns): void {
  let count = 0;
  let value = 0;
  if (nonzero[0] !== 0) {
    row.starts[0] = 0;
    row.values[0] = 0;
    count = 1;
  }
  for (let i = 0; i < steps; i++) {
    const x = nonzero[i] as number;
    value = (value + (bytes[x] as number)) & 255;
    row.starts[count] = x;
    row.values[count++] = value;
  }
  row.count = count;
}

/** Filter Up: the row above, changed at the non-zero bytes. */
function upRow({ bytes, nonzero }: Residuals, above: RowRuns, row: RowRuns, width: number): void {
  let count = 0;
  let step = 0;
  let run = 0;
  let valueAbove = 0;
  let last = -1;
  for (let x = 0; x < width; ) {
    if (x === above.starts[run]) valueAbove = above.values[run++] as number;
    let end = above.starts[run] as number;
    let value = valueAbove;
    if (x === nonzero[step]) {
      value = (value + (bytes[x] as number)) & 255;
      step++;
      end = x + 1;
    } else if ((nonzero[step] as number) < end) {
      end = nonzero[step] as number;
    }
    if (value !== last) {
      row.starts[count] = x;
      row.values[count++] = value;
      last = value;
    }
    x = end;
  }
  row.count = count;
}

/** Filter Paeth: between two places where the row above changes, a zero byte continues the left. */
function paethRow({ bytes, nonzero }: Residuals, above: RowRuns, row: RowRuns, width: number): void {
  let count = 0;
  let step = 0;
  let run = 0;
  let left = 0;
  let valueAbove = 0;
  for (let x = 0; x < width; ) {
    const upperLeft = valueAbove;
    if (x === above.starts[run]) valueAbove = above.values[run++] as number;
    let value = paeth(left, valueAbove, upperLeft);
    if (x === nonzero[step]) {
      value = (value + (bytes[x] as number)) & 255;
      step++;
    }
    if (value !== left || x === 0) {
      row.starts[count] = x;
      row.values[count++] = value;
      left = value;
    }
    x = Math.min(above.starts[run] as number, nonzero[step] as number);
  }
  row.count = count;
}

/** Filter Average: rare in label maps, so it goes through the pixels. */
function averageRow({ bytes }: Residuals, above: RowRuns, row: RowRuns, width: number): void {
  const both = new Uint8Array(2 * (width + 1));
  for (let i = 0; i < above.count; i++) {
    both.fill(above.values[i] as number, 1 + (above.starts[i] as number), 1 + (above.starts[i + 1] as number));
  }
  both[width + 1] = 3;
  both.set(bytes.subarray(0, width), width + 2);
  const pixels = unfilter(both, width, 2, 1).subarray(width);
  let count = 0;
  for (let x = 0; x < width; x++) {
    if (x > 0 && pixels[x] === pixels[x - 1]) continue;
    row.starts[count] = x;
    row.values[count++] = pixels[x] as number;
  }
  row.count = count;
}
