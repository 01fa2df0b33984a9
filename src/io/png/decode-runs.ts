import type { LabelRuns } from './label-runs.ts';
import { RunWriter } from './label-runs.ts';
import { filterAt, paeth, unfilter } from './unfilter.ts';

/** One row as runs: `starts[i]`, `values[i]` for i < count, and `starts[count] = width`. */
interface RowRuns {
  readonly starts: Int32Array;
  readonly values: Uint8Array;
  count: number;
}

/** The filtered bytes of an image, and the row that is being looked at. */
interface Residuals {
  readonly bytes: Uint8Array;
  /** The same memory, four bytes at a time. */
  readonly words: Int32Array;
  /** Where the row starts in `bytes`, its filter byte not counted. */
  from: number;
  /** Columns of the row whose byte is not zero, ascending, then the width. */
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
  const residuals = newResiduals(raw, width);
  let above = newRow(width);
  let row = newRow(width);
  startRow(above, 0, 0);
  const writer = new RunWriter();
  for (let y = 0; y < height; y++) {
    const at = y * (width + 1);
    const filter = filterAt(raw, at);
    residuals.from = at + 1;
    row.count = 0;
    if (filter === 0) plainRow(residuals, row, width);
    else if (filter === 3) averageRow(residuals, above, row, width);
    else {
      findNonzero(residuals, width);
      if (filter === 1) subRow(residuals, row);
      else if (residuals.count === 0) [above, row] = [row, above]; // the row above again
      else if (filter === 2) upRow(residuals, above, row, width);
      else paethRow(residuals, above, row, width);
    }
    row.starts[row.count] = width;
    writer.pushRow(row.starts, row.values, row.count);
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

function newResiduals(raw: Uint8Array, width: number): Residuals {
  const bytes = raw.byteOffset % 4 === 0 ? raw : raw.slice();
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return { bytes, words, from: 0, nonzero: new Int32Array(width + 1), count: 0 };
}

function findNonzero(residuals: Residuals, width: number): void {
  const { bytes, words, from, nonzero } = residuals;
  const end = from + width;
  let count = 0;
  let at = from;
  for (; (at & 15) !== 0 && at < end; at++) if (bytes[at] !== 0) nonzero[count++] = at - from;
  for (; at + 16 <= end; at += 16) {
    const i = at >> 2;
    const sixteen =
      (words[i] as number) | (words[i + 1] as number) | (words[i + 2] as number) | (words[i + 3] as number);
    if (sixteen === 0) continue;
    for (let k = at; k < at + 16; k++) if (bytes[k] !== 0) nonzero[count++] = k - from;
  }
  for (; at < end; at++) if (bytes[at] !== 0) nonzero[count++] = at - from;
  nonzero[count] = width;
  residuals.count = count;
}

/** Filter None: the bytes are the pixels; four that continue a run are passed over at once. */
function plainRow({ bytes, words, from }: Residuals, row: RowRuns, width: number): void {
  const { starts, values } = row;
  const end = from + width;
  let count = 0;
  let last = -1;
  let at = from;
  while (at < end) {
    if ((at & 3) === 0 && at + 4 <= end && last >= 0 && words[at >> 2] === ((last * 0x01010101) | 0)) {
      at += 4;
      continue;
    }
    const value = bytes[at] as number;
    if (value !== last) {
      starts[count] = at - from;
      values[count++] = value;
      last = value;
    }
    at++;
  }
  row.count = count;
}

/** Filter Sub: each non-zero byte is a step from the value to the left. */
function subRow({ bytes, from, nonzero, count: steps }: Residuals, row: RowRuns): void {
  const { starts, values } = row;
  let count = 0;
  let value = 0;
  if (nonzero[0] !== 0) {
    starts[0] = 0;
    values[0] = 0;
    count = 1;
  }
  for (let i = 0; i < steps; i++) {
    const x = nonzero[i] as number;
    value = (value + (bytes[from + x] as number)) & 255;
    starts[count] = x;
    values[count++] = value;
  }
  row.count = count;
}

/** Filter Up: the row above, changed at the non-zero bytes. */
function upRow({ bytes, from, nonzero }: Residuals, above: RowRuns, row: RowRuns, width: number): void {
  const { starts, values } = row;
  const { starts: startsAbove, values: valuesAbove } = above;
  let count = 0;
  let step = 0;
  let run = 0;
  let valueAbove = 0;
  let last = -1;
  let nextAbove = startsAbove[0] as number;
  let nextStep = nonzero[0] as number;
  for (let x = 0; x < width; ) {
    if (x === nextAbove) {
      valueAbove = valuesAbove[run++] as number;
      nextAbove = startsAbove[run] as number;
    }
    let value = valueAbove;
    let end = nextAbove;
    if (x === nextStep) {
      value = (value + (bytes[from + x] as number)) & 255;
      nextStep = nonzero[++step] as number;
      end = x + 1;
    } else if (nextStep < end) {
      end = nextStep;
    }
    if (value !== last) {
      starts[count] = x;
      values[count++] = value;
      last = value;
    }
    x = end;
  }
  row.count = count;
}

/** Filter Paeth: between two places where the row above changes, a zero byte continues the left. */
function paethRow({ bytes, from, nonzero }: Residuals, above: RowRuns, row: RowRuns, width: number): void {
  const { starts, values } = row;
  const { starts: startsAbove, values: valuesAbove } = above;
  let count = 0;
  let step = 0;
  let run = 0;
  let left = 0;
  let valueAbove = 0;
  let nextAbove = startsAbove[0] as number;
  let nextStep = nonzero[0] as number;
  for (let x = 0; x < width; ) {
    const upperLeft = valueAbove;
    if (x === nextAbove) {
      valueAbove = valuesAbove[run++] as number;
      nextAbove = startsAbove[run] as number;
    }
    let value = paeth(left, valueAbove, upperLeft);
    if (x === nextStep) {
      value = (value + (bytes[from + x] as number)) & 255;
      nextStep = nonzero[++step] as number;
    }
    if (value !== left || x === 0) {
      starts[count] = x;
      values[count++] = value;
      left = value;
    }
    x = nextAbove < nextStep ? nextAbove : nextStep;
  }
  row.count = count;
}

/** Filter Average: rare in label maps, so it goes through the pixels. */
function averageRow({ bytes, from }: Residuals, above: RowRuns, row: RowRuns, width: number): void {
  const both = new Uint8Array(2 * (width + 1));
  for (let i = 0; i < above.count; i++) {
    both.fill(above.values[i] as number, 1 + (above.starts[i] as number), 1 + (above.starts[i + 1] as number));
  }
  both[width + 1] = 3;
  both.set(bytes.subarray(from, from + width), width + 2);
  const pixels = unfilter(both, width, 2, 1).subarray(width);
  let count = 0;
  for (let x = 0; x < width; x++) {
    if (x > 0 && pixels[x] === pixels[x - 1]) continue;
    row.starts[count] = x;
    row.values[count++] = pixels[x] as number;
  }
  row.count = count;
}
