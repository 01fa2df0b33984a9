import { cpus } from 'node:os';
import { join } from 'node:path';
import type { DetectorSettings, MatrixProduct } from '../detectors/index.ts';
import { InvalidInput } from '../errors.ts';
import { jsonText, type Manifest, toolkitName, writeFileWhole } from '../io/index.ts';
import type { Protocol, TaskRunner } from '../records/index.ts';
import { accuracyOf } from './accuracy/accuracy-of.ts';
import type { ChosenDetectors } from './chosen-detectors.ts';
import type {
  EvaluatedDetector,
  EvaluatedImages,
  EvaluatedSet,
  EvaluationResult,
  EvaluationRuntime,
} from './evaluation-result.ts';
import { findingsOf } from './findings.ts';
import { fitTemplates } from './fit/fit-detectors.ts';
import { fitAndScore } from './fit/score-on-features.ts';
import { measureScores } from './measure/measure-scores.ts';
import type { OpenModel, OpenReconstruction } from './open-model.ts';
import type { MapSize } from './scored-model/model-logits.ts';
import {
  checkPasses,
  drawsAlways,
  optimisationOfPasses,
  passesOutput,
  writePasses,
} from './scored-model/passes-model.ts';
import {
  checkReconstruction,
  composeReconstruction,
  writeReconstruction,
} from './scored-model/reconstruction-model.ts';
import { checkScales, composeScales, hasScales, writeScales } from './scored-model/scales-model.ts';
import { composeModel, type WantedOutputs, writeComposed } from './scored-model/scored-model.ts';
import { type RunOptions, type StoredScores, scoreSubjects } from './scores/score-subjects.ts';
import { runtimeVersion } from './session.ts';
import type { Subjects } from './subjects/read-subjects.ts';
import type { Subject } from './subjects/subject.ts';

/** One model, the images it is asked about, and how its answers are measured. */
export interface Evaluation {
  readonly model: OpenModel;
  /** What the detector of reconstructions judges by, beside the model. */
  readonly reconstruction?: OpenReconstruction | undefined;
  readonly detectors: ChosenDetectors;
  readonly protocol: Manifest<Protocol>;
  /** What is to be found out, or images whose masks say where it is. */
  readonly anomalous: Subjects;
  /** Of a classification: images that hold what the model knows. */
  readonly inDistribution?: Subjects | undefined;
  /** What detectors that learn are fitted on. */
  readonly fitOn?: Subjects | undefined;
  readonly settings: Pick<DetectorSettings, 'backgroundClass'>;
  /** Where scores are kept; a folder of each job is made in it. */
  readonly folder: string;
  readonly run: Omit<RunOptions, 'onProgress' | 'shardSize'>;
  readonly seed: number;
  readonly replicates: number;
  /** How often a model that keeps its dropout is run for each image. */
  readonly passes?: number | undefined;
  readonly runTask: TaskRunner;
  readonly product: MatrixProduct;
  readonly onProgress: (phase: EvaluationPhase, done: number, total: number) => void;
}

export type EvaluationPhase = 'fit' | 'score' | 'measure';

/** The result, and what making it took. */
export interface Evaluated {
  readonly result: EvaluationResult;
  /** All that was scored, in the order of the scores. */
  readonly subjects: readonly Subject[];
  readonly scores: StoredScores;
}

/**
 * Scores every image once, whatever the number of detectors, and measures the scores. What an earlier
 * run has scored is not scored again.
 *
 * @throws {InvalidInput} when model, detectors, protocol and releases do not fit each other
 */
