import { copyFile, link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DetectorSettings, GraphDetector } from '../../detectors/index.ts';
import { InvalidInput } from '../../errors.ts';
import { writeFileDurably } from '../../io/index.ts';
import {
  appendPieces,
  apply,
  asFloat32,
  type Draft,
  type GraphPiece,
  type ModelTensor,
  outputOf,
  withoutDropout,
} from '../../onnx/index.ts';
import type { ModelManifest } from '../../records/index.ts';
import { klSumsPiece } from '../fit/kl-sums.ts';
import type { OpenFile, OpenModel } from '../open-model.ts';
import type { ScoredModel, ScoredOutput } from '../scorer/messages.ts';
import { type MapSize, type ModelLogits, modelLogits } from './model-logits.ts';

/** What is to be had of one pass of a model. */
export interface WantedOutputs {
  readonly detectors: readonly GraphDetector[];
  readonly settings: DetectorSettings;
  /** Height and width of the masks; of segmentation only. */
  readonly size?: MapSize | undefined;
  /** Rows to keep for what is fitted, and for the accuracy of several labels. */
  readonly rows: readonly ('logits' | 'features' | 'kl-sums')[];
  /** Is the class of the highest logit wanted, to tell how right the model is? */
  readonly withPrediction: boolean;
  /** Does a dropout of the model stay? Without it all detectors but Dropout are computed. */
  readonly keepsDropout?: boolean | undefined;
}

/** A model that ends in detectors, as bytes. */
export interface ComposedModel {
  readonly bytes: Uint8Array;
  readonly outputs: readonly ScoredOutput[];
}

/**
 * Appends what is wanted to the model, so that one pass gives all of it and logits need not leave
 * the runtime.
 *
 * @throws {InvalidInput} when the model lacks what a detector needs
 */
export function composeModel(model: OpenModel, wanted: WantedOutputs): ComposedModel {
  const { manifest, summary, path } = model;
  const bytes = wanted.keepsDropout === true ? model.bytes : plainBytes(model);
  const { opset } = summary;
  const logits = modelLogits(model, wanted.size);
  const tensors = tensorsOf(model, logits);
  const pieces: GraphPiece[] = [];
  const outputs: ScoredOutput[] = [];
  const add = (piece: GraphPiece, output: Omit<ScoredOutput, 'tensor'>) => {
    pieces.push(onTopOf(logits.draft, piece));
    outputs.push({ ...output, tensor: piece.output.name });
  };
  for (const detector of wanted.detectors) {
    refuseProbabilities(detector, model);
    const piece = detector.piece({ opset, tensors, settings: wanted.settings });
    add(piece, { kind: 'scores', array: detector.name });
  }
  for (const row of wanted.rows) {
    const piece =
      row === 'kl-sums'
        ? klSumsPiece(logits, opset)
        : rowPiece(row, tensorOrRefuse(tensors, row, manifest.name), opset);
    add(piece, { kind: 'rows', array: row });
  }
  if (wanted.withPrediction) {
    const kind = manifest.task === 'segmentation' ? 'prediction' : 'rows';
    add(predictionPiece(logits, opset), { kind, array: 'prediction' });
  }
  // Asked for nothing, a model stays what it is: a graph without outputs is none.
  if (pieces.length === 0) return { bytes, outputs };
  return { bytes: appendPieces(bytes, pieces, { where: path }), outputs };
}

/** The file of a model; of one that keeps its dropout, as it is without. */
export function plainBytes({ bytes, summary, path }: OpenModel): Uint8Array {
  const drops = summary.operators.some(({ name }) => name === 'Dropout');
  return drops ? withoutDropout(bytes, { where: path }) : bytes;
}

