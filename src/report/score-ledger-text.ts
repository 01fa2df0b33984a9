import type { ScoreEntry, ScoreStatus } from '../evaluation/index.ts';
import {
  countText,
  pointsText,
  type ScoreMetric,
  type ScoreTable,
  scoreMetrics,
  toleranceText,
} from '../records/index.ts';
import { tableText } from './table.ts';

/**
 * A published table as the paper lays it out: a row for a detector on a set, the metrics side by side,
 * each measured value before the printed one; below it how the cells stand, and why those that do not
 * agree do not.
 */
export function scoreLedgerText(
  { table, title, source, protocol, tolerance, remarks, subjects }: ScoreTable,
  ledger: readonly ScoreEntry[],
): string {
  const metrics = scoreMetrics.filter((name) => ledger.some(({ claim }) => claim.metric === name));
  const rows = [
    ...Map.groupBy(ledger, ({ claim }) => `${claim.subject} ${claim.detector}`).values(),
  ];
  const titles = new Map(subjects.map(({ subject, title: printed }) => [subject, printed]));
  const lines = rows.map((cells) => rowOf(cells, metrics, titles));
  const heads = ['set', 'detector', ...metrics.flatMap((name) => [name, 'printed']), 'status'];
  return [
    `${table}: ${title}\n`,
    `  ${source}\n`,
    `  Percent, measured before printed; protocol ${protocol}, tolerance ${toleranceText(tolerance)}\n\n`,
    tableText(heads, lines),
    `\n  ${countsText(ledger)}\n`,
    ...noteLines(ledger).map((line) => `  ${line}\n`),
    ...remarks.map((remark) => `  Remark: ${remark}\n`),
  ].join('');
}

function rowOf(
  cells: readonly ScoreEntry[],
  metrics: readonly ScoreMetric[],
  titles: ReadonlyMap<string, string>,
): readonly string[] {
  const [first] = cells;
  const subject = first?.claim.subject ?? '';
  const numbers = metrics.flatMap((name) => {
    const cell = cells.find(({ claim }) => claim.metric === name);
    if (cell === undefined) return ['', ''];
    const measured = cell.measured === null ? '-' : cell.measured.toFixed(2);
    return [measured, cell.claim.printed ?? '-'];
  });
  return [titles.get(subject) ?? subject, first?.claim.detector ?? '', ...numbers, statusOf(cells)];
}

/** One word where all cells of a row stand alike, else how many stand how. */
function statusOf(cells: readonly ScoreEntry[]): string {
  const groups = [...Map.groupBy(cells, ({ status }) => status)];
  const text =
    groups.length === 1
      ? statusTexts[groups[0]?.[0] ?? 'unmeasured']
      : groups.map(([status, alike]) => `${alike.length} ${statusTexts[status]}`).join(', ');
  return cells.some(({ contradictions }) => contradictions.length > 0) ? `${text} *` : text;
}

const statusTexts: Readonly<Record<ScoreStatus, string>> = {
  reproduced: 'reproduced',
  differs: 'differs',
  unmeasured: 'unmeasured',
  'not-comparable': 'not comparable',
  unreadable: 'unreadable',
};

function countsText(ledger: readonly ScoreEntry[]): string {
  const groups = Map.groupBy(ledger, ({ status }) => status);
  const counts = Object.entries(statusTexts).flatMap(([status, text]) => {
    const count = groups.get(status as ScoreStatus)?.length ?? 0;
    return count === 0 ? [] : [`${countText(count)} ${text}`];
  });
  return `${countText(ledger.length)} cells: ${counts.join(', ')}`;
}

/** Cells that differ one by one; of the others, a line for each reason that several may share. */
function noteLines(ledger: readonly ScoreEntry[]): readonly string[] {
  const differing = ledger.filter(({ status }) => status === 'differs');
  const open = ledger.filter(({ status }) => status !== 'differs' && status !== 'reproduced');
  const reasons = Map.groupBy(open, ({ status, why, from }) =>
    [statusTexts[status], ...(from.length === 1 ? from : []), why].join(': '),
  );
  const contradictions = Map.groupBy(
    ledger.flatMap(({ claim, contradictions: all }) => all.map(({ why }) => ({ claim, why }))),
    ({ why }) => why,
  );
  return [
    ...differing.map(
      ({ claim, measured, why, from }) =>
        `${claim.claim} differs: printed ${claim.printed}, measured ${pointsText(measured ?? 0)} (${from.join(', ')}). ${why}`,
    ),
    ...[...reasons].map(([reason, cells]) => `${countText(cells.length)} ${reason}`),
    ...[...contradictions].map(
      ([why, cells]) =>
        `* The paper contradicts itself in ${cells.map(({ claim }) => claim.claim).join(', ')}. ${why}`,
    ),
  ];
}
