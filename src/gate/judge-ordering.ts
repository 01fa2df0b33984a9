import {
  type EvaluatedMetric,
  type EvaluationResult,
  intervalText,
  percentOf,
} from '../evaluation/index.ts';
import { isLowerBetter, pointsText, type Verdict } from '../records/index.ts';
import type { Judgement } from './judgement.ts';
import type { ScoreFacts } from './score-facts.ts';
import type { OrderingRule } from './score-rule.ts';

/** A judgement a model and set: `max-logit-above-msp/squeezenet/test`. */
export function judgeOrdering(
  rule: OrderingRule,
  { evaluations }: ScoreFacts,
): readonly Judgement[] {
  const judgements = evaluations.flatMap(({ result }) =>
    result.sets
      .filter(({ set }) => rule.sets === 'all' || rule.sets.includes(set))
      .map(({ set }) => ({
        rule: rule.kind,
        subject: `${rule.name}/${result.model.name}/${set}`,
        ...judgeSet(rule, result, set),
      })),
  );
  const measured = new Set(evaluations.flatMap(({ result }) => result.sets.map(({ set }) => set)));
  const absent = rule.sets === 'all' ? [] : rule.sets.filter((set) => !measured.has(set));
  return [
    ...judgements,
    ...absent.map((set) => ({
      rule: rule.kind,
      subject: `${rule.name}/${set}`,
      verdict: 'unknown' as const,
      why: 'No evaluation has this set',
    })),
  ];
}

type Judged = Pick<Judgement, 'verdict' | 'why'>;

function judgeSet(rule: OrderingRule, result: EvaluationResult, set: string): Judged {
  const find = (detector: string) =>
    result.metrics.find(
      (found) => found.detector === detector && found.set === set && found.metric === rule.metric,
    );
  const [above, below] = [find(rule.above), find(rule.below)];
  if (above === undefined) return unmeasured(rule.above);
  if (below === undefined) return unmeasured(rule.below);
  for (const { detector, value, reason } of [above, below]) {
    if (value === null) return { verdict: 'unknown', why: `${detector} is not defined: ${reason}` };
  }
  return rule.on === 'value'
    ? byValue(rule, above, below)
    : (byDifference(rule, result, set) ?? byIntervals(rule, above, below));
}

function unmeasured(detector: string): Judged {
  return { verdict: 'unknown', why: `Not scored by ${detector}` };
}

function byValue(rule: OrderingRule, above: EvaluatedMetric, below: EvaluatedMetric): Judged {
  const lead = leadOf(rule, above.value ?? 0, below.value ?? 0);
  return { verdict: lead > 0 ? 'pass' : 'fail', why: valuesText(rule, above, below) };
}

/** By the interval of the difference on the same images, where it was measured. */
function byDifference(
  rule: OrderingRule,
  { differences = [] }: EvaluationResult,
  set: string,
): Judged | undefined {
  const isOf = (first: string, second: string) => (pair: (typeof differences)[number]) =>
    pair.set === set &&
    pair.metric === rule.metric &&
    pair.first === first &&
    pair.second === second;
  const straight = differences.find(isOf(rule.above, rule.below));
  const found = straight ?? differences.find(isOf(rule.below, rule.above));
  if (found === undefined) return undefined;
  const { low, high, level } = found.interval;
  const ends = straight === undefined ? [-high, -low] : [low, high];
  const [from = 0, to = 0] = ends.map((end) => 100 * end);
  const why = `Difference of ${rule.above} and ${rule.below} on the same images: ${intervalText({ low: from, high: to, level })}`;
  return { verdict: sideOf(rule, from, to), why };
}

/** Which side of no difference an interval lies on; where it touches none, that is not told. */
function sideOf(rule: OrderingRule, low: number, high: number): Verdict {
  const [worst, best] = isLowerBetter(rule.metric) ? [-high, -low] : [low, high];
  if (worst > 0) return 'pass';
  return best < 0 ? 'fail' : 'unknown';
}

/**
 * By two intervals that do not meet. Where they do, the detectors may still differ: they saw the same
 * images, and only the interval of the difference tells.
 */
function byIntervals(rule: OrderingRule, above: EvaluatedMetric, below: EvaluatedMetric): Judged {
  const values = valuesText(rule, above, below);
  if (above.interval === undefined || below.interval === undefined)
    return { verdict: 'unknown', why: `${values}, without intervals that tell it from chance` };
  const lead = above.interval.low - below.interval.high;
  const lag = above.interval.high - below.interval.low;
  const verdict = sideOf(rule, lead, lag);
  if (verdict !== 'unknown') return { verdict, why: `${values}, their intervals apart` };
  const why = `${values}, their intervals overlap; the evaluation has none of the difference on the same images, which is narrower`;
  return { verdict, why };
}

/** Positive where `above` is the better. */
function leadOf({ metric }: OrderingRule, above: number, below: number): number {
  return isLowerBetter(metric) ? below - above : above - below;
}

function valuesText(rule: OrderingRule, above: EvaluatedMetric, below: EvaluatedMetric): string {
  const text = (metric: EvaluatedMetric) => {
    const { measured } = percentOf(metric);
    return measured === undefined ? '-' : pointsText(measured.value);
  };
  return `${rule.above} ${text(above)}, ${rule.below} ${text(below)}`;
}
