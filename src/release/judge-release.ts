import { type CheckContext, runChecks } from '../checks/index.ts';
import { type CheckReport, type ClassSet, type Recipe, splitNames } from '../records/index.ts';
import type { ReleaseCounts, ReleaseSource } from './release-info.ts';
import type { ReleaseTables } from './release-tables.ts';

/** What a release holds beside its tables that checks read. */
export type CheckedAgainst = Pick<CheckContext, 'certificate' | 'references'>;

/** Runs the recipe's checks over the tables of a release: when it is frozen, and at every verify. */
export function checkTables(
  tables: ReleaseTables,
  recipe: Recipe,
  classSet: ClassSet,
  { presentSplits }: ReleaseSource,
  against: CheckedAgainst,
): Promise<readonly CheckReport[]> {
  const context = { classSet, splits: recipe.splits, presentSplits, ...against };
  return runChecks(recipe.checks, context, tables.records(), tables.skipped());
}

/** Counts the rows of both tables. */
export async function countTables(tables: ReleaseTables, recipe: Recipe): Promise<ReleaseCounts> {
  const recordsPerSplit = new Map(splitNames(recipe.splits).map((split) => [split, 0]));
  const skippedPerReason = new Map<string, number>();
  let records = 0;
  let skipped = 0;
  for await (const { split } of tables.records()) {
    records++;
    recordsPerSplit.set(split, (recordsPerSplit.get(split) ?? 0) + 1);
  }
  for await (const { reason } of tables.skipped()) {
    skipped++;
    skippedPerReason.set(reason, (skippedPerReason.get(reason) ?? 0) + 1);
  }
  const reasons = [...skippedPerReason].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    records,
    skipped,
    recordsPerSplit: Object.fromEntries(recordsPerSplit),
    skippedPerReason: Object.fromEntries(reasons),
  };
}
