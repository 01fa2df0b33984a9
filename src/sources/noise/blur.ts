import { exactExp } from './exact-exp.ts';

/** Where the values of one line lie in an array: so many of them, so far apart. */
interface Axis {
  readonly length: number;
  readonly stride: number;
}

/** Samples in three interleaved channels, row by row. */
export interface Samples {
  readonly values: Float64Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Blurs by a Gaussian of `sigma` samples, cut off at four of them, its weights adding up to 1; beyond
 * an edge the last sample goes on. Along rows, columns and, if asked for, channels.
 */
export function blur(
  { values, width, height }: Samples,
  sigma: number,
  channels: boolean,
): Samples {
  const weights = gaussianWeights(sigma);
  const rows: Axis = { length: width, stride: 3 };
  const columns: Axis = { length: height, stride: 3 * width };
  const across: Axis = { length: 3, stride: 1 };
  let blurred = values;
  for (const axis of channels ? [columns, rows, across] : [columns, rows]) {
    blurred = blurAlong(blurred, axis, weights);
  }
  return { values: blurred, width, height };
}

/** Of the middle sample and of those on one side of it. */
function gaussianWeights(sigma: number): Float64Array {
  const reach = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: reach + 1 }, (_, distance) =>
    exactExp(-(distance * distance) / (2 * sigma * sigma)),
  );
  const total = weights.reduce(
    (sum, weight, distance) => sum + (distance === 0 ? 1 : 2) * weight,
    0,
  );
  return weights.map((weight) => weight / total);
}

function blurAlong(values: Float64Array, axis: Axis, weights: Float64Array): Float64Array {
  const blurred = new Float64Array(values.length);
  const span = axis.length * axis.stride;
  for (let block = 0; block < values.length; block += span) {
    for (let line = 0; line < axis.stride; line++) {
      blurLine({ values, blurred, start: block + line }, axis, weights);
    }
  }
  return blurred;
}

interface Line {
  readonly values: Float64Array;
  readonly blurred: Float64Array;
  readonly start: number;
}

/** The order of the sums decides the last digit: the middle, then pairs from the inside outwards. */
function blurLine(
  { values, blurred, start }: Line,
  { length, stride }: Axis,
  weights: Float64Array,
): void {
  const reach = weights.length - 1;
  const padded = new Float64Array(length + 2 * reach);
  for (let i = 0; i < padded.length; i++) {
    const place = Math.min(length - 1, Math.max(0, i - reach));
    padded[i] = values[start + place * stride] as number;
  }
  for (let place = 0; place < length; place++) {
    const middle = place + reach;
    let sum = (padded[middle] as number) * (weights[0] as number);
    for (let distance = 1; distance <= reach; distance++) {
      const pair = (padded[middle - distance] as number) + (padded[middle + distance] as number);
      sum += pair * (weights[distance] as number);
    }
    blurred[start + place * stride] = sum;
  }
}
