import { InvalidInput } from '../errors.ts';

/** A tensor, row-major. */
export interface Values {
  readonly data: Float32Array | Float64Array;
  readonly dims: readonly number[];
}

/**
 * Calls `score` with the values of all classes at each position of each image, in the order of the
 * scores. The array it gets is the same every time.
 *
 * @throws {InvalidInput} where the values have no class axis, or are not as many as the shape says
 */
export function scoreRows(values: Values, score: (row: Float64Array) => number): Float64Array {
  const { data, dims } = values;
  const [batch, classes, positions] = sizesOf(values);
  const row = new Float64Array(classes);
  const scores = new Float64Array(batch * positions);
  for (let n = 0; n < batch; n++) {
    for (let p = 0; p < positions; p++) {
      for (let c = 0; c < classes; c++) row[c] = data[(n * classes + c) * positions + p] as number;
      scores[n * positions + p] = score(row);
    }
  }
  if (scores.length === 0) throw new InvalidInput(`No values in a shape of ${dims.join('x')}`);
  return scores;
}

/** Images, classes and positions (pixels) of an image. */
export function sizesOf({
  data,
  dims,
}: Values): readonly [batch: number, classes: number, positions: number] {
  const [batch = 0, classes = 0, ...rest] = dims;
  const positions = rest.reduce((product, dim) => product * dim, 1);
  if (dims.length < 2 || batch * classes * positions !== data.length) {
    throw new InvalidInput(
      `Shape ${dims.join('x')} does not fit ${data.length} values with classes in the second axis`,
    );
  }
  return [batch, classes, positions];
}

/** Of equal ones the first. */
export function placeOfLargest(row: Float64Array): number {
  let place = 0;
  for (let c = 1; c < row.length; c++) {
    if ((row[c] as number) > (row[place] as number)) place = c;
  }
  return place;
}

/** The largest; no number where it is infinite, or where one of them is no number. */
export function largestOf(row: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < row.length; c++) largest = Math.max(largest, row[c] as number);
  return Number.isFinite(largest) ? largest : Number.NaN;
}

/** Turns logits into their softmax, in place; no logit is too large. */
export function toPosterior(row: Float64Array): Float64Array {
  const max = largestOf(row);
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    row[c] = Math.exp((row[c] as number) - max);
    sum += row[c] as number;
  }
  for (let c = 0; c < row.length; c++) row[c] = (row[c] as number) / sum;
  return row;
}

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