export async function evaluate(evaluation: Evaluation): Promise<Evaluated> {
  const { model, detectors, protocol, anomalous, inDistribution } = evaluation;
  checkFit(evaluation);
  const size = mapSizeOf(evaluation);
  const templates = detectors.names.includes('kl-matching')
    ? await fitTemplates(await scoreForFit(evaluation, size, [size ? 'kl-sums' : 'logits']))
    : undefined;
  const subjects = [...(inDistribution?.list ?? []), ...anomalous.list];
  const wanted: WantedOutputs = {
    detectors: detectors.inGraph.filter(
      ({ name }) => name !== 'autoencoder' || evaluation.reconstruction === undefined,
    ),
    settings: { ...settingsOf(evaluation), templates: templates?.fitted },
    size,
    rows: [
      ...(detectors.onFeatures.length > 0 ? (['features'] as const) : []),
      ...(model.manifest.task === 'multilabel' ? (['logits'] as const) : []),
    ],
    withPrediction: model.manifest.task !== 'multilabel' && !drawsAlways(model),
  };
  const scores = await score(evaluation, subjects, {
    wanted,
    reconstruction: evaluation.reconstruction,
    passes: detectors.passes.length === 0 ? undefined : (evaluation.passes ?? usualPasses),
    phase: 'score',
    identity: { templates: templates?.sha256, images: [inDistribution?.sha256, anomalous.sha256] },
  });
  const onFeatures =
    detectors.onFeatures.length === 0
      ? []
      : await fitAndScore(scores, {
          detectors: detectors.onFeatures,
          fit: await scoreForFit(evaluation, size, ['features']),
          seed: evaluation.seed,
          product: evaluation.product,
        });
  const fits = new Map([
    ...(templates === undefined ? [] : [['kl-matching', templates.sha256] as const]),
    ...onFeatures.map(({ detector, fit }) => [detector, fit.sha256] as const),
  ]);
  const measured = await measureScores({
    ...evaluation,
    protocol: protocol.content,
    stored: scores,
    subjects,
    shardSize: shardSizeOf(evaluation),
    onFeatures,
    onProgress: (done, total) => evaluation.onProgress('measure', done, total),
  });
  const accuracy = drawsAlways(model)
    ? { measures: [] }
    : accuracyOf({ model, stored: scores, subjects });
  const result: EvaluationResult = {
    toolkit: toolkitName(),
    model: {
      name: model.manifest.name,
      sha256: model.sha256,
      manifestSha256: model.manifestSha256,
      task: model.manifest.task,
      classes: model.manifest.classes.channels,
    },
    runtime: runtimeOf(evaluation),
    ...(inDistribution === undefined ? {} : { inDistribution: imagesOf(inDistribution) }),
    sets: setsOf(anomalous),
    detectors: detectors.names.map((name) => detectorOf(name, fits.get(name), evaluation)),
    protocol: { name: protocol.content.name, sha256: protocol.sha256 },
    metrics: measured.metrics,
    differences: measured.differences,
    accuracy: accuracy.measures,
    findings: findingsOf({
      metrics: measured.metrics,
      ranges: measured.ranges,
      scoresKind: model.manifest.outputs.scores.kind,
      positive: protocol.content.positive,
      classes: model.manifest.classes.channels,
      predictions: accuracy.predictions,
      topOne: accuracy.topOne,
    }),
    scores: { identity: scores.identity, sha256: scores.sha256 },
  };
  await writeFileWhole(join(scores.folder, 'evaluation.json'), evaluationText(result));
  return { result, subjects, scores };
}

/** The result as the file that claims, gates and comparisons read. */
export function evaluationText(result: EvaluationResult): string {
  return jsonText({ schema: 1, ...result });
}

/** More passes leave less noise in the variance, and take longer. */
const usualPasses = 10;

function checkFit(evaluation: Evaluation): void {
  const { model, inDistribution, anomalous, detectors, fitOn } = evaluation;
  const { task, name } = model.manifest;
  checkPasses(model, detectors);
  checkScales(model, detectors);
  checkReconstruction(model, detectors, evaluation.reconstruction);
  const hasMasks = anomalous.list.every(({ mask }) => mask !== undefined);
  if (task === 'segmentation' && !hasMasks) {
    throw new InvalidInput(
      `Model ${name} judges pixels, and ${anomalous.release} has no masks: take a release of masks`,
    );
  }
  if (task === 'segmentation' && inDistribution !== undefined) {
    throw new InvalidInput(
      `Model ${name} judges pixels, which masks tell apart: leave --id out for ${anomalous.release}`,
    );
  }
  if (task !== 'segmentation' && inDistribution === undefined) {
    throw new InvalidInput(
      `Images to tell ${anomalous.release} from are missing: name a release, or a split of it, with --id`,
    );
  }
  const learners = [
    ...detectors.onFeatures.map((detector) => detector.name),
    ...detectors.names.filter((detector) => detector === 'kl-matching'),
  ];
  if (learners.length > 0 && fitOn === undefined) {
    throw new InvalidInput(
      `Detectors learn from in-distribution images (${learners.join(', ')}): name a release, or a split, with --fit`,
    );
  }
}