/** Writes the composed model, with the files of its weights beside it, where processes load it. */
export async function writeComposed(
  { bytes, outputs }: ComposedModel,
  model: OpenFile<Pick<ModelManifest, 'input'>>,
  { folder, channels }: { readonly folder: string } & Pick<ScoredModel, 'channels'>,
): Promise<ScoredModel> {
  const path = join(folder, 'model.onnx');
  await writeFileDurably(path, bytes);
  for (const file of model.summary.externalFiles) {
    const from = join(dirname(model.path), file);
    const to = join(folder, file);
    await mkdir(dirname(to), { recursive: true });
    await link(from, to).catch(() => copyFile(from, to));
  }
  const { input } = model.manifest;
  return { path, where: model.path, input, outputs, ...(channels && { channels }) };
}

type Tensors = Readonly<
  Partial<Record<'logits' | 'features' | 'confidence' | 'reconstruction' | 'input', ModelTensor>>
>;

function tensorsOf({ manifest, summary }: OpenModel, logits: ModelLogits): Tensors {
  const { features, confidence, reconstruction } = manifest.outputs;
  const named = (name: string | undefined) =>
    name === undefined ? {} : (outputOf(summary, name) ?? inside(name));
  const input = summary.inputs.find(({ name }) => name === manifest.input.name);
  return {
    logits: logits.tensor,
    ...(features === undefined ? {} : { features: named(features) as ModelTensor }),
    ...(confidence === undefined ? {} : { confidence: named(confidence) as ModelTensor }),
    ...(reconstruction === undefined
      ? {}
      : { reconstruction: named(reconstruction) as ModelTensor }),
    ...(input === undefined ? {} : { input }),
  };
}

/** A tensor within the graph: its shape is not told, and it is taken for float32. */
function inside(name: string): ModelTensor {
  return { name, elementType: 'float32', dims: undefined };
}

function tensorOrRefuse(tensors: Tensors, row: 'logits' | 'features', model: string): ModelTensor {
  const tensor = tensors[row];
  if (tensor !== undefined) return tensor;
  throw new InvalidInput(`Manifest names no ${row} of the model, which a detector needs: ${model}`);
}

/** What a softmax has taken away cannot be had back. */
const onLogits: readonly string[] = ['max-logit', 'logit-avg', 'energy'];

function refuseProbabilities({ name }: GraphDetector, { manifest, path }: OpenModel): void {
  const { kind, activation } = manifest.outputs.scores;
  if (kind === 'logits' || activation === 'sigmoid' || !onLogits.includes(name)) return;
  throw new InvalidInput(
    `Detector ${name} needs logits, and the model gives probabilities: ${path}. ` +
      'Export it without its softmax, or leave the detector out',
  );
}

function rowPiece(row: string, tensor: ModelTensor, opset: number): GraphPiece {
  const source = asFloat32(tensor, `${row}_float32`);
  const { tensor: name, ...rest } = apply('Identity', [source], { name: `${row}_rows` });
  return { ...rest, output: { name, dims: tensor.dims }, opset };
}

function predictionPiece({ tensor, draft }: ModelLogits, opset: number): GraphPiece {
  const largest = apply('ArgMax', [draft], {
    name: 'prediction_place',
    attributes: [
      { name: 'axis', kind: 'integer', value: 1 },
      { name: 'keepdims', kind: 'integer', value: 0 },
    ],
  });
  const place = { name: largest.tensor, elementType: 'int64', dims: undefined } as const;
  const { nodes, constants } = largest;
  const cast = asFloat32(place, 'prediction');
  const dims =
    tensor.dims === undefined ? undefined : [...tensor.dims.slice(0, 1), ...tensor.dims.slice(2)];
  return {
    nodes: [...nodes, ...cast.nodes],
    constants: [...constants, ...cast.constants],
    output: { name: cast.tensor, dims },
    opset,
  };
}

/** Nodes that several pieces hold are appended once. */
function onTopOf({ nodes, constants }: Draft, piece: GraphPiece): GraphPiece {
  return {
    ...piece,
    nodes: [...nodes, ...piece.nodes],
    constants: [...constants, ...piece.constants],
  };
}
