import type { Residuals } from './residuals.ts';
import { paeth, unfilter } from './unfilter.ts';

/** One row as runs: `starts[i]`, `values[i]` for i < count, and `starts[count] = width`. */
export interface RowRuns {
  readonly starts: Int32Array;
  readonly values: Uint8Array;
  count: number;
}

/** Filter None: the bytes are the pixels; four that continue a run are passed over at once. */
export function plainRow({ bytes, words, from }: Residuals, row: RowRuns, width: number): void {
  const { starts, values } = row;
  const end = from + width;
  let count = 0;
  let last = -1;
  let at = from;
  while (at < end) {
    if (
      (at & 3) === 0 &&
      at + 4 <= end &&
      last >= 0 &&
      words[at >> 2] === ((last * 0x01010101) | 0)
    ) {
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
export function subRow({ bytes, from, nonzero, count: steps }: Residuals, row: RowRuns): void {
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
export function upRow(
  { bytes, from, nonzero }: Residuals,
  above: RowRuns,
  row: RowRuns,
  width: number,
): void {
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
export function paethRow(
  { bytes, from, nonzero }: Residuals,
  above: RowRuns,
  row: RowRuns,
  width: number,
): void {
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
    x = Math.min(nextAbove, nextStep);
  }
  row.count = count;
}

/** Filter Average: rare in label maps, so it goes through the pixels. */
export function averageRow(
  { bytes, from }: Residuals,
  above: RowRuns,
  row: RowRuns,
  width: number,
): void {
  const both = new Uint8Array(2 * (width + 1));
  for (let i = 0; i < above.count; i++) {
    both.fill(
      above.values[i] as number,
      1 + (above.starts[i] as number),
      1 + (above.starts[i + 1] as number),
    );
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
