import { type GraphNode, type WrittenValue, writeModel } from '../../src/onnx/index.ts';

export interface ColourOptions {
  /** Photos at once; a name where any number is taken. */
  readonly batch?: number | string;
  /** Moves the classes, as an output for background does. */
  readonly offset?: number;
  /** Factor of the logits. */
  readonly gain?: number;
  /** What stands between the logits and the output. */
  readonly last?: 'Identity' | 'Softmax' | 'Sigmoid' | 'Log';
  readonly outputType?: 'float32' | 'bfloat16';
  /** Are the weights in the file? */
  readonly hasWeights?: boolean;
  /** Does it give `confidence` [N] too, the largest mean of a channel? */
  readonly hasConfidence?: boolean;
}

/** Logits of a photo whose channels have these means, in double precision. */
export function colourLogits(
  means: readonly number[],
  { gain = 4 }: Pick<ColourOptions, 'gain'> = {},
): readonly number[] {
  const sum = means.reduce((a, b) => a + b, 0);
  return means.map((mean) => gain * (2 * mean - (sum - mean)));
}

/**
 * A model that tells red, green and blue photos apart: `image` [N, 3, 8, 8] to `features` [N, 3], the
 * mean of each channel, and `logits` [N, 3], what a channel has more than the two others.
 */
export function colourModel({
  batch = 'N',
  offset = 0,
  gain = 4,
  last = 'Identity',
  outputType = 'float32',
  hasWeights = true,
  hasConfidence = false,
}: ColourOptions = {}): Uint8Array {
  const channels = 3 + offset;
  const weights = colourWeights({ offset, gain });
  const bias = new Float32Array(channels).fill(-100, 0, offset);
  const nodes: GraphNode[] = [
    node('GlobalAveragePool', ['image'], 'means'),
    node('Reshape', ['means', 'shape'], 'features'),
    node('MatMul', ['features', 'weights'], 'product'),
    node('Add', ['product', 'bias'], 'sums'),
    outputType === 'float32'
      ? node(last, ['sums'], 'logits')
      : {
          ...node('Cast', ['sums'], 'logits'),
          attributes: [{ name: 'to', kind: 'integer', value: 16 }],
        },
  ];
  if (hasConfidence) {
    nodes.push({
      ...node('ReduceMax', ['features'], 'confidence'),
      attributes: [
        { name: 'axes', kind: 'integers', value: [1] },
        { name: 'keepdims', kind: 'integer', value: 0 },
      ],
    });
  }
  return writeModel({
    ...{ opset: 17, irVersion: 8, nodes },
    inputs: [value('image', [batch, 3, 8, 8])],
    constants: [
      { name: 'shape', dims: [2], values: BigInt64Array.of(0n, 3n) },
      ...(hasWeights ? [{ name: 'weights', dims: [3, channels], values: weights }] : []),
      { name: 'bias', dims: [channels], values: bias },
    ],
    outputs: [
      { ...value('logits', [batch, channels]), elementType: outputType },
      value('features', [batch, 3]),
      ...(hasConfidence ? [value('confidence', [batch])] : []),
    ],
  });
}

/** From red, green and blue to the classes, a row a colour. */
export function colourWeights({ offset = 0, gain = 4 } = {}): Float32Array {
  const channels = 3 + offset;
  const weights = new Float32Array(3 * channels);
  for (let from = 0; from < 3; from++) {
    for (let to = 0; to < 3; to++) {
      weights[from * channels + to + offset] = from === to ? 2 * gain : -gain;
    }
  }
  return weights;
}

function node(operator: string, inputs: readonly string[], output: string): GraphNode {
  return { operator, inputs, output, attributes: [] };
}

function value(name: string, dims: readonly (number | string)[]): WrittenValue {
  return { name, elementType: 'float32', dims };
}
