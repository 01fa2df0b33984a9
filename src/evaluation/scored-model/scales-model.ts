import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { writeFileDurably } from '../../io/index.ts';
import {
  appendPieces,
  apply,
  asFloat32,
  type Draft,
  type GraphPiece,
  inspectModel,
  outputOf,
  reduceClasses,
  resizeMapsTo,
  writeModel,
} from '../../onnx/index.ts';
import type { ChosenDetectors } from '../chosen-detectors.ts';
import type { OpenModel } from '../open-model.ts';
import type { ScoredModel } from '../scorer/messages.ts';
import type { MapSize } from './model-logits.ts';
import {
  type ComposedModel,
  composeModel,
  plainBytes,
  type WantedOutputs,
  writeComposed,
} from './scored-model.ts';

/** Input of the second model, and what it calls the same as an output. */
const averaged = 'averaged';
const handedOn = 'averaged_scores';

/** Operators of the second model, as torch has written them since 2022. */
const version = { opset: 17, irVersion: 8 } as const;

/** Is the model run once a scale, and its scores averaged? */
export function hasScales({ manifest }: OpenModel): boolean {
  return manifest.input.resize.kind === 'scales';
}

/**
 * @throws {InvalidInput} where the model takes one size alone, or where a detector does not fit what is
 * averaged: of averaged probabilities there are no logits
 */
export function checkScales(model: OpenModel, { names, passes }: ChosenDetectors): void {
  const { manifest, summary, path } = model;
  const { resize, name: tensor } = manifest.input;
  if (resize.kind !== 'scales') return;
  const sides = summary.inputs.find(({ name }) => name === tensor)?.dims?.slice(2);
  if (sides?.some((side) => typeof side === 'number') === true) {
    throw new InvalidInput(
      `Model takes images of ${sides.join('x')} alone and is run at several scales, export it with axes of any size: ${path}`,
    );
  }
  const [pass] = passes;
  if (pass !== undefined) {
    throw new InvalidInput(
      `Detector ${pass.name} compares passes of one scale, and ${manifest.name} has several: copy its manifest with another resize`,
    );
  }
  const odd = names.find((name) => onLogits.includes(name));
  if (odd === undefined || kindOf(model) === 'logits') return;
  throw new InvalidInput(
    `Detector ${odd} needs logits, and ${manifest.name} averages probabilities over its scales: copy its manifest with "average": "scores". ` +
      'What the code of the paper calls MaxLogit there is the largest averaged probability, which is msp here',
  );
}

const onLogits: readonly string[] = ['max-logit', 'logit-avg', 'energy'];

/** What the average of all scales is. */
function kindOf({ manifest }: OpenModel): 'logits' | 'probabilities' {
  const { resize } = manifest.input;
  const isOfProbabilities = resize.kind === 'scales' && resize.average === 'probabilities';
  return isOfProbabilities ? 'probabilities' : manifest.outputs.scores.kind;
}

/** A model in two: what is run once a scale, and what is run once on the average. */
export interface ComposedScales {
  readonly scale: ComposedModel;
  readonly last: ComposedModel;
}

/**
 * Cuts a model where scales are averaged. The first part ends in scores at the size of the masks, and
 * where probabilities are averaged in those; the second begins with the average and ends in what is
 * wanted. Source: CSAIL's semantic-segmentation-pytorch, PPMDeepsup: resized, then softmax, then
 * averaged.
 */
export function composeScales(model: OpenModel, wanted: WantedOutputs): ComposedScales {
  const { size } = wanted;
  if (size === undefined) throw new InvalidInput(`Scales without masks to bring them to`);
  const piece = scalePiece(model, size);
  const bytes = appendPieces(plainBytes(model), [piece], { where: model.path });
  const outputs = [{ tensor: piece.output.name, kind: 'rows', array: averaged }] as const;
  return { scale: { bytes, outputs }, last: composeModel(averageModel(model, size), wanted) };
}

function scalePiece({ manifest, summary, path }: OpenModel, size: MapSize): GraphPiece {
  const { scores } = manifest.outputs;
  const { opset } = summary;
  const output = outputOf(summary, scores.name);
  if (output === undefined) throw new InvalidInput(`No output "${scores.name}": ${path}`);
  const resized = resizeMapsTo(asFloat32(output, 'scale_float32'), size, {
    name: 'scale_resized',
    opset,
  });
  const { resize } = manifest.input;
  const isSoft =
    scores.kind === 'logits' && resize.kind === 'scales' && resize.average === 'probabilities';
  const { tensor, nodes, constants } = isSoft ? softmax(resized, opset) : resized;
  const { channels } = manifest.classes;
  const dims = [output.dims?.[0], channels, size.height, size.width];
  return { nodes, constants, output: { name: tensor, dims }, opset };
}

/** Written out: before operator set 13, `Softmax` was over all axes from the one named. */
function softmax(scores: Draft, opset: number): Draft {
  const max = reduceClasses('ReduceMax', scores, { name: 'scale_max', opset, keep: true });
  const less = apply('Sub', [scores, max], { name: 'scale_less' });
  const powers = apply('Exp', [less], { name: 'scale_powers' });
  const sum = reduceClasses('ReduceSum', powers, { name: 'scale_sum', opset, keep: true });
  return onceEach(apply('Div', [powers, sum], { name: 'scale_probabilities' }));
}

function onceEach({ tensor, nodes, constants }: Draft): Draft {
  return {
    tensor,
    nodes: [...new Map(nodes.map((node) => [node.output, node])).values()],
    constants: [...new Map(constants.map((fixed) => [fixed.name, fixed])).values()],
  };
}

/** A model that hands on the average, as if it were the one whose scores they are. */
function averageModel(model: OpenModel, { height, width }: MapSize): OpenModel {
  const { manifest, path } = model;
  const dims = ['N', manifest.classes.channels, height, width];
  const bytes = writeModel({
    ...version,
    inputs: [{ name: averaged, elementType: 'float32', dims }],
    nodes: [{ operator: 'Identity', inputs: [averaged], output: handedOn, attributes: [] }],
    constants: [],
    outputs: [{ name: handedOn, elementType: 'float32', dims }],
  });
  const { activation } = manifest.outputs.scores;
  const outputs = {
    ...{ scores: { name: handedOn, kind: kindOf(model), activation } },
    ...{ pixels: manifest.outputs.pixels },
  };
  return {
    ...model,
    bytes,
    summary: inspectModel(bytes, path),
    manifest: { ...manifest, outputs },
  };
}

/** Writes both parts where processes load them. */
export async function writeScales(
  { scale, last }: ComposedScales,
  model: OpenModel,
  { folder, channels }: { readonly folder: string } & Pick<ScoredModel, 'channels'>,
): Promise<ScoredModel> {
  const path = join(folder, 'average.onnx');
  await writeFileDurably(path, last.bytes);
  const written = await writeComposed(scale, model, { folder, channels });
  return {
    ...written,
    outputs: last.outputs,
    average: { path, input: averaged, scores: scale.outputs[0]?.tensor ?? '' },
  };
}
