import { type GraphParts, writeModel } from '../src/onnx/index.ts';
import { numbersFrom } from './numbers-from.ts';

type Node = GraphParts['nodes'][number];
type Constant = GraphParts['constants'][number];

/** Channels of the squeezed, and of each half of the widened, in modules as SqueezeNet has them. */
const modules: readonly (readonly [squeezed: number, widened: number] | 'pool')[] = [
  [16, 64],
  [16, 64],
  [32, 128],
  'pool',
  [32, 128],
  [48, 192],
  [48, 192],
  [64, 256],
  'pool',
  [64, 256],
];

/**
 * A classifier of the shape of SqueezeNet 1.0 with weights that are drawn: `image` [N, 3, 224, 224] to
 * `logits` [N, 1000, 1, 1]. It costs what such a network costs, and knows nothing.
 */
export function classifierModel(): Uint8Array {
  const next = numbersFrom(11);
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const convolve = (
    input: string,
    [from, to]: readonly [number, number],
    { side, stride = 1 }: { readonly side: number; readonly stride?: number },
  ): string => {
    const name = `conv_${nodes.length}`;
    const spread = Math.sqrt(6 / (from * side * side));
    const count = to * from * side * side;
    const values = Float32Array.from({ length: count }, () => spread * (next() / 2 ** 31 - 1));
    constants.push({ name: `${name}_weights`, dims: [to, from, side, side], values });
    const pad = side === 3 ? 1 : 0;
    nodes.push(
      {
        operator: 'Conv',
        inputs: [input, `${name}_weights`],
        output: name,
        attributes: [
          { name: 'strides', kind: 'integers', value: [stride, stride] },
          { name: 'pads', kind: 'integers', value: [pad, pad, pad, pad] },
        ],
      },
      { operator: 'Relu', inputs: [name], output: `${name}_relu`, attributes: [] },
    );
    return `${name}_relu`;
  };
  let tensor = pool(nodes, convolve('image', [3, 96], { side: 7, stride: 2 }));
  let channels = 96;
  for (const part of modules) {
    if (part === 'pool') {
      tensor = pool(nodes, tensor);
      continue;
    }
    const [squeezed, widened] = part;
    const narrow = convolve(tensor, [channels, squeezed], { side: 1 });
    const halves = [1, 3].map((side) => convolve(narrow, [squeezed, widened], { side }));
    tensor = `joined_${nodes.length}`;
    const axis = { name: 'axis', kind: 'integer', value: 1 } as const;
    nodes.push({ operator: 'Concat', inputs: halves, output: tensor, attributes: [axis] });
    channels = 2 * widened;
  }
  const last = convolve(tensor, [channels, 1000], { side: 1 });
  nodes.push({ operator: 'GlobalAveragePool', inputs: [last], output: 'logits', attributes: [] });
  return writeModel({
    ...{ opset: 17, irVersion: 8, nodes, constants },
    inputs: [{ name: 'image', elementType: 'float32', dims: ['N', 3, 224, 224] }],
    outputs: [{ name: 'logits', elementType: 'float32', dims: ['N', 1000, 1, 1] }],
  });
}

function pool(nodes: Node[], input: string): string {
  const output = `pool_${nodes.length}`;
  const attributes = [
    { name: 'kernel_shape', kind: 'integers', value: [3, 3] },
    { name: 'strides', kind: 'integers', value: [2, 2] },
  ] as const;
  nodes.push({ operator: 'MaxPool', inputs: [input], output, attributes });
  return output;
}
