import {
  datasetOf,
  type EvaluatedImages,
  type EvaluatedMetric,
  type EvaluationResult,
  holdAgainst,
  percentOf,
} from '../evaluation/index.ts';
import { pointsText } from '../records/index.ts';
import type { Judgement } from './judgement.ts';
import type { ScoreFacts } from './score-facts.ts';
import type { BaselineRule } from './score-rule.ts';

/** A judgement a value of the baseline: `<model>/test/max-logit/auroc`. */
export async function judgeBaseline(
  rule: BaselineRule,
  { evaluations, readBaseline }: ScoreFacts,
): Promise<readonly Judgement[]> {
  const { where, result: baseline } = await readBaseline(rule.evaluation);
  const unknown = (why: string): readonly Judgement[] => [
    { rule: rule.kind, subject: rule.evaluation, verdict: 'unknown', why },
  ];
  const sameModel = evaluations.filter(({ result }) => result.model.name === baseline.model.name);
  if (sameModel.length === 0)
    return unknown(`No evaluation of ${baseline.model.name}, which the baseline is of`);
  if (baseline.metrics.length === 0) return unknown(`No value to hold anything against: ${where}`);
  const alike = sameModel.filter(({ result }) => unlike(rule, result, baseline).length === 0);
  if (alike.length === 0) {
    const [first] = sameModel.flatMap(({ result }) => [unlike(rule, result, baseline).join('; ')]);
    return unknown(`Not comparable with ${where}: ${first}`);
  }
  return baseline.metrics.map((wanted) => ({
    rule: rule.kind,
    subject: `${baseline.model.name}/${wanted.set}/${wanted.detector}/${wanted.metric}`,
    ...judgeValue(rule, { baseline, wanted, results: alike.map(({ result }) => result) }),
  }));
}

/** In what two evaluations differ that makes none of their values comparable. */
function unlike(
  rule: BaselineRule,
  got: EvaluationResult,
  baseline: EvaluationResult,
): readonly string[] {
  const pairs: readonly (readonly [what: string, got: string | number, was: string | number])[] = [
    ['Protocol', got.protocol.name, baseline.protocol.name],
    ['Digest of the protocol', got.protocol.sha256, baseline.protocol.sha256],
    ['Task', got.model.task, baseline.model.task],
    ['Classes', got.model.classes, baseline.model.classes],
    ['Digest of the model', got.model.sha256, baseline.model.sha256],
    ['Digest of its manifest', got.model.manifestSha256, baseline.model.manifestSha256],
  ];
  const id = dataDifference(rule, got.inDistribution, baseline.inDistribution);
  return [
    ...pairs.filter(([, a, b]) => a !== b).map(([what, a, b]) => `${what} ${a}, was ${b}`),
    ...(id === undefined ? [] : [`In-distribution images of ${id}`]),
  ];
}

/** In what data differ: by digest of the release, or by dataset alone; and by split. */
function dataDifference(
  { data }: BaselineRule,
  got: EvaluatedImages | undefined,
  was: EvaluatedImages | undefined,
): string | undefined {
  if (got === undefined && was === undefined) return undefined;
  if (got === undefined || was === undefined)
    return `${got?.release ?? 'none'}, was ${was?.release ?? 'none'}`;
  if (datasetOf(got.release) !== datasetOf(was.release))
    return `${got.release}, was ${was.release}`;
  if (got.split !== was.split) return `split ${got.split}, was ${was.split}`;
  if (data === 'same-dataset' || got.releaseSha256 === was.releaseSha256) return undefined;
  return `${got.release} with the checksums ${got.releaseSha256}, was ${was.release} with ${was.releaseSha256}`;
}

interface Sought {
  readonly baseline: EvaluationResult;
  readonly wanted: EvaluatedMetric;
  /** Evaluations that may have it. */
  readonly results: readonly EvaluationResult[];
}

type Judged = Pick<Judgement, 'verdict' | 'why'>;

function judgeValue(rule: BaselineRule, { baseline, wanted, results }: Sought): Judged {
  const isWanted = ({ detector, set, metric }: EvaluatedMetric) =>
    detector === wanted.detector && set === wanted.set && metric === wanted.metric;
  const result = results.find(({ metrics }) => metrics.some(isWanted));
  const got = result?.metrics.find(isWanted);
  if (result === undefined || got === undefined)
    return { verdict: 'unknown', why: 'Not measured again' };
  const difference = setDifference(rule, wanted, { got: result, was: baseline });
  if (difference !== undefined) return { verdict: 'unknown', why: `Not comparable: ${difference}` };
  const expected = percentOf(wanted);
  const { measured, reason } = percentOf(got);
  if (expected.measured === undefined)
    return { verdict: 'unknown', why: `Not defined in the baseline: ${expected.reason}` };
  const was = pointsText(expected.measured.value);
  if (measured === undefined)
    return { verdict: 'unknown', why: `Was ${was}, not defined now: ${reason}` };
  const { value } = expected.measured;
  const held = holdAgainst({ metric: got.metric, value, halfUnit: 0 }, measured, rule.tolerance);
  return {
    verdict: held.verdict,
    why: `Was ${was}, is ${pointsText(measured.value)}: ${held.why}`,
  };
}

/** In what the set of a value, or what its detector was fitted on, is other than it was. */
function setDifference(
  rule: BaselineRule,
  { set, detector }: EvaluatedMetric,
  { got, was }: { readonly got: EvaluationResult; readonly was: EvaluationResult },
): string | undefined {
  const setOf = ({ sets }: EvaluationResult) => sets.find((found) => found.set === set);
  const fitOf = ({ detectors }: EvaluationResult) =>
    detectors.find((found) => found.detector === detector)?.fit;
  const data = dataDifference(rule, setOf(got), setOf(was));
  if (data !== undefined) return `measured on ${data}`;
  const fit = dataDifference(rule, fitOf(got), fitOf(was));
  return fit === undefined ? undefined : `fitted on ${fit}`;
}
