import type {
  Certificate,
  ClassesRecord,
  ClassRecord,
  ClassSet,
  Figures,
  Finding,
  ImageRecord,
  MaskRecord,
  ReferenceHashes,
  Skipped,
  SpeciesRecord,
  SplitRule,
} from '../records/index.ts';

/** What a check knows besides the records. */
export interface CheckContext<Rule extends SplitRule = SplitRule> {
  readonly classSet: ClassSet;
  readonly splits: Rule;
  /** Parts of the source that the recipe asks for, and whether the source had them. */
  readonly presentSplits: Readonly<Record<string, boolean>>;
  /** What an audit of the class set says; absent where the release has no certificate. */
  readonly certificate?: Certificate | undefined;
  /** Images that must not be in the release; absent where it was compared with none. */
  readonly references?: ReferenceHashes | undefined;
}

/** One judging of one release: fed once with everything, then asked. */
export interface CheckRun<R extends ImageRecord = ImageRecord> {
  addRecord(record: R): void;
  addSkipped(skipped: Skipped): void;
  finish(): { readonly figures: Figures; readonly findings: readonly Finding[] };
}

/**
 * Judges records; yields findings. One folder a check, one line in `index.ts`. The order in which
 * records come must leave no trace in what it says.
 */
export interface Check<R extends ImageRecord = ImageRecord, Rule extends SplitRule = SplitRule> {
  readonly name: string;
  /** @throws {InvalidInput} for options it does not know */
  start(options: unknown, context: CheckContext<Rule>, where: string): CheckRun<R>;
}

/** Judges label masks that were split by anomaly. */
export type MaskCheck = Check<MaskRecord, Extract<SplitRule, { kind: 'by-anomaly' }>>;

/** Judges images of classes. */
export type ClassCheck = Check<ClassRecord>;

/** Judges images of several classes each. */
export type ClassesCheck = Check<ClassesRecord>;

/** Judges photos of species. */
export type SpeciesCheck = Check<SpeciesRecord>;

/** One finding for each name of which there is nothing; what a missing part explains is unjudged. */
export function emptyOnes(
  code: string,
  counts: ReadonlyMap<string, number>,
  excused: ReadonlySet<string>,
): readonly Finding[] {
  return [...counts]
    .filter(([, count]) => count === 0)
    .map(([subject]) => ({
      code,
      level: excused.has(subject) ? 'unjudged' : 'fault',
      subject,
      values: {},
    }));
}

/** Adds to a tally. */
export function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}
