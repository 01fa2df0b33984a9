import { type FeatureRows, someRows } from '../feature-rows.ts';

/**
 * Where distances are estimated: relative to the mean of the reference, so that a large offset of all
 * rows does not drown what differs, and scaled by a power of two that brings the reference into
 * [-1, 1], so that no square leaves float32.
 */
export interface Frame {
  readonly centre: Float64Array;
  readonly scale: number;
}

/**
 * Rows in a frame, rounded to float32, as a product takes them, and what bounds their distances.
 * Between rows i and j of estimated product p, the squared distance in the frame lies within
 *
 *     lows[i] + lows[j] - 2 gains[i] p    and that plus    slacks[i] + slacks[j]
 *
 * where j is a row of the reference, whose gain is 1.
 */
export interface SearchRows {
  readonly rows: FeatureRows;
  readonly lows: Float64Array;
  readonly slacks: Float64Array;
  /** A row far outside the reference is brought into [-1, 1] on its own; this undoes it. */
  readonly gains: Float64Array;
}

/** Unit roundoff of float32. */
const roundoff = 2 ** -24;
/** Above what products lose that underflow, many times over. */
const underflow = 2 ** -100;

/** The frame of a reference. */
export function frameOf({ values, rows, columns }: FeatureRows): Frame {
  const centre = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      centre[column] = (centre[column] as number) + (values[row * columns + column] as number);
    }
  }
  for (let column = 0; column < columns; column++) {
    centre[column] = (centre[column] as number) / rows;
  }
  let most = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] as number;
      most = Math.max(most, Math.abs(value - (centre[column] as number)));
    }
  }
  return { centre, scale: scaleInto(most) };
}

/** Rows `from` to before `to` in a frame. */
export function searchRows(
  features: FeatureRows,
  { centre, scale }: Frame,
  from: number,
  to: number,
) {
  const { values, rows, columns } = someRows(features, from, to);
  const moved = new Float32Array(values.length);
  const found: SearchRows = {
    rows: { values: moved, rows, columns },
    lows: new Float64Array(rows),
    slacks: new Float64Array(rows),
    gains: new Float64Array(rows),
  };
  // Of the product by the bound of float32; of rounding a row once 4 u; the rest covers float64.
  const width = ((columns + 8) * roundoff) / (1 - (columns + 8) * roundoff);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let most = 0;
    for (let column = 0; column < columns; column++) {
      const value = ((values[start + column] as number) - (centre[column] as number)) * scale;
      most = Math.max(most, Math.abs(value));
    }
    const own = most <= 2 ? 1 : scaleInto(most);
    let norm = 0;
    for (let column = 0; column < columns; column++) {
      const value = ((values[start + column] as number) - (centre[column] as number)) * scale * own;
      const rounded = Math.fround(value);
      moved[start + column] = rounded;
      norm += rounded * rounded;
    }
    const gain = 1 / own;
    const slack = width * norm * gain * gain + underflow * gain;
    found.lows[row] = norm * gain * gain - slack;
    found.slacks[row] = 2 * slack;
    found.gains[row] = gain;
  }
  return found;
}

/** The power of two that brings numbers up to `most` into [-1, 1]; 1 for 0. */
function scaleInto(most: number): number {
  return most > 0 ? 2 ** -Math.ceil(Math.log2(most)) : 1;
}
