import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openTables, sqlName, sqlText, syncFile, type Tables } from '../io/index.ts';
import type { ClassSet, ImageRecord, Recipe, Skipped, TruthKind } from '../records/index.ts';
import { attributionLines, attributionQuery } from './attribution.ts';
import { releaseFiles } from './layout.ts';
import { type RecordRow, rowForms, skippedColumns } from './rows/index.ts';

export interface TableInput {
  /** In any order. */
  readonly records: AsyncIterable<ImageRecord>;
  readonly skipped: AsyncIterable<Skipped>;
  readonly recipe: Recipe;
  readonly classSet: ClassSet;
  /** Of every record. */
  readonly truth: TruthKind;
}

/** Sorting 700,000 photos of species asks for more than half of this before it spills. */
const memoryBytes = 512_000_000;

/**
 * Writes `records.parquet` (by split, then id), `skipped.parquet` (by path, then reason) and
 * `ATTRIBUTION.csv` into `folder`. Rows go through files in `workFolder`, never all through memory,
 * and the same rows in any order give the same bytes.
 */
export async function writeTables(
  folder: string,
  workFolder: string,
  input: TableInput,
): Promise<void> {
  const tables = await openTables(join(workFolder, 'spill'), { memoryBytes });
  try {
    const { recipe } = input;
    const form = rowForms[input.truth];
    const recordRows = join(workFolder, 'records.ndjson');
    await writeRows(
      recordRows,
      map(input.records, (record) => form.rowOf(record, recipe.splits)),
    );
    await loadRows(tables, 'records', recordRows, form.columns(input.classSet));
    const skippedRows = join(workFolder, 'skipped.ndjson');
    await writeRows(skippedRows, map(input.skipped, skippedRow));
    await loadRows(tables, 'skipped', skippedRows, skippedColumns);
    await writeParquet(
      tables,
      'SELECT * FROM records ORDER BY split, id',
      join(folder, releaseFiles.records),
    );
    await writeParquet(
      tables,
      'SELECT * FROM skipped ORDER BY path, reason',
      join(folder, releaseFiles.skipped),
    );
    const query = `${attributionQuery(input.truth, recipe)} ORDER BY split, id`;
    const attribution = join(folder, releaseFiles.attribution);
    await pipeline(attributionLines(tables.rows(query)), createWriteStream(attribution));
    await syncFile(attribution);
  } finally {
    tables.close();
  }
}

function skippedRow({ path, sourceSplit, reason, detail }: Skipped): RecordRow {
  return { path, source_split: sourceSplit, reason, detail };
}

async function* map<T, U>(items: AsyncIterable<T>, change: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield change(item);
}

async function writeRows(path: string, rows: AsyncIterable<RecordRow>): Promise<void> {
  const lines = map(rows, (row) => `${JSON.stringify(row)}\n`);
  await pipeline(Readable.from(lines), createWriteStream(path));
}

async function loadRows(
  tables: Tables,
  table: string,
  path: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const types = Object.entries(columns).map(([name, type]) => `${sqlName(name)}: ${sqlText(type)}`);
  const options = `format = 'newline_delimited', columns = {${types.join(', ')}}`;
  await tables.run(`CREATE VIEW ${table} AS SELECT * FROM read_json(${sqlText(path)}, ${options})`);
}

async function writeParquet(tables: Tables, query: string, path: string): Promise<void> {
  await tables.run(`COPY (${query}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  await syncFile(path);
}
