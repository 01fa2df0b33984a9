import type { MeasurableSubject, ScoreMetric } from '../../records/index.ts';
import type { EvaluatedMetric, EvaluatedSet, EvaluationResult } from '../evaluation-result.ts';
import type { MeasuredScore } from './hold-against.ts';
import type { NamedEvaluation } from './read-evaluation.ts';

/** What of a subject is looked for. */
export interface WantedScore {
  readonly subject: MeasurableSubject;
  readonly protocol: string;
  readonly detector: string;
  readonly metric: ScoreMetric;
}

/**
 * `found`: a value, or what stands where it is not defined. `not-comparable`: measured, but of
 * something else, and of what. `missing`: nothing alike was measured.
 */
export type FoundScore =
  | {
      readonly kind: 'found';
      readonly where: string;
      /** In percent; `undefined` where the metric is not defined. */
      readonly measured: MeasuredScore | undefined;
      /** Why it is not defined. */
      readonly reason: string;
    }
  | { readonly kind: 'not-comparable'; readonly where: string; readonly why: string }
  | { readonly kind: 'missing'; readonly why: string };

/** Looks for a score; of values that are of something else, the one most alike is told. */
export function findScore(
  wanted: WantedScore,
  evaluations: readonly NamedEvaluation[],
): FoundScore {
  let nearest: { readonly where: string; readonly differences: readonly string[] } | undefined;
  for (const { where, result } of evaluations) {
    for (const { set, metric } of alike(wanted, result)) {
      const differences = differencesOf(wanted, result, set);
      if (differences.length === 0) {
        return { kind: 'found', where, ...percentOf(metric) };
      }
      if (nearest === undefined || differences.length < nearest.differences.length)
        nearest = { where, differences };
    }
  }
  if (nearest === undefined) return { kind: 'missing', why: whatIsMissing(wanted, evaluations) };
  return { kind: 'not-comparable', where: nearest.where, why: nearest.differences.join('; ') };
}

/** In percent, with its interval. */
export function percentOf({ value, reason, interval }: EvaluatedMetric): {
  readonly measured: MeasuredScore | undefined;
  readonly reason: string;
} {
  if (value === null) return { measured: undefined, reason: reason ?? '' };
  const ends =
    interval === undefined
      ? undefined
      : { low: 100 * interval.low, high: 100 * interval.high, level: interval.level };
  return { measured: { value: 100 * value, interval: ends }, reason: '' };
}

/** `bdd-anomaly-1.0.0` -> `bdd-anomaly`. */
export function datasetOf(release: string): string {
  return release.replace(/-\d+\.\d+\.\d+$/, '');
}

/** Values of the same model, detector and set, on the dataset or one derived from it. */
function* alike(
  { subject, detector, metric }: WantedScore,
  { model, sets, metrics }: EvaluationResult,
): Generator<{ readonly set: EvaluatedSet; readonly metric: EvaluatedMetric }> {
  if (model.name !== subject.model) return;
  for (const found of metrics) {
    if (found.detector !== detector || found.metric !== metric) continue;
    const set = sets.find((known) => known.set === found.set);
    if (set !== undefined && isAlike(subject, set)) yield { set, metric: found };
  }
}

/** The same part of the dataset, or of one that is named after it: `bdd-anomaly-clip-safe`. */
function isAlike({ dataset, set }: MeasurableSubject, got: EvaluatedSet): boolean {
  const of = datasetOf(got.release);
  if (of === dataset) return got.set === set;
  return of.startsWith(`${dataset}-`) && (got.set === set || (set === dataset && got.set === of));
}

function differencesOf(
  { subject, protocol }: WantedScore,
  { protocol: under, model, inDistribution }: EvaluationResult,
  set: EvaluatedSet,
): readonly string[] {
  const found: string[] = [];
  const hold = (what: string, got: string | number, wanted: string | number | undefined) => {
    if (wanted !== undefined && got !== wanted) found.push(`${what} ${got}, not ${wanted}`);
  };
  hold('Protocol', under.name, protocol);
  hold('Task', model.task, subject.task);
  hold('Classes', model.classes, subject.classes);
  if (datasetOf(set.release) !== subject.dataset)
    found.push(`Measured on ${set.release}, not ${subject.dataset}`);
  hold('Split', set.split, subject.split);
  const idRelease = inDistribution?.release ?? 'none';
  const idDataset = subject.inDistribution ?? 'none';
  if (datasetOf(idRelease) !== idDataset)
    found.push(`In-distribution images of ${idRelease}, not ${idDataset}`);
  hold('Data digest', set.releaseSha256, subject.releaseSha256);
  return found;
}

function whatIsMissing(
  { subject, detector }: WantedScore,
  evaluations: readonly NamedEvaluation[],
): string {
  const ofModel = evaluations.filter(({ result }) => result.model.name === subject.model);
  if (ofModel.length === 0) return `No evaluation of ${subject.model}`;
  const ofData = ofModel.filter(({ result }) =>
    result.sets.some(
      ({ release, set }) => set === subject.set && datasetOf(release) === subject.dataset,
    ),
  );
  if (ofData.length === 0) return `No evaluation of ${subject.model} on ${nameOf(subject)}`;
  return `Not scored by ${detector}`;
}

function nameOf({ dataset, set }: MeasurableSubject): string {
  return dataset === set ? dataset : `${dataset}, ${set}`;
}
