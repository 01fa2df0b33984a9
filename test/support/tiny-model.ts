import { openSession, type Session, type Tensor } from '../../src/evaluation/index.ts';
import { type GraphNode, type WrittenValue, writeModel } from '../../src/onnx/index.ts';

export interface TinyOptions {
  readonly opset?: number;
  readonly irVersion?: number;
  readonly dims?: NonNullable<WrittenValue['dims']>;
  /** Leaves the shapes out of the file. */
  readonly isShapeless?: boolean;
  /** What the output is of; the input is float32. */
  readonly outputType?: 'float32' | 'float16' | 'bfloat16' | 'float64';
}

/** IR versions that came with operator sets, near enough. */
const irVersions: Readonly<Record<number, number>> = { 7: 3, 11: 6, 13: 7, 17: 8, 18: 8, 21: 10 };

export const testedOpsets: readonly number[] = Object.keys(irVersions).map(Number);

/** Numbers of ONNX's element types. */
const typeNumbers = { float32: 1, float16: 10, float64: 11, bfloat16: 16 } as const;

/** A model that gives back what it is fed, `x` as `logits`, in another type where that is asked. */
export function identityModel({
  opset = 17,
  irVersion = irVersions[opset] ?? 8,
  dims: shape = ['N', 'C'],
  isShapeless = false,
  outputType = 'float32',
}: TinyOptions = {}): Uint8Array {
  const dims = isShapeless ? undefined : shape;
  const cast: GraphNode = {
    operator: 'Cast',
    inputs: ['x'],
    output: 'logits',
    attributes: [{ name: 'to', kind: 'integer', value: typeNumbers[outputType] }],
  };
  const node = outputType === 'float32' ? { ...cast, operator: 'Identity', attributes: [] } : cast;
  return writeModel({
    opset,
    irVersion,
    inputs: [{ name: 'x', elementType: 'float32', dims }],
    nodes: [node],
    constants: [],
    outputs: [{ name: 'logits', elementType: outputType, dims }],
  });
}

/** Runs a model once and closes it. */
export async function runOnce(
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const session: Session = await openSession(model, 'tiny model');
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

export function float32(values: Iterable<number>, dims: readonly number[]): Tensor {
  return { type: 'float32', data: Float32Array.from(values), dims };
}
