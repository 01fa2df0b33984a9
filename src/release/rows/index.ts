import type { TruthKind } from '../../records/index.ts';
import { classRows } from './class-rows.ts';
import { classesRows } from './classes-rows.ts';
import { maskRows } from './mask-rows.ts';
import type { RowForm } from './row-form.ts';
import { speciesRows } from './species-rows.ts';
import { unlabelledRows } from './unlabelled-rows.ts';

export type { RecordRow, RowForm } from './row-form.ts';

/** How the records of a release stand in its table, by the kind of their truth. */
export const rowForms: Readonly<Record<TruthKind, RowForm>> = {
  mask: maskRows,
  class: classRows,
  classes: classesRows,
  species: speciesRows,
  unlabelled: unlabelledRows,
};

/** Columns of `skipped.parquet`. */
export const skippedColumns: Readonly<Record<string, string>> = {
  path: 'VARCHAR',
  source_split: 'VARCHAR',
  reason: 'VARCHAR',
  detail: 'VARCHAR',
};
