import { nameSchema, sha256Schema } from './ids.ts';
import { parseAs, z } from './parse.ts';
import {
  isMeanSubject,
  type ScoreClaim,
  type ScoreSubject,
  type ScoreTable,
  scoreMetrics,
} from './score-table.ts';
import { scoreToleranceSchema } from './score-tolerance.ts';

const subjectName = z
  .string()
  .max(200)
  .regex(/^[a-z0-9]+([-/][a-z0-9]+)*$/, 'Not a name of words joined by dashes and slashes');

const text = z.string().min(1).max(2000);
const remark = z.string().max(2000).default('');

const subjectSchema: z.ZodType<ScoreSubject> = z.union([
  z.strictObject({
    subject: subjectName,
    title: text,
    model: nameSchema,
    task: z.enum(['multiclass', 'multilabel', 'segmentation']),
    classes: z.int().min(1).optional(),
    inDistribution: nameSchema.optional(),
    dataset: nameSchema,
    set: text,
    split: nameSchema,
    releaseSha256: sha256Schema.optional(),
    remark,
  }),
  z.strictObject({
    subject: subjectName,
    title: text,
    meanOf: z.array(subjectName).min(2).max(100),
    remark,
  }),
]);

const printed = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})?$/, 'Not a printed percentage')
  .refine((number) => Number(number) <= 100, 'Not a printed percentage')
  .nullable();

const rowSchema = z.strictObject({
  subject: subjectName,
  detector: nameSchema,
  where: text,
  printed: z
    .strictObject({
      fpr95: printed.optional(),
      auroc: printed.optional(),
      aupr: printed.optional(),
    })
    .refine((cells) => Object.keys(cells).length > 0, 'A row needs a cell'),
  unmeasurable: text.optional(),
  remark,
});

const schema = z.strictObject({
  schema: z.literal(1),
  table: nameSchema,
  title: text,
  source: text,
  protocol: nameSchema,
  unit: z.literal('percent'),
  tolerance: scoreToleranceSchema,
  remarks: z.array(text).max(100).default([]),
  subjects: z.array(subjectSchema).min(1).max(1000),
  rows: z.array(rowSchema).min(1).max(10_000),
  contradictions: z
    .array(
      z.strictObject({
        kind: z.enum(['mean', 'twice', 'ordering', 'chance']),
        cells: z.array(z.string()).min(1).max(1000),
        why: text,
      }),
    )
    .max(1000)
    .default([]),
});

type Row = z.infer<typeof rowSchema>;
type Written = z.infer<typeof schema>;

const checkedSchema = schema.check(({ value, issues }) => {
  for (const [path, message, input] of faultsOf(value)) {
    issues.push({ code: 'custom', path: [...path], message, input });
  }
});

/**
 * A table is written row by row, a row being a detector on a subject; each printed number of it
 * becomes a claim.
 *
 * @throws {InvalidInput} naming `where` and the place inside it
 */
export function parseScoreTable(value: unknown, where: string): ScoreTable {
  const { schema: _, rows, ...table } = parseAs(checkedSchema, value, where);
  return { ...table, claims: rows.flatMap(claimsOf) };
}

function claimsOf({ printed, ...row }: Row): readonly ScoreClaim[] {
  return scoreMetrics.flatMap((metric) => {
    const number = printed[metric];
    if (number === undefined) return [];
    return [{ ...row, claim: `${row.subject}/${row.detector}/${metric}`, metric, printed: number }];
  });
}

type Fault = readonly [path: readonly (string | number)[], message: string, input: unknown];

/** Names must be given once, and what is named must be there. */
function* faultsOf({ subjects, rows, contradictions }: Written): Generator<Fault> {
  const known = new Map(subjects.map((subject) => [subject.subject, subject]));
  for (const [i, subject] of subjects.entries()) {
    if (known.get(subject.subject) !== subject)
      yield [['subjects', i, 'subject'], 'A subject that is there twice', subject.subject];
    if (!isMeanSubject(subject)) continue;
    for (const [k, part] of subject.meanOf.entries()) {
      const found = known.get(part);
      const isMeasured = found !== undefined && !isMeanSubject(found);
      if (!isMeasured || subject.meanOf.indexOf(part) !== k)
        yield [['subjects', i, 'meanOf', k], 'Not another measured subject', part];
    }
  }
  const names = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (!known.has(row.subject)) yield [['rows', i, 'subject'], 'No such subject', row.subject];
    if (names.has(`${row.subject}/${row.detector}`))
      yield [['rows', i, 'detector'], 'A row that is there twice', row.detector];
    names.add(`${row.subject}/${row.detector}`);
  }
  const claims = new Set(rows.flatMap(claimsOf).map(({ claim }) => claim));
  for (const [i, { cells }] of contradictions.entries()) {
    for (const [k, cell] of cells.entries()) {
      if (!claims.has(cell)) yield [['contradictions', i, 'cells', k], 'No such cell', cell];
    }
  }
}
