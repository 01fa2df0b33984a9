import { cpus } from 'node:os';
import { join } from 'node:path';
import type { DetectorSettings } from '../detectors/index.ts';
import { jsonText, toolkitName, writeFileWhole } from '../io/index.ts';
import { accuracyOf } from './accuracy/accuracy-of.ts';
import { checkEvaluation, mapSizeOf } from './check-evaluation.ts';
import type { Evaluation } from './evaluation.ts';
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
import { scoreForFit, scoreWith, shardSizeOf } from './score-with.ts';
import { drawsAlways } from './scored-model/passes-model.ts';
import type { WantedOutputs } from './scored-model/scored-model.ts';
import type { StoredScores } from './scores/score-subjects.ts';
import { runtimeVersion } from './session.ts';
import type { Subjects } from './subjects/read-subjects.ts';
import type { Subject } from './subjects/subject.ts';

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
  checkEvaluation(evaluation);
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
    withPrediction: hasTellingPrediction(evaluation) && !drawsAlways(model),
  };
  const scores = await scoreWith(evaluation, subjects, {
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
    task: model.manifest.task,
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

function settingsOf({ model, settings }: Evaluation): DetectorSettings {
  const confidence = model.manifest.outputs.confidenceKind;
  return { ...settings, ...(confidence === undefined ? {} : { confidence }) };
}

/** More passes leave less noise in the variance, and take longer. */
const usualPasses = 10;

/** Pixels can be held against masks only where both are of one class set. */
function hasTellingPrediction({ model, anomalous }: Evaluation): boolean {
  const { task, classes } = model.manifest;
  return task === 'segmentation' ? classes.set === anomalous.classSet : task === 'multiclass';
}
