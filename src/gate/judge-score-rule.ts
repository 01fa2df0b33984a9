import type { NamedEvaluation } from '../evaluation/index.ts';
import { judgeBaseline } from './judge-baseline.ts';
import { judgeOrdering } from './judge-ordering.ts';
import { judgePublished } from './judge-published.ts';
import { judgeScoreBound } from './judge-score-bound.ts';
import type { Judgement } from './judgement.ts';
import type { ScoreFacts } from './score-facts.ts';
import type { ScoreRule } from './score-rule.ts';

/**
 * Judges a release by a rule on scores. Without an evaluation, or with one of another release, it is
 * unknown as a whole.
 */
export async function judgeScoreRule(
  rule: ScoreRule,
  facts: ScoreFacts | undefined,
): Promise<readonly Judgement[]> {
  const unknown = (why: string): readonly Judgement[] => [
    { rule: rule.kind, subject: subjectOf(rule), verdict: 'unknown', why },
  ];
  if (facts === undefined || facts.evaluations.length === 0)
    return unknown('No evaluation was given: say --scores');
  const foreign = foreignTo(facts.releaseSha256, facts.evaluations);
  if (foreign !== undefined) return unknown(foreign);
  switch (rule.kind) {
    case 'scores':
      return judgePublished(rule, facts);
    case 'ordering':
      return judgeOrdering(rule, facts);
    case 'baseline':
      return judgeBaseline(rule, facts);
    case 'score-bound':
      return judgeScoreBound(rule, facts);
  }
}

/** As waivers name the whole of a rule. */
function subjectOf(rule: ScoreRule): string {
  switch (rule.kind) {
    case 'scores':
      return rule.claims;
    case 'ordering':
      return rule.name;
    case 'baseline':
      return rule.evaluation;
    case 'score-bound':
      return `${rule.set}/${rule.detector}/${rule.metric}`;
  }
}

function foreignTo(
  releaseSha256: string,
  evaluations: readonly NamedEvaluation[],
): string | undefined {
  for (const { where, result } of evaluations) {
    const set = result.sets.find((found) => found.releaseSha256 !== releaseSha256);
    if (set !== undefined) {
      return `${where} is of ${set.release} with the checksums ${set.releaseSha256}, this release has ${releaseSha256}`;
    }
  }
  return undefined;
}
