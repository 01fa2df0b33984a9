import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { writeFileDurably } from '../../io/index.ts';
import { drawingOperators } from '../../onnx/index.ts';
import type { ChosenDetectors } from '../chosen-detectors.ts';
import type { OpenModel } from '../open-model.ts';
import { passesTensor } from '../scorer/dropout-passes.ts';
import type { PassesModel, ScoredOutput } from '../scorer/messages.ts';
import type { SessionOptions } from '../session.ts';
import type { MapSize } from './model-logits.ts';
import { composeModel } from './scored-model.ts';

/** How often a model is run for Dropout, and with what seeds. */
export interface WantedPasses {
  readonly passes: number;
  readonly seed: number;
  readonly size?: MapSize | undefined;
  readonly session: SessionOptions;
}

/** What is kept of the passes. */
export const passesOutput: ScoredOutput = {
  kind: 'scores',
  array: 'dropout',
  tensor: passesTensor,
};

/** Does the model draw numbers at every run, so that it has no pass without dropout? */
export function drawsAlways({ summary }: OpenModel): boolean {
  return summary.operators.some(({ name }) => drawingOperators.includes(name));
}

/**
 * Of a model that says that it drops out, the runtime may take the dropout away once it rewrites the
 * graph: passes run the graph as it is written.
 */
export function optimisationOfPasses(
  model: OpenModel,
  { optimisation }: SessionOptions,
): SessionOptions['optimisation'] {
  const hasDropout = model.summary.operators.some(({ name }) => name === 'Dropout');
  return hasDropout ? 'disabled' : optimisation;
}

/**
 * @throws {InvalidInput} where Dropout does not fit the model, or where the model draws in the pass that
 * other detectors are computed on
 */
export function checkPasses(model: OpenModel, { passes, names }: ChosenDetectors): void {
  const { path, manifest, summary } = model;
  const others = names.filter((name) => !passes.some((detector) => detector.name === name));
  if (others.length > 0 && drawsAlways(model)) {
    throw new InvalidInput(
      `Model draws numbers at every run, and detectors of one pass would differ from run to run (${others.join(', ')}): take them of an export without dropout: ${path}`,
    );
  }
  if (passes.length === 0) return;
  if (manifest.task === 'multilabel') {
    throw new InvalidInput(`Detector dropout takes a softmax, and the model has labels: ${path}`);
  }
  const [outside] = summary.externalFiles;
  if (outside !== undefined) {
    throw new InvalidInput(
      `Detector dropout seeds the model anew for each pass, and its weights lie beside it in ${outside}: export it in one file: ${path}`,
    );
  }
}

/** Writes the model that is run pass by pass where processes find it. */
export async function writePasses(
  model: OpenModel,
  { passes, seed, size, session }: WantedPasses,
  folder: string,
): Promise<PassesModel> {
  const wanted = { detectors: [], settings: {}, size, withPrediction: false } as const;
  const { bytes, outputs } = composeModel(model, {
    ...wanted,
    rows: ['logits'],
    keepsDropout: true,
  });
  const path = join(folder, 'passes.onnx');
  await writeFileDurably(path, bytes);
  return {
    ...{ path, where: model.path, passes, seed },
    logits: outputs[0]?.tensor ?? '',
    session: { ...session, optimisation: optimisationOfPasses(model, session) },
  };
}
