import type { Dimension, ModelTensor } from '../../onnx/index.ts';
import { type ModelManifest, parseModelManifest } from '../../records/index.ts';
import type { OutputTrial } from '../try-model/index.ts';
import type { ModelInspection } from './inspect-model-file.ts';
import { scoresOf } from './scores-of.ts';

/** Classes that the outputs were found to fit. */
interface Fitting {
  readonly name: string;
  readonly members: number;
}

const open = 'Not in the file, only proposed: look it up in what the model was trained with';

/**
 * A manifest as far as a file can tell, to be completed by who knows the model: what it cannot say is
 * proposed plainly and named in the notes.
 *
 * @returns `undefined` where the model has no image as input or no scores as output
 * @throws {InvalidInput} where what the file says cannot stand in a manifest
 */
export function proposeManifest(
  inspection: ModelInspection,
  lists: readonly Fitting[],
): ({ readonly schema: 1 } & ModelManifest) | undefined {
  const { file, bytes, sha256, summary, trial } = inspection;
  const [input] = summary.inputs;
  const scores = scoresOf(summary);
  if (input === undefined || scores === undefined) return undefined;
  const tried =
    trial?.kind === 'ran' ? trial.outputs.find(({ name }) => name === scores.name) : undefined;
  const channels = [scores.dims?.[1], tried?.dims[1]].find((dim) => typeof dim === 'number');
  if (channels === undefined) return undefined;
  const list = lists.find(({ members }) => members === channels);
  const title = file.replace(/\.onnx$/, '');
  const others = summary.outputs.filter(({ name }) => name !== scores.name);
  const proposal = {
    schema: 1 as const,
    name: nameFrom(title),
    title,
    file: file.endsWith('.onnx') ? { name: file, bytes, sha256 } : undefined,
    ...taskOf(input, scores, tried),
    classes: { set: list?.name ?? 'unknown', channels },
    input: inputOf(input),
    trainedOn: 'unknown',
    notes: [
      `${open}: channels, range, mean, std, orientation, resize, filter, trainedOn, licence.`,
      list === undefined
        ? 'No class list has as many members as there are channels.'
        : 'The class set was chosen by its number of members alone.',
      ...others.map(({ name }) => `Another output, unused: ${name}.`),
    ],
    sources: [{ of: 'file, tensors and shapes', from: `oodforge model inspect ${file}` }],
  };
  return { schema: 1, ...parseModelManifest(proposal, `proposal for ${file}`) };
}

function nameFrom(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g);
  return words?.join('-') ?? 'model';
}

/** What is told from the shape and the values of the scores: the task, and what the outputs are. */
function taskOf(input: ModelTensor, { name, dims }: ModelTensor, tried: OutputTrial | undefined) {
  const [height, width] = (tried?.dims ?? dims ?? []).slice(2);
  const hasPixels = (height ?? 1) !== 1 || (width ?? 1) !== 1;
  const isProbability = tried?.sumsToOne === true;
  const isSigmoid =
    !isProbability && (tried?.min ?? -1) >= 0 && (tried?.max ?? 2) <= 1 && !hasPixels;
  const scores = {
    name,
    kind: isProbability || isSigmoid ? 'probabilities' : 'logits',
    activation: isSigmoid ? 'sigmoid' : 'softmax',
  };
  if (!hasPixels) return { task: isSigmoid ? 'multilabel' : 'multiclass', outputs: { scores } };
  const pixels = pixelsOf(input, height, width);
  return { task: 'segmentation', outputs: { scores, pixels } };
}

function pixelsOf({ dims }: ModelTensor, height: Dimension, width: Dimension) {
  const [inHeight, inWidth] = imageSides(dims);
  if (typeof height !== 'number' || typeof width !== 'number') return { kind: 'stride', stride: 1 };
  const stride = Number(inHeight) / height;
  const isEven = Number.isInteger(stride) && Number(inWidth) / width === stride;
  return isEven && stride <= 64 ? { kind: 'stride', stride } : { kind: 'fixed', width, height };
}

function inputOf({ name, elementType, dims }: ModelTensor) {
  const [height, width] = imageSides(dims);
  const hasSize = typeof height === 'number' && typeof width === 'number';
  const isBytes = elementType === 'uint8';
  return {
    name,
    layout: isChannelsLast(dims) ? 'NHWC' : 'NCHW',
    type: elementType,
    channels: 'RGB',
    range: isBytes ? 255 : 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    resize: hasSize ? { kind: 'squish', width, height } : { kind: 'none' },
    filter: { library: 'pillow', name: 'bilinear' },
  };
}

function imageSides(dims: ModelTensor['dims']): readonly [height: Dimension, width: Dimension] {
  const sides = isChannelsLast(dims) ? dims?.slice(1, 3) : dims?.slice(2, 4);
  return [sides?.[0], sides?.[1]];
}

function isChannelsLast(dims: ModelTensor['dims']): boolean {
  return dims?.[3] === 3 && dims[1] !== 3;
}
