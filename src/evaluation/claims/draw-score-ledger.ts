import {
  type Contradiction,
  isMeanSubject,
  printedNumber,
  type ScoreClaim,
  type ScoreTable,
  type ScoreTolerance,
} from '../../records/index.ts';
import { type FoundScore, findScore } from './find-score.ts';
import { holdAgainst, type MeasuredScore } from './hold-against.ts';
import type { NamedEvaluation } from './read-evaluation.ts';

/**
 * `reproduced`: within the tolerance. `differs`: outside it. `unmeasured`: no value to hold against
 * it. `not-comparable`: a value of another protocol, class count or data, or without the interval that
 * the tolerance asks for. `unreadable`: the paper cannot be read there.
 */
export type ScoreStatus = 'reproduced' | 'differs' | 'unmeasured' | 'not-comparable' | 'unreadable';

/** A cell of a published table beside what was measured. */
export interface ScoreEntry {
  readonly claim: ScoreClaim;
  /** In percent; `null` where nothing was measured, or nothing that can be compared. */
  readonly measured: number | null;
  /** In percent; a mean over sets has none. */
  readonly interval: MeasuredScore['interval'] | null;
  readonly status: ScoreStatus;
  /** One line. */
  readonly why: string;
  /** The evaluations it is from. */
  readonly from: readonly string[];
  /** Why the paper contradicts itself in this cell. */
  readonly contradictions: readonly Contradiction[];
}

/** Holds every cell of a table against evaluations, in the order of the table. */
export function drawScoreLedger(
  table: ScoreTable,
  evaluations: readonly NamedEvaluation[],
  tolerance: ScoreTolerance = table.tolerance,
): readonly ScoreEntry[] {
  return table.claims.map((claim) => ({
    claim,
    ...judge(claim, { table, evaluations, tolerance }),
    contradictions: table.contradictions.filter(({ cells }) => cells.includes(claim.claim)),
  }));
}

interface Beside {
  readonly table: ScoreTable;
  readonly evaluations: readonly NamedEvaluation[];
  readonly tolerance: ScoreTolerance;
}

type Judged = Omit<ScoreEntry, 'claim' | 'contradictions'>;

const nothing = { measured: null, interval: null, from: [] } as const;

function judge(claim: ScoreClaim, beside: Beside): Judged {
  if (claim.unmeasurable !== undefined)
    return { ...nothing, status: 'unmeasured', why: claim.unmeasurable };
  const { measured, status, why, from } = measure(claim, beside);
  if (measured === undefined) return { ...nothing, from, status, why };
  const values = { measured: measured.value, interval: measured.interval ?? null, from };
  if (claim.printed === null) return { ...values, status: 'unreadable', why: whyUnread(claim) };
  const { value, decimals } = printedNumber(claim.printed);
  const expected = { metric: claim.metric, value, halfUnit: 0.5 * 10 ** -decimals };
  const held = holdAgainst(expected, measured, beside.tolerance);
  return { ...values, status: heldStatus[held.verdict], why: sentence(held.why) };
}

const heldStatus = { pass: 'reproduced', fail: 'differs', unknown: 'not-comparable' } as const;

/** A value to compare, or the status of a cell that has none. */
interface Measurement {
  readonly measured: MeasuredScore | undefined;
  readonly status: 'unmeasured' | 'not-comparable' | 'unreadable';
  readonly why: string;
  readonly from: readonly string[];
}

function measure(claim: ScoreClaim, { table, evaluations }: Beside): Measurement {
  const subjects = table.subjects.filter((subject) => subject.subject === claim.subject);
  const parts = subjects.flatMap((subject) =>
    isMeanSubject(subject)
      ? table.subjects.filter((part) => subject.meanOf.includes(part.subject))
      : [subject],
  );
  const found = parts.flatMap((subject) => {
    if (isMeanSubject(subject)) return [];
    const { protocol } = table;
    const { detector, metric } = claim;
    return [findScore({ subject, protocol, detector, metric }, evaluations)];
  });
  const [first] = found;
  const measurement = first !== undefined && found.length === 1 ? ofOne(first) : meanOf(found);
  const isUnread = claim.printed === null && measurement.measured === undefined;
  return isUnread ? { ...measurement, status: 'unreadable', why: whyUnread(claim) } : measurement;
}

function ofOne(found: FoundScore): Measurement {
  if (found.kind === 'missing')
    return { measured: undefined, status: 'unmeasured', why: found.why, from: [] };
  const from = [found.where];
  if (found.kind === 'not-comparable')
    return { measured: undefined, status: 'not-comparable', why: found.why, from };
  const why = found.measured === undefined ? `Not defined: ${found.reason}` : '';
  return { measured: found.measured, status: 'unmeasured', why, from };
}

/** Each part weighs the same; one that is not there leaves the mean without a value. */
function meanOf(found: readonly FoundScore[]): Measurement {
  const parts = found.map(ofOne);
  const values = parts.flatMap(({ measured }) => (measured === undefined ? [] : [measured.value]));
  const from = [...new Set(parts.flatMap((part) => part.from))];
  if (values.length === parts.length) {
    const value = values.reduce((sum, part) => sum + part, 0) / values.length;
    return { measured: { value }, status: 'unmeasured', why: '', from };
  }
  const bad = parts.filter(({ measured }) => measured === undefined);
  const worst = bad.find(({ status }) => status === 'not-comparable') ?? bad[0];
  const why = `${values.length} of ${parts.length} sets measured. ${worst?.why ?? ''}`;
  return { measured: undefined, status: worst?.status ?? 'unmeasured', why, from };
}

function whyUnread({ remark }: ScoreClaim): string {
  return remark === '' ? 'It cannot be read in the source' : remark;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
