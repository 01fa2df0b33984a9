import type { ClassSet, ImageRecord, SplitRule } from '../../records/index.ts';

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
  /** SQL for who is named in a row, under which licence; absent where the recipe's licence is all. */
  readonly attribution?: Attribution;
}

interface Attribution {
  readonly creator: string;
  readonly licence: string;
  readonly licenceUrl: string;
}
