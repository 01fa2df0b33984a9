import type { ClassSet, ImageRecord, Recipe, SplitRule } from '../../records/index.ts';

/** One row of a table, as plain JSON. */
export type RecordRow = Readonly<Record<string, unknown>>;

/** How records of one kind of truth stand in `records.parquet`. One file a kind, one line in `index.ts`. */
export interface RowForm {
  /** Columns in order, name to DuckDB type. Absent files are NULL. */
  columns(classSet: ClassSet): Readonly<Record<string, string>>;
  rowOf(record: ImageRecord, splits: SplitRule): RecordRow;
  /** @throws {InvalidInput} naming `where`, the column and the value */
  recordOf(row: RecordRow, where: string): ImageRecord;
  /** SQL that makes the views that queries may ask besides `records` and `skipped`. */
  readonly views: readonly string[];
  /** SQL for the file that `ATTRIBUTION.csv` names in a row. */
  readonly attributedFile: string;
  /**
   * Columns of `ATTRIBUTION.csv` after id and file, name to SQL: who is named, under which licence, and
   * what else the licence asks for. Absent where the recipe's licence is that of every image.
   */
  attribution?(recipe: Recipe): Readonly<Record<string, string>>;
}
