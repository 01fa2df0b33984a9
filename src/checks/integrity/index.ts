import { type Finding, type ImageRecord, parseAs, type Skipped, z } from '../../records/index.ts';
import type { Check, CheckRun } from '../check.ts';

interface IntegrityOptions {
  readonly check: 'integrity';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const schema: z.ZodType<IntegrityOptions> = z.strictObject({
  check: z.literal('integrity'),
  width: z.int().positive(),
  height: z.int().positive(),
});

/** Every record is one readable image of the right size, and stands once. */
export const integrity: Check = {
  name: 'integrity',
  start: (options, _context, where) => startIntegrity(parseAs(schema, options, where)),
};

function startIntegrity(wanted: IntegrityOptions): CheckRun {
  const findings: Finding[] = [];
  const times = new Map<string, number>();
  let records = 0;
  let unreadable = 0;
  const fault = (code: string, record: ImageRecord, values: Finding['values']) =>
    findings.push({ code, level: 'fault', subject: record.id, values });
  return {
    addRecord(record) {
      records++;
      const { width, height, pixels } = record.truth;
      if (width !== wanted.width || height !== wanted.height)
        fault('wrong-size', record, { width, height });
      const counted = Object.values(pixels).reduce((a, b) => a + b, 0);
      if (counted !== width * height)
        fault('pixels-uncounted', record, { counted, expected: width * height });
      times.set(record.id, (times.get(record.id) ?? 0) + 1);
    },
    addSkipped(skipped) {
      if (!isUnreadable(skipped)) return;
      unreadable++;
      const { path: subject, reason } = skipped;
      findings.push({ code: 'candidate-unreadable', level: 'note', subject, values: { reason } });
    },
    finish: () => ({
      figures: { records, unreadableCandidates: unreadable },
      findings: [...findings, ...repeated(times)],
    }),
  };
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

function isUnreadable({ reason }: Skipped): boolean {
  return /^(png|photo-undecodable|file-too-large|wrong-size|encoding|mask-16-bit)/.test(reason);
}
