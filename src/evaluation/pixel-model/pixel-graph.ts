import { type GraphParts, type WrittenValue, writeModel } from '../../onnx/index.ts';
import type { ClassDensities } from './class-densities.ts';
import { pairsOf } from './class-moments.ts';

/** Of the images that the model takes; both are multiples of {@link stride}. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The model looks at every so many pixels: a mean of as many each way, and one of a wide field. */
export const stride = 4;
const wideField = 20;
/** Red, green and blue of both fields. */
export const pixelFeatures = 6;

/** Operators as torch has written them since 2022. */
const opset = 17;
const irVersion = 8;

/** A model that gives the features of pixels: `image` [N, 3, H, W] to `features` [N, 6, H/4, W/4]. */
export function featureModel(size: ImageSize): Uint8Array {
  const output = tensorValue('features', pixelFeatures, { size, by: stride });
  return writeModel({ ...featureParts(), ...versions, inputs: [imageOf(size)], outputs: [output] });
}

/** The whole model: `image` [N, 3, H, W], from 0 to 1, to `logits` [N, C, H, W]. */
export function densityModel(densities: ClassDensities, size: ImageSize): Uint8Array {
  const { classes, columns, weights, bias } = densities;
  const features = featureParts();
  const pairs = pairsOf(pixelFeatures);
  const picked = (name: string, index: string) => ({
    operator: 'Gather',
    inputs: ['features', index],
    output: name,
    attributes: [{ name: 'axis', kind: 'integer', value: 1 } as const],
  });
  const parts: GraphParts = {
    nodes: [
      ...features.nodes,
      picked('first', 'first_of_pair'),
      picked('second', 'second_of_pair'),
      { operator: 'Mul', inputs: ['first', 'second'], output: 'products', attributes: [] },
      joined(['features', 'products'], 'terms'),
      {
        operator: 'Conv',
        inputs: ['terms', 'weights', 'bias'],
        output: 'densities',
        attributes: [],
      },
      {
        operator: 'Resize',
        inputs: ['densities', '', 'scales'],
        output: 'logits',
        attributes: [
          { name: 'mode', kind: 'text', value: 'linear' },
          { name: 'coordinate_transformation_mode', kind: 'text', value: 'half_pixel' },
        ],
      },
    ],
    constants: [
      ...features.constants,
      { name: 'first_of_pair', dims: [pairs.length], values: indices(pairs.map(([i]) => i)) },
      { name: 'second_of_pair', dims: [pairs.length], values: indices(pairs.map(([, j]) => j)) },
      { name: 'weights', dims: [classes, columns, 1, 1], values: weights },
      { name: 'bias', dims: [classes], values: bias },
      { name: 'scales', dims: [4], values: Float32Array.of(1, 1, stride, stride) },
    ],
    outputs: [tensorValue('logits', classes, { size, by: 1 })],
  };
  return writeModel({ ...parts, ...versions, inputs: [imageOf(size)] });
}

const versions = { opset, irVersion };

function featureParts(): GraphParts {
  return {
    nodes: [
      meanOver('near', stride, 0),
      meanOver('around', wideField, (wideField - stride) / 2),
      joined(['near', 'around'], 'features'),
    ],
    constants: [],
    outputs: [],
  };
}

function meanOver(output: string, field: number, padding: number): GraphParts['nodes'][number] {
  return {
    operator: 'AveragePool',
    inputs: ['image'],
    output,
    attributes: [
      { name: 'kernel_shape', kind: 'integers', value: [field, field] },
      { name: 'strides', kind: 'integers', value: [stride, stride] },
      { name: 'pads', kind: 'integers', value: [padding, padding, padding, padding] },
    ],
  };
}

function joined(inputs: readonly string[], output: string): GraphParts['nodes'][number] {
  const attributes = [{ name: 'axis', kind: 'integer', value: 1 } as const];
  return { operator: 'Concat', inputs, output, attributes };
}

function imageOf(size: ImageSize): WrittenValue {
  return tensorValue('image', 3, { size, by: 1 });
}

function tensorValue(
  name: string,
  channels: number,
  { size, by }: { readonly size: ImageSize; readonly by: number },
): WrittenValue {
  const dims = ['N', channels, size.height / by, size.width / by];
  return { name, elementType: 'float32', dims };
}

function indices(places: readonly number[]): BigInt64Array {
  return BigInt64Array.from(places, BigInt);
}
