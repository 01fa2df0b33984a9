import { nameSchema } from './ids.ts';
import { z } from './parse.ts';
import type { Verdict } from './verdict.ts';

/**
 * Something a check saw. `fault`: the data is wrong. `unjudged`: it could not be told.
 * `note`: worth knowing, not wrong. Words are made from `code` and `values` by the report.
 */
export interface Finding {
  readonly code: string;
  readonly level: 'fault' | 'unjudged' | 'note';
  /** What it is about: a record id, a split, a clip, a pair of records. */
  readonly subject: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export const findingSchema: z.ZodType<Finding> = z.strictObject({
  code: nameSchema,
  level: z.enum(['fault', 'unjudged', 'note']),
  subject: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** A single figure, or a table of figures by name, nested as deep as its nature asks. */
export type Figures = { readonly [name: string]: number | string | null | Figures };

export const figuresSchema: z.ZodType<Figures> = z.lazy(() =>
  z.record(z.string(), z.union([z.number(), z.string(), z.null(), figuresSchema])),
);

/** What one check says of one release. */
export interface CheckReport {
  readonly check: string;
  readonly verdict: Verdict;
  readonly figures: Figures;
  /** Sorted by code, then subject, so that the order of the records leaves no trace. */
  readonly findings: readonly Finding[];
}

export const checkReportSchema: z.ZodType<CheckReport> = z.strictObject({
  check: nameSchema,
  verdict: z.enum(['pass', 'fail', 'unknown']),
  figures: figuresSchema,
  findings: z.array(findingSchema),
});

/** A fault fails, something unjudged leaves it unknown, notes change nothing. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.level === 'fault')) return 'fail';
  return findings.some((finding) => finding.level === 'unjudged') ? 'unknown' : 'pass';
}

/**
 * How many findings of a level a report has, of one code or of any. A report that lists only the first
 * of many says in its figure `found` how many of each code there were.
 */
export function countFindings(
  { figures, findings }: CheckReport,
  level: Finding['level'],
  code?: string,
): number {
  const wanted = findings.filter((finding) => finding.code === (code ?? finding.code));
  let count = 0;
  for (const [name, ofCode] of Map.groupBy(wanted, (finding) => finding.code)) {
    const listed = ofCode.filter((finding) => finding.level === level).length;
    const total = typeof figures.found === 'object' ? figures.found?.[name] : undefined;
    // Of a code with several levels the unlisted ones belong to none for certain.
    count +=
      listed === ofCode.length && typeof total === 'number' ? Math.max(listed, total) : listed;
  }
  return count;
}

/** Orders findings by code, subject, then values, by UTF-16 code units (no locale). */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const keyed = findings.map((finding) => ({ finding, values: JSON.stringify(finding.values) }));
  keyed.sort(
    (a, b) =>
      compareText(a.finding.code, b.finding.code) ||
      compareText(a.finding.subject, b.finding.subject) ||
      compareText(a.values, b.values),
  );
  return keyed.map(({ finding }) => finding);
}

/** By UTF-16 code units, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
