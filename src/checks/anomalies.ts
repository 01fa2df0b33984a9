import type { AnomalyRule, MaskRecord } from '../records/index.ts';
import type { CheckContext } from './check.ts';

/** Splits that may lack images because a source split that feeds them was not there. */
export function incompleteSplits({
  splits,
  presentSplits,
}: CheckContext<AnomalyRule>): ReadonlySet<string> {
  const absent = Object.keys(splits.normal).filter(
    (sourceSplit) => presentSplits[sourceSplit] === false,
  );
  if (absent.length === 0) return new Set();
  const mapped = absent.map((sourceSplit) => splits.normal[sourceSplit] as string);
  // Any part may hold images that an anomaly sends to the test split, unless images stay where they are.
  return new Set(splits.assignment === 'as-published' ? mapped : [splits.anomalous, ...mapped]);
}

/** Pixels of the anomalous classes in one record. */
export function anomalousPixels(record: MaskRecord, { anomalousClasses }: AnomalyRule): number {
  return anomalousClasses.reduce((sum, name) => sum + (record.truth.pixels[name] ?? 0), 0);
}
