import { InvalidInput } from '../../errors.ts';
import type { Dimension, ModelSummary, ModelTensor } from '../../onnx/index.ts';
import type { Tensor } from '../session.ts';

/** 4 images of 4096x4096 in colour. */
const mostValues = 2 ** 28;

/** The side of an image where the model takes any. */
const usualSide = 224;

/**
 * A tensor for each input: numbers from 0 to 1 (bytes from 0 to 255) that look random and are always
 * the same of one seed. Sizes that the file leaves open are one image, three colours, 224 pixels.
 *
 * @throws {InvalidInput} for an input of a type that no image is
 */
export function inputsFor(
  { inputs }: ModelSummary,
  seed: number,
): Readonly<Record<string, Tensor>> {
  const next = numbersFrom(seed);
  return Object.fromEntries(inputs.map((input) => [input.name, madeUp(input, next)]));
}

function madeUp({ name, elementType, dims: shape }: ModelTensor, next: () => number): Tensor {
  const dims = (shape ?? [undefined, undefined, undefined, undefined]).map(sizeOf);
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (length > mostValues) {
    throw new InvalidInput(`An input of ${dims.join('x')} is more than a trial feeds: ${name}`);
  }
  const values = Float32Array.from({ length }, next);
  if (elementType === 'float32') return { type: elementType, data: values, dims };
  if (elementType === 'float64') {
    return { type: elementType, data: Float64Array.from(values), dims };
  }
  if (elementType === 'uint8') {
    return { type: elementType, data: Uint8Array.from(values, (value) => value * 256), dims };
  }
  if (elementType === 'float16') {
    const halves = new Uint16Array(Float16Array.from(values).buffer);
    return { type: elementType, data: halves, dims };
  }
  throw new InvalidInput(`No image is a tensor of ${elementType}: input ${name}`);
}

function sizeOf(dim: Dimension, axis: number): number {
  if (typeof dim === 'number') return dim;
  return [1, 3][axis] ?? usualSide;
}

/** Mulberry32, from 0 to below 1. */
function numbersFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
