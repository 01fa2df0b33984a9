import { drawScoreLedger, type ScoreEntry } from '../evaluation/index.ts';
import { pointsText, type ScoreTable } from '../records/index.ts';
import type { Judgement } from './judgement.ts';
import type { ScoreFacts } from './score-facts.ts';
import type { PublishedRule } from './score-rule.ts';

const verdicts = {
  reproduced: 'pass',
  differs: 'fail',
  unmeasured: 'unknown',
  'not-comparable': 'unknown',
  unreadable: 'unknown',
} as const;

/** A judgement a cell: `paper-table-4/bdd-anomaly/max-logit/auroc`. */
export async function judgePublished(
  rule: PublishedRule,
  { evaluations, readTable }: ScoreFacts,
): Promise<readonly Judgement[]> {
  const table = await readTable(rule.claims);
  const absent = absentFrom(table, rule);
  const ledger = drawScoreLedger(table, evaluations, rule.tolerance).filter(
    ({ claim }) =>
      (rule.subjects?.includes(claim.subject) ?? true) &&
      (rule.detectors?.includes(claim.detector) ?? true),
  );
  const cells = ledger.map((entry) => ({
    rule: rule.kind,
    subject: `${rule.claims}/${entry.claim.claim}`,
    verdict: verdicts[entry.status],
    why: whyOf(entry),
  }));
  return [
    ...absent.map((name) => ({
      rule: rule.kind,
      subject: `${rule.claims}/${name}`,
      verdict: 'unknown' as const,
      why: `${rule.claims} has no cell of ${name}`,
    })),
    ...cells,
  ];
}

/** What a rule names that the table does not have: it must not be passed in silence. */
function absentFrom(
  { claims }: ScoreTable,
  { subjects = [], detectors = [] }: PublishedRule,
): readonly string[] {
  const absent = [
    ...subjects.filter((name) => !claims.some(({ subject }) => subject === name)),
    ...detectors.filter((name) => !claims.some(({ detector }) => detector === name)),
  ];
  if (absent.length > 0 || subjects.length === 0 || detectors.length === 0) return absent;
  const isCrossed = claims.some(
    ({ subject, detector }) => subjects.includes(subject) && detectors.includes(detector),
  );
  return isCrossed ? [] : [`${subjects.join(',')} by ${detectors.join(',')}`];
}

function whyOf({ claim, measured, status, why, contradictions }: ScoreEntry): string {
  const values =
    measured === null
      ? status
      : `printed ${claim.printed ?? 'unreadable'}, measured ${pointsText(measured)}`;
  const doubt = contradictions.length > 0 ? '. The paper contradicts itself here' : '';
  return `${values}. ${why}${doubt}`;
}
