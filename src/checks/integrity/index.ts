import { type Finding, type ImageRecord, parseAs, type Skipped, z } from '../../records/index.ts';
import type { Check, CheckRun } from '../check.ts';
import { listFindings } from '../list-findings.ts';

interface IntegrityOptions {
  readonly check: 'integrity';
  /** Pixels that every image has; absent where images have sizes of their own. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

const schema: z.ZodType<IntegrityOptions> = z.strictObject({
  check: z.literal('integrity'),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
});

/** Every record is one readable image, of the right size where one is asked for, and stands once. */
export const integrity: Check = {
  name: 'integrity',
  start: (options, _context, where) => startIntegrity(parseAs(schema, options, where)),
};

function startIntegrity(wanted: IntegrityOptions): CheckRun {
  const found = listFindings();
  const times = new Map<string, number>();
  let records = 0;
  let unreadable = 0;
  const fault = (code: string, record: ImageRecord, values: Finding['values']) =>
    found.add({ code, level: 'fault', subject: record.id, values });
  return {
    addRecord(record) {
      records++;
      const { width, height } = record.truth;
      if (width !== (wanted.width ?? width) || height !== (wanted.height ?? height))
        fault('wrong-size', record, { width, height });
      const counted = countedPixels(record);
      if (counted !== width * height)
        fault('pixels-uncounted', record, { counted, expected: width * height });
      times.set(record.id, (times.get(record.id) ?? 0) + 1);
    },
    addSkipped(skipped) {
      if (!isUnreadable(skipped)) return;
      unreadable++;
      const { path: subject, reason } = skipped;
      found.add({ code: 'candidate-unreadable', level: 'note', subject, values: { reason } });
    },
    finish() {
      for (const finding of repeated(times)) found.add(finding);
      const figures = { records, unreadableCandidates: unreadable, found: found.totals() };
      return { figures, findings: found.list() };
    },
  };
}

/** Every pixel of a mask has a name; where there is no mask there is nothing to count. */
function countedPixels({ truth }: ImageRecord): number {
  if (truth.kind !== 'mask') return truth.width * truth.height;
  return Object.values(truth.pixels).reduce((a, b) => a + b, 0);
}

function repeated(times: ReadonlyMap<string, number>): readonly Finding[] {
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([subject, count]) => ({
      code: 'record-twice',
      level: 'fault',
      subject,
      values: { times: count },
    }));
}

/** The reasons that say that a candidate was looked into and could not be used. */
const unreadable =
  /^(png|photo-(undecodable|unknown|html|format|cmyk|animated|truncated|too-large|too-small|structure|dimensions|metadata|trailing-data)|fetch-|file-(too-large|empty)|tar-|wrong-size|annotation|encoding|mask-16-bit)/;

function isUnreadable({ reason }: Skipped): boolean {
  return unreadable.test(reason);
}
