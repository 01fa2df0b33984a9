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
  return new Set([
    splits.anomalous,
    ...absent.map((sourceSplit) => splits.normal[sourceSplit] as string),
  ]);
}

/** Pixels of the anomalous classes in one record. */
export function anomalousPixels(record: MaskRecord, { anomalousClasses }: AnomalyRule): number {
  return anomalousClasses.reduce((sum, name) => sum + (record.truth.pixels[name] ?? 0), 0);
}
