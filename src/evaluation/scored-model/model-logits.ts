import { InvalidInput } from '../../errors.ts';
import {
  apply,
  asFloat32,
  atLeast,
  constant,
  type Dimension,
  type Draft,
  type ModelTensor,
  outputOf,
  reduceClasses,
  resizeMaps,
} from '../../onnx/index.ts';
import type { DetectorCells } from '../../records/index.ts';
import type { OpenModel } from '../open-model.ts';

/** The logits that detectors take, and what must be computed in the graph to have them. */
export interface ModelLogits {
  readonly tensor: ModelTensor;
  readonly draft: Draft;
}

/** Height and width of the masks that pixels are held against. */
export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The scores of the classes as logits, [N, C], or [N, C, H, W] in the size of the masks. Of
 * probabilities the logarithm (softmax) or the logarithm of the odds (sigmoid) is taken: where the
 * model has rounded them to 0 or 1, what they were is lost.
 *
 * @throws {InvalidInput} when the model has no output of the name, or another number of classes
 */
export function modelLogits({ manifest, summary, path }: OpenModel, size?: MapSize): ModelLogits {
  const { scores } = manifest.outputs;
  const { opset } = summary;
  const output = outputOf(summary, scores.name);
  if (output === undefined) {
    const known = summary.outputs.map(({ name }) => name).join(', ');
    throw new InvalidInput(`No output "${scores.name}" (it has ${known}): ${path}`);
  }
  const raw = asFloat32(output, 'scores');
  const cells = scores.cells === undefined ? raw : bestCells(raw, scores.cells, { opset, output });
  const dims =
    scores.cells === undefined ? output.dims : [output.dims?.[0], manifest.classes.channels];
  checkChannels(dims, manifest.classes.channels, path);
  const { activation, kind } = scores;
  const logits = kind === 'logits' ? cells : logarithms(cells, activation, opset);
  const resized = size === undefined ? undefined : resize({ logits, dims, size, opset, path });
  const draft = resized?.draft ?? logits;
  return {
    tensor: { name: draft.tensor, elementType: 'float32', dims: resized?.dims ?? dims },
    draft,
  };
}

function checkChannels(
  dims: readonly Dimension[] | undefined,
  expected: number,
  path: string,
): void {
  const channels = dims?.[1];
  if (typeof channels !== 'number' || channels === expected) return;
  throw new InvalidInput(
    `Model has ${channels} classes where its manifest states ${expected}: ${path}`,
  );
}

/** Below it a probability has no logarithm in float32. */
const leastProbability = 1e-37;

function logarithms(p: Draft, activation: 'softmax' | 'sigmoid', opset: number): Draft {
  const bounded = atLeast(p, leastProbability, { name: 'probability_bounded', opset });
  const log = apply('Log', [bounded], { name: 'probability_log' });
  if (activation === 'softmax') return log;
  const one = constant('one', Float32Array.of(1), []);
  const rest = apply('Sub', [one, p], { name: 'probability_rest' });
  const boundedRest = atLeast(rest, leastProbability, { name: 'probability_rest_bounded', opset });
  const logRest = apply('Log', [boundedRest], { name: 'probability_rest_log' });
  return apply('Sub', [log, logRest], { name: 'probability_odds_log' });
}

/** A score a class of the image out of a detector's cells: the largest of objectness and class. */
function bestCells(
  raw: Draft,
  { objectness, firstClass, objectnessPower, classPower }: DetectorCells,
  { opset, output }: { readonly opset: number; readonly output: ModelTensor },
): Draft {
  const channels = output.dims?.[1];
  if (typeof channels !== 'number') {
    throw new InvalidInput(`Cells need the number of channels to be in the graph: ${output.name}`);
  }
  const picked = (name: string, from: number, count: number) =>
    apply('Gather', [raw, constant(`${name}_places`, places(from, count))], {
      name,
      attributes: [{ name: 'axis', kind: 'integer', value: 1 }],
    });
  const power = (name: string, of: Draft, exponent: number) =>
    apply('Pow', [of, constant(`${name}_exponent`, Float32Array.of(exponent), [])], { name });
  const found = power('cell_objectness', picked('cell_objects', objectness, 1), objectnessPower);
  const classes = picked('cell_classes', firstClass, channels - firstClass);
  const product = apply('Mul', [found, power('cell_powers', classes, classPower)], {
    name: 'cell_scores',
  });
  // [N, C, H, W] to [N, C, H x W], then the last axis as the one that is reduced.
  const flat = apply('Reshape', [product, constant('cell_shape', BigInt64Array.of(0n, 0n, -1n))], {
    name: 'cell_flat',
  });
  const turned = apply('Transpose', [flat], {
    name: 'cell_turned',
    attributes: [{ name: 'perm', kind: 'integers', value: [0, 2, 1] }],
  });
  return reduceClasses('ReduceMax', turned, { name: 'cell_best', opset, keep: false });
}

function places(from: number, count: number): BigInt64Array {
  return BigInt64Array.from({ length: count }, (_, i) => BigInt(from + i));
}

interface Resizing {
  readonly logits: Draft;
  readonly dims: readonly Dimension[] | undefined;
  readonly size: MapSize;
  readonly opset: number;
  readonly path: string;
}

function resize({ logits, dims, size, opset, path }: Resizing) {
  const [batch, channels, height, width] = dims ?? [];
  if (typeof height !== 'number' || typeof width !== 'number') return undefined;
  if (height === size.height && width === size.width) return undefined;
  const scale = { down: size.height / height, across: size.width / width };
  // The runtime cuts the product to whole pixels: it must not fall short by a rounding.
  const isExact = [
    [height, scale.down, size.height],
    [width, scale.across, size.width],
  ].every(([from, by, to]) => Math.floor((from as number) * Math.fround(by as number)) === to);
  if (!isExact) {
    throw new InvalidInput(
      `Maps of ${width}x${height} cannot be brought to ${size.width}x${size.height} exactly: ${path}`,
    );
  }
  const draft = resizeMaps(logits, scale, { name: 'logits_resized', opset });
  return { draft, dims: [batch, channels, size.height, size.width] as const };
}
