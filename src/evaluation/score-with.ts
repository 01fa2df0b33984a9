import { InvalidInput } from '../errors.ts';
import type { Evaluation } from './evaluation.ts';
import type { FitScores } from './fit/fit-detectors.ts';
import type { OpenReconstruction } from './open-model.ts';
import type { MapSize } from './scored-model/model-logits.ts';
import { optimisationOfPasses, passesOutput, writePasses } from './scored-model/passes-model.ts';
import { composeReconstruction, writeReconstruction } from './scored-model/reconstruction-model.ts';
import { composeScales, hasScales, writeScales } from './scored-model/scales-model.ts';
import { composeModel, type WantedOutputs, writeComposed } from './scored-model/scored-model.ts';
import { type StoredScores, scoreSubjects } from './scores/score-subjects.ts';
import { runtimeVersion } from './session.ts';
import type { Subject } from './subjects/subject.ts';

/** Images a shard: what a kill may cost, and what is measured at once. */
export function shardSizeOf({ model }: Evaluation): number {
  return model.manifest.task === 'segmentation' ? 4 : 64;
}

export interface Scoring {
  readonly wanted: WantedOutputs;
  /** Of a model that keeps its dropout. */
  readonly passes?: number | undefined;
  readonly reconstruction?: OpenReconstruction | undefined;
  readonly phase: 'fit' | 'score';
  readonly identity: Readonly<Record<string, unknown>>;
}

/** Scores images with what is wanted of the model appended to it, or finds them scored. */
export async function scoreWith(
  evaluation: Evaluation,
  subjects: readonly Subject[],
  { wanted, passes, reconstruction, phase, identity }: Scoring,
): Promise<StoredScores> {
  const { model, folder, run, seed, onProgress } = evaluation;
  const { classes, task } = model.manifest;
  const scales = hasScales(model) ? composeScales(model, wanted) : undefined;
  const composed = scales?.last ?? composeModel(model, wanted);
  const errors =
    reconstruction === undefined
      ? undefined
      : { model: reconstruction, composed: composeReconstruction(reconstruction, wanted.size) };
  const isCounted = task === 'segmentation' && wanted.withPrediction;
  const channels = isCounted ? { first: classes.firstChannel, count: classes.channels } : undefined;
  return scoreSubjects({
    folder,
    subjects,
    identity: {
      model: model.sha256,
      manifest: model.manifestSha256,
      arrays: composed.outputs.map(({ array }) => array),
      settings: { backgroundClass: wanted.settings.backgroundClass },
      size: wanted.size,
      ...identity,
      ...(reconstruction === undefined
        ? {}
        : {
            reconstruction: {
              model: reconstruction.sha256,
              manifest: reconstruction.manifestSha256,
            },
          }),
      // Which numbers are drawn depends on how many images go through at once.
      ...(passes === undefined
        ? {}
        : {
            passes: {
              ...{ passes, seed, batch: run.batch },
              optimisation: optimisationOfPasses(model, run.session),
            },
          }),
      runtime: {
        version: runtimeVersion(),
        provider: run.session.provider ?? 'cpu',
        optimisation: run.session.optimisation ?? 'all',
      },
    },
    model: async (jobFolder) => {
      const to = { folder: jobFolder, channels };
      const written =
        scales === undefined
          ? await writeComposed(composed, model, to)
          : await writeScales(scales, model, to);
      if (passes === undefined) return written;
      return { ...written, outputs: [...written.outputs, passesOutput] };
    },
    ...(errors === undefined
      ? {}
      : { beside: (job) => writeReconstruction(errors.model, errors.composed, job) }),
    ...(passes === undefined
      ? {}
      : {
          passes: (jobFolder) =>
            writePasses(
              model,
              { passes, seed, size: wanted.size, session: run.session },
              jobFolder,
            ),
        }),
    run: {
      ...run,
      shardSize: shardSizeOf(evaluation),
      onProgress: (done, total) => onProgress(phase, done, total),
    },
  });
}

/** What in-distribution images look like to the model, for what learns from them. */
export async function scoreForFit(
  evaluation: Evaluation,
  size: MapSize | undefined,
  rows: WantedOutputs['rows'],
): Promise<FitScores> {
  const { fitOn, model } = evaluation;
  if (fitOn === undefined) throw new InvalidInput('No images to fit on: say --fit');
  const wanted = { detectors: [], settings: {}, size, rows, withPrediction: false };
  const identity = { fit: fitOn.sha256 };
  const stored = await scoreWith(evaluation, fitOn.list, { wanted, phase: 'fit', identity });
  return { stored, subjects: fitOn.list, classes: model.manifest.classes.channels };
}
