import { type LabelRuns, RunWriter } from './label-runs.ts';
import { findNonzero, newResiduals } from './residuals.ts';
import { averageRow, paethRow, plainRow, type RowRuns, subRow, upRow } from './row-filters.ts';
import { filterAt } from './unfilter.ts';

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
      else if (residuals.count === 0)
        [above, row] = [row, above]; // the row above again
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
