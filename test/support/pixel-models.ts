import { type GraphNode, writeModel } from '../../src/onnx/index.ts';
import { streetSide } from './street-photos.ts';

/** How the class of a pixel is told by its colour; a row a class. */
const weights = Float32Array.of(-4, 0, 6, -3, -3, -2, 7, -1, -6);
const bias = Float32Array.of(-1, 3, 0);

export interface CoarseOptions {
  readonly stride?: number;
  readonly side?: number;
  readonly batch?: number | string;
  /** Leaves sizes of the maps out of the graph. */
  readonly isSizeless?: boolean;
}

/** A segmentation whose `logits` are `stride` times smaller than the photos each way. */
export function coarseModel({
  stride = 4,
  side = streetSide,
  batch = 'N',
  isSizeless = false,
}: CoarseOptions = {}): Uint8Array {
  const pool: GraphNode = {
    operator: 'AveragePool',
    inputs: ['image'],
    output: 'means',
    attributes: [
      { name: 'kernel_shape', kind: 'integers', value: [stride, stride] },
      { name: 'strides', kind: 'integers', value: [stride, stride] },
    ],
  };
  const classes: GraphNode = {
    operator: 'Conv',
    inputs: ['means', 'weights', 'bias'],
    output: 'logits',
    attributes: [],
  };
  const sizes = isSizeless ? ['h', 'w'] : [side / stride, side / stride];
  return writeModel({
    ...{ opset: 17, irVersion: 8, nodes: [pool, classes] },
    inputs: [{ name: 'image', elementType: 'float32', dims: [batch, 3, side, side] }],
    constants: [
      { name: 'weights', dims: [3, 3, 1, 1], values: weights },
      { name: 'bias', dims: [3], values: bias },
    ],
    outputs: [{ name: 'logits', elementType: 'float32', dims: [batch, 3, ...sizes] }],
  });
}
