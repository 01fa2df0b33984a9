import {
  type CheckReport,
  countFindings,
  type LedgerEntry,
  printedText,
} from '../records/index.ts';
import type { GateRule } from './gate-manifest.ts';
import { judgeScoreRule } from './judge-score-rule.ts';
import type { Judgement } from './judgement.ts';
import type { ScoreFacts } from './score-facts.ts';

/** What is known of a release when the gate judges it. */
export interface GateFacts {
  readonly reports: readonly CheckReport[];
  readonly ledger: readonly LedgerEntry[];
  /** In the release. */
  readonly records: number;
  readonly skippedPerReason: Readonly<Record<string, number>>;
  /** Deviations that `verify` found, one line each. */
  readonly deviations: readonly string[];
  /** Answers an SQL query over the release's tables; `null` where it finds nothing. */
  readonly ask: (query: string) => Promise<number | null>;
  /** What was measured on it; absent where no evaluation was given. */
  readonly scores?: ScoreFacts | undefined;
}

/** Judges a release by one rule: at least one judgement, so that no rule is passed in silence. */
export async function judgeRule(rule: GateRule, facts: GateFacts): Promise<readonly Judgement[]> {
  switch (rule.kind) {
    case 'verified':
      return judgeVerified(facts);
    case 'check':
      return judgeCheck(rule.check, facts);
    case 'claims':
      return judgeClaims(facts);
    case 'skipped':
      return judgeSkipped(rule, facts);
    case 'bound':
      return [await judgeBound(rule, facts)];
    default:
      return judgeScoreRule(rule, facts.scores);
  }
}

function judgeVerified({ deviations }: GateFacts): readonly Judgement[] {
  const [first] = deviations;
  if (first === undefined)
    return [
      { rule: 'verified', subject: 'release', verdict: 'pass', why: 'Every file is as stated' },
    ];
  const why = `${deviations.length} deviations, the first: ${first}`;
  return [{ rule: 'verified', subject: 'release', verdict: 'fail', why }];
}

/** One judgement a code of fault, so that waiving one does not waive another. */
function judgeCheck(name: string, { reports }: GateFacts): readonly Judgement[] {
  const report = reports.find(({ check }) => check === name);
  const rule = 'check';
  if (report === undefined) {
    return [{ rule, subject: name, verdict: 'unknown', why: 'The recipe does not run this check' }];
  }
  const judgements: Judgement[] = [];
  for (const [code, findings] of Map.groupBy(report.findings, (finding) => finding.code)) {
    const faults = countFindings(report, 'fault', code);
    const unjudged = countFindings(report, 'unjudged', code);
    const example = findings[0]?.subject ?? '';
    const subject = `${name}/${code}`;
    if (faults > 0)
      judgements.push({
        rule,
        subject,
        verdict: 'fail',
        why: `${faults} found, such as ${example}`,
      });
    else if (unjudged > 0)
      judgements.push({
        rule,
        subject,
        verdict: 'unknown',
        why: `${unjudged} not judged: ${example}`,
      });
  }
  if (judgements.length > 0) return judgements;
  return [{ rule, subject: name, verdict: 'pass', why: 'No fault found' }];
}

const claimVerdicts = {
  reproduced: 'pass',
  differs: 'fail',
  'not-reproducible': 'unknown',
  unknown: 'unknown',
  unreadable: 'unknown',
} as const;

function judgeClaims({ ledger }: GateFacts): readonly Judgement[] {
  if (ledger.length === 0) {
    return [
      {
        rule: 'claims',
        subject: 'ledger',
        verdict: 'unknown',
        why: 'No claims are known for this dataset',
      },
    ];
  }
  return ledger.map(({ claim, computed, status, why }) => {
    const values =
      computed === null ? status : `printed ${printedText(claim)}, computed ${computed}`;
    return {
      rule: 'claims',
      subject: claim.claim,
      verdict: claimVerdicts[status],
      why: `${values}. ${why}`,
    };
  });
}

function judgeSkipped(
  { reasons, otherThan, atMost, atMostShare }: Extract<GateRule, { kind: 'skipped' }>,
  { skippedPerReason, records }: GateFacts,
): readonly Judgement[] {
  const isCounted = (reason: string) =>
    (reasons?.includes(reason) ?? true) && otherThan?.includes(reason) !== true;
  const counted = Object.entries(skippedPerReason).filter(([reason]) => isCounted(reason));
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  const list = counted.map(([reason, count]) => `${count} ${reason}`).join(', ');
  const share = total / Math.max(1, records + total);
  const bounds = [
    ...(atMost === undefined ? [] : [`at most ${atMost} accepted`]),
    ...(atMostShare === undefined
      ? []
      : [`${percent(share)} of them and the records, at most ${percent(atMostShare)} accepted`]),
  ];
  const isAccepted = total <= (atMost ?? Infinity) && share <= (atMostShare ?? 1);
  const why = `${total} left out${list === '' ? '' : ` (${list})`}, ${bounds.join(', ')}`;
  const subject =
    reasons?.join(',') ?? (otherThan === undefined ? 'all' : `other than ${otherThan.join(',')}`);
  return [{ rule: 'skipped', subject, verdict: isAccepted ? 'pass' : 'fail', why }];
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

async function judgeBound(
  { name, query, min, max, remark }: Extract<GateRule, { kind: 'bound' }>,
  { ask }: GateFacts,
): Promise<Judgement> {
  const value = await ask(query);
  const range = [
    min === undefined ? '' : `at least ${min}`,
    max === undefined ? '' : `at most ${max}`,
  ];
  if (value === null)
    return { rule: 'bound', subject: name, verdict: 'unknown', why: 'Nothing to compute it from' };
  const isInside = value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  const bounds = range.filter((text) => text !== '').join(', ');
  const hint = isInside || remark === undefined ? '' : `. ${remark}`;
  const why = `${value}, ${bounds} accepted${hint}`;
  return { rule: 'bound', subject: name, verdict: isInside ? 'pass' : 'fail', why };
}
