import {
  type AnomalyRule,
  type Figures,
  type Finding,
  type MaskRecord,
  parseAs,
  pixelNames,
  splitNames,
  z,
} from '../../records/index.ts';
import { anomalousPixels, incompleteSplits } from '../anomalies.ts';
import type { CheckContext, CheckRun, MaskCheck } from '../check.ts';

interface MasksOptions {
  readonly check: 'masks';
  /** Anomalies of fewer pixels in an image are listed: detectors are rarely judged fairly on them. */
  readonly tinyBelowPixels: number;
}

const schema: z.ZodType<MasksOptions> = z.strictObject({
  check: z.literal('masks'),
  tinyBelowPixels: z.int().positive(),
});

/** Masks hold the classes they may, and anomalies stand in the test split and nowhere else. */
export const masks: MaskCheck = {
  name: 'masks',
  start: (options, context, where) => startMasks(parseAs(schema, options, where), context),
};

function startMasks(
  { tinyBelowPixels }: MasksOptions,
  context: CheckContext<AnomalyRule>,
): CheckRun<MaskRecord> {
  const { splits, classSet } = context;
  const findings: Finding[] = [];
  const known = new Set(pixelNames(classSet));
  const imagesWith = new Map(splitNames(splits).map((split) => [split, new Map<string, number>()]));
  // A published set may test images without anomalies; by the paper's rule there can be none.
  const missing = splits.assignment === 'as-published' ? 'note' : 'fault';
  let anomalousImages = 0;
  let tinyAnomalies = 0;

  function addRecord(record: MaskRecord): void {
    const { id: subject, split } = record;
    const unknown = Object.keys(record.truth.pixels).filter((name) => !known.has(name));
    if (unknown.length > 0) {
      findings.push({
        code: 'class-unknown',
        level: 'fault',
        subject,
        values: { classes: unknown.join(', ') },
      });
    }
    const pixels = anomalousPixels(record, splits);
    if (split === splits.anomalous) {
      if (pixels > 0) anomalousImages++;
      else findings.push({ code: 'anomaly-missing', level: missing, subject, values: { split } });
      if (pixels > 0 && pixels < tinyBelowPixels) {
        tinyAnomalies++;
        findings.push({ code: 'anomaly-tiny', level: 'note', subject, values: { pixels } });
      }
    } else if (pixels >= splits.fromPixels) {
      findings.push({
        code: 'anomaly-in-normal-split',
        level: 'fault',
        subject,
        values: { split, pixels },
      });
    }
    countClasses(imagesWith, record, findings);
  }

  return {
    addRecord,
    addSkipped() {},
    finish() {
      if (anomalousImages === 0) {
        const level = incompleteSplits(context).has(splits.anomalous) ? 'unjudged' : 'fault';
        findings.push({ code: 'no-anomaly', level, subject: splits.anomalous, values: {} });
      }
      const imagesPerClass = tableOf(imagesWith, pixelNames(classSet));
      return {
        figures: { anomalousImages, tinyAnomalies, tinyBelowPixels, imagesPerClass },
        findings,
      };
    },
  };
}

function countClasses(
  imagesWith: ReadonlyMap<string, Map<string, number>>,
  { id: subject, split, truth }: MaskRecord,
  findings: Finding[],
): void {
  const counts = imagesWith.get(split);
  if (counts === undefined) {
    findings.push({ code: 'split-unknown', level: 'fault', subject, values: { split } });
    return;
  }
  for (const [name, pixels] of Object.entries(truth.pixels)) {
    if (pixels > 0) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
}

function tableOf(
  imagesWith: ReadonlyMap<string, Map<string, number>>,
  names: readonly string[],
): Figures {
  const rows = [...imagesWith].map(([split, counts]) => {
    return [split, Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0]))] as const;
  });
  return Object.fromEntries(rows);
}
