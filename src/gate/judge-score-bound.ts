import { type EvaluatedMetric, intervalText, percentOf } from '../evaluation/index.ts';
import { pointsText, type Verdict } from '../records/index.ts';
import type { Judgement } from './judgement.ts';
import type { ScoreFacts } from './score-facts.ts';
import type { ScoreBoundRule } from './score-rule.ts';

/** A judgement a model: `squeezenet/test/max-logit/auroc`. */
export function judgeScoreBound(
  rule: ScoreBoundRule,
  { evaluations }: ScoreFacts,
): readonly Judgement[] {
  const place = `${rule.set}/${rule.detector}/${rule.metric}`;
  const others = new Set<string>();
  const judgements: Judgement[] = [];
  for (const { result } of evaluations) {
    const metric = result.metrics.find(
      (found) =>
        found.set === rule.set && found.detector === rule.detector && found.metric === rule.metric,
    );
    if (metric === undefined) continue;
    if (result.protocol.name !== rule.protocol) others.add(result.protocol.name);
    else
      judgements.push({
        rule: rule.kind,
        subject: `${result.model.name}/${place}`,
        ...judgeMetric(rule, metric),
      });
  }
  if (judgements.length > 0) return judgements;
  const why =
    others.size === 0
      ? 'No evaluation has this score'
      : `Protocol ${[...others].join(', ')}, not ${rule.protocol}`;
  return [{ rule: rule.kind, subject: place, verdict: 'unknown', why }];
}

function judgeMetric(
  { min, max, on }: ScoreBoundRule,
  metric: EvaluatedMetric,
): Pick<Judgement, 'verdict' | 'why'> {
  const { measured, reason } = percentOf(metric);
  if (measured === undefined || metric.value === null)
    return { verdict: 'unknown', why: `Not defined: ${reason}` };
  const accepted = [
    ...(min === undefined ? [] : [`at least ${pointsText(100 * min)}`]),
    ...(max === undefined ? [] : [`at most ${pointsText(100 * max)}`]),
  ].join(', ');
  const value = pointsText(measured.value);
  if (on === 'value') {
    const verdict = within(metric.value, metric.value, { min, max });
    return { verdict, why: `${value}, ${accepted} accepted` };
  }
  if (measured.interval === undefined || metric.interval === undefined)
    return { verdict: 'unknown', why: `${value} without an interval, ${accepted} accepted` };
  const verdict = within(metric.interval.low, metric.interval.high, { min, max });
  return { verdict, why: `${value}, ${intervalText(measured.interval)}, ${accepted} accepted` };
}

/** An interval that reaches over a bound is on neither side of it. */
function within(
  low: number,
  high: number,
  { min = 0, max = 1 }: Pick<ScoreBoundRule, 'min' | 'max'>,
): Verdict {
  if (high < min || low > max) return 'fail';
  return low >= min && high <= max ? 'pass' : 'unknown';
}
