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

function blurAlong(
  values: Float64Array,
  { length, stride }: Axis,
  weights: Float64Array,
): Float64Array {
  const blurred = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const place = Math.floor(i / stride) % length;
    const start = i - place * stride;
    let sum = (values[i] as number) * (weights[0] as number);
    for (let distance = 1; distance < weights.length; distance++) {
      const before = values[start + Math.max(0, place - distance) * stride] as number;
      const after = values[start + Math.min(length - 1, place + distance) * stride] as number;
      sum += (before + after) * (weights[distance] as number);
    }
    blurred[i] = sum;
  }
  return blurred;
}
