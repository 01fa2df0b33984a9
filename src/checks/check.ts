import type {
  ClassSet,
  Figures,
  Finding,
  ImageRecord,
  Skipped,
  SplitRule,
} from '../records/index.ts';

/** What a check knows besides the records. */
export interface CheckContext {
  readonly classSet: ClassSet;
  readonly splits: SplitRule;
  /** Source splits that the recipe asks for, and whether the source had them. */
  readonly presentSplits: Readonly<Record<string, boolean>>;
}

/** One judging of one release: fed once with everything, then asked. */
export interface CheckRun {
  addRecord(record: ImageRecord): void;
  addSkipped(skipped: Skipped): void;
  finish(): { readonly figures: Figures; readonly findings: readonly Finding[] };
}

/**
 * Judges records; yields findings. One folder a check, one line in `index.ts`. The order in which
 * records come must leave no trace in what it says.
 */
export interface Check {
  readonly name: string;
  /** @throws {InvalidInput} for options it does not know */
  start(options: unknown, context: CheckContext, where: string): CheckRun;
}

/** Splits that may lack images because a source split that feeds them was not there. */
export function incompleteSplits({ splits, presentSplits }: CheckContext): ReadonlySet<string> {
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
export function anomalousPixels(record: ImageRecord, { anomalousClasses }: SplitRule): number {
  return anomalousClasses.reduce((sum, name) => sum + (record.truth.pixels[name] ?? 0), 0);
}