/** All masks of one size: maps are brought to it inside the graph. */
function mapSizeOf({ model, anomalous }: Evaluation): MapSize | undefined {
  if (model.manifest.task !== 'segmentation') return undefined;
  const [first] = anomalous.list;
  const size = first?.mask;
  const odd = anomalous.list.find(
    ({ mask }) => mask?.width !== size?.width || mask?.height !== size?.height,
  );
  if (odd !== undefined) {
    throw new InvalidInput(
      `Masks differ in size, as that of ${odd.id}, and maps are brought to one: ${anomalous.release}`,
    );
  }
  return size === undefined ? undefined : { width: size.width, height: size.height };
}

function settingsOf({ model, settings }: Evaluation): DetectorSettings {
  const confidence = model.manifest.outputs.confidenceKind;
  return { ...settings, ...(confidence === undefined ? {} : { confidence }) };
}

/** Images a shard: what a kill may cost, and what is measured at once. */
function shardSizeOf({ model }: Evaluation): number {
  return model.manifest.task === 'segmentation' ? 4 : 64;
}

interface Scoring {
  readonly wanted: WantedOutputs;
  /** Of a model that keeps its dropout. */
  readonly passes?: number | undefined;
  readonly reconstruction?: OpenReconstruction | undefined;
  readonly phase: 'fit' | 'score';
  readonly identity: Readonly<Record<string, unknown>>;
}

async function score(
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
  const channels =
    task === 'segmentation' ? { first: classes.firstChannel, count: classes.channels } : undefined;
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

async function scoreForFit(
  evaluation: Evaluation,
  size: MapSize | undefined,
  rows: WantedOutputs['rows'],
) {
  const { fitOn, model } = evaluation;
  if (fitOn === undefined) throw new InvalidInput('No images to fit on: say --fit');
  const wanted = { detectors: [], settings: {}, size, rows, withPrediction: false };
  const identity = { fit: fitOn.sha256 };
  const stored = await score(evaluation, fitOn.list, { wanted, phase: 'fit', identity });
  return { stored, subjects: fitOn.list, classes: model.manifest.classes.channels };
}

function imagesOf({ release, releaseSha256, split, list }: Subjects): EvaluatedImages {
  return { release, releaseSha256, split, images: list.length };
}

function setsOf(subjects: Subjects): readonly EvaluatedSet[] {
  const perSet = Map.groupBy(subjects.list, ({ set }) => set);
  return [...perSet].map(([set, list]) => ({ ...imagesOf(subjects), set, images: list.length }));
}

function detectorOf(
  detector: string,
  fitted: string | undefined,
  { fitOn, seed, detectors, passes = usualPasses, reconstruction }: Evaluation,
): EvaluatedDetector {
  if (detector === 'autoencoder' && reconstruction !== undefined) {
    const { manifest, sha256, manifestSha256 } = reconstruction;
    return { detector, model: { name: manifest.name, sha256, manifestSha256 } };
  }
  if (detectors.passes.some(({ name }) => name === detector)) {
    return { detector, passes: { count: passes, seed } };
  }
  if (fitted === undefined || fitOn === undefined) return { detector };
  return { detector, fit: { ...imagesOf(fitOn), sha256: fitted, seed } };
}

function runtimeOf({ run }: Evaluation): EvaluationRuntime {
  return {
    name: 'onnxruntime-node',
    version: runtimeVersion(),
    provider: run.session.provider ?? 'cpu',
    threads: run.session.threads ?? 1,
    sessions: run.sessions,
    optimisation: run.session.optimisation ?? 'all',
    processor: cpus()[0]?.model.trim() ?? '',
  };
}
