import { InvalidImage } from '../../errors.ts';

/**
 * Undoes the row filters of a PNG, for any kind of pixel.
 *
 * @param raw `height` rows of a filter byte and `rowBytes` bytes
 * @param step bytes between a sample and the same sample of the pixel to its left, at least 1
 * @returns `height x rowBytes` bytes, row by row from the top
 * @throws {InvalidImage} `png-data` for a filter type above 4
 * @see PNG specification, third edition, section 9
 */
export function unfilter(
  raw: Uint8Array,
  rowBytes: number,
  height: number,
  step: number,
): Uint8Array {
  const out = new Uint8Array(rowBytes * height);
  let above = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y++) {
    const from = y * (rowBytes + 1);
    const row = out.subarray(y * rowBytes, (y + 1) * rowBytes);
    row.set(raw.subarray(from + 1, from + 1 + rowBytes));
    unfilterRow(filterAt(raw, from), row, above, step);
    above = row;
  }
  return out;
}

function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  for (let x = 0; x < row.length; x++) {
    const a = x < step ? 0 : (row[x - step] as number);
    const b = above[x] as number;
    const c = x < step ? 0 : (above[x - step] as number);
    row[x] = (row[x] as number) + predict(filter, a, b, c);
  }
}

function predict(filter: number, a: number, b: number, c: number): number {
  if (filter === 1) return a;
  if (filter === 2) return b;
  if (filter === 3) return (a + b) >> 1;
  return filter === 4 ? paeth(a, b, c) : 0;
}

/** The filter type of the row whose filter byte stands at `at`. */
export function filterAt(raw: Uint8Array, at: number): number {
  const filter = raw[at] as number;
  if (filter > 4) throw new InvalidImage('png-data', `PNG has the unknown row filter ${filter}`);
  return filter;
}

/** Whichever of left, above and upper left is nearest to left + above - upper left. */
export function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const pa = Math.abs(p - a);
  const pb = Math.abs(p - b);
  const pc = Math.abs(p - c);
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}
