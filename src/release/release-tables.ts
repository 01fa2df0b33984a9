import { join } from 'node:path';
import { InvalidRelease } from '../errors.ts';
import { openTables, sqlText, type Tables } from '../io/index.ts';
import {
  type ImageRecord,
  parseAs,
  type Recipe,
  type Skipped,
  skippedSchema,
  type TruthKind,
} from '../records/index.ts';
import { attributionQuery } from './attribution.ts';
import { releaseFiles } from './layout.ts';
import { type RecordRow, rowForms } from './rows/index.ts';

/** The Parquet files of a release, open for reading and for questions. */
export interface ReleaseTables {
  /** Sorted by split, then id. */
  records(): AsyncGenerator<ImageRecord>;
  /** Sorted by path, then reason. */
  skipped(): AsyncGenerator<Skipped>;
  /** Rows of `ATTRIBUTION.csv`, computed from the records in their order. */
  attribution(recipe: Recipe): AsyncGenerator<RecordRow>;
  /**
   * The one number that an SQL query over `records` and `skipped` returns, over `class_pixels` where
   * the truths are masks, and over `image_classes` where they are sets of classes.
   * @throws {InvalidRelease} when it fails or returns anything but one number or NULL
   */
  ask(query: string): Promise<number | null>;
  close(): void;
}

/**
 * Queries come from manifests, so they reach these two files and nothing else.
 *
 * @throws {InvalidRelease} when the files are no such tables
 */
export async function openReleaseTables(folder: string, truth: TruthKind): Promise<ReleaseTables> {
  const form = rowForms[truth];
  const tables = await openTables();
  try {
    const paths = [join(folder, releaseFiles.records), join(folder, releaseFiles.skipped)];
    await tables.seal(paths);
    const [records, skipped] = paths.map(sqlText);
    await tables.run(`CREATE VIEW records AS SELECT * FROM read_parquet(${records})`);
    await tables.run(`CREATE VIEW skipped AS SELECT * FROM read_parquet(${skipped})`);
    for (const view of form.views) await tables.run(view);
  } catch (cause) {
    tables.close();
    throw new InvalidRelease(`Tables do not read, ${(cause as Error).message}: ${folder}`, {
      cause,
    });
  }
  return {
    async *records() {
      const where = join(folder, releaseFiles.records);
      const rows = tables.rows('SELECT * FROM records');
      for await (const row of ascending(rows, ['split', 'id'], where)) {
        yield form.recordOf(row, where);
      }
    },
    async *skipped() {
      const where = join(folder, releaseFiles.skipped);
      const rows = tables.rows(
        'SELECT path, source_split AS "sourceSplit", reason, detail FROM skipped',
      );
      for await (const row of ascending(rows, ['path', 'reason'], where)) {
        yield parseAs(skippedSchema, row, where);
      }
    },
    attribution: (recipe) => tables.rows(attributionQuery(truth, recipe)),
    ask: (query) => askNumber(tables, query),
    close: () => tables.close(),
  };
}

/**
 * The rows as they are stored, held to the order in which they were written: to sort them again
 * would take them all into memory.
 *
 * @throws {InvalidRelease} naming the first row that stands in the wrong place
 */
async function* ascending<Row extends RecordRow>(
  rows: AsyncIterable<Row>,
  keys: readonly string[],
  where: string,
): AsyncGenerator<Row> {
  let last: readonly string[] | undefined;
  for await (const row of rows) {
    const key = keys.map((name) => String(row[name]));
    if (last !== undefined && compareKeys(last, key) > 0) {
      throw new InvalidRelease(
        `Rows not sorted by ${keys.join(', ')} "${key.join(' ')}": ${where}`,
      );
    }
    last = key;
    yield row;
  }
}

/** As DuckDB sorts text: by the bytes of its UTF-8 form. */
function compareKeys(a: readonly string[], b: readonly string[]): number {
  const place = a.findIndex((part, i) => part !== b[i]);
  return place === -1
    ? 0
    : Buffer.compare(Buffer.from(a[place] ?? ''), Buffer.from(b[place] ?? ''));
}

async function askNumber(tables: Tables, query: string): Promise<number | null> {
  const rows = [];
  try {
    for await (const row of tables.rows(query)) rows.push(row);
  } catch (cause) {
    throw new InvalidRelease(`Query fails, ${(cause as Error).message}: ${query}`, { cause });
  }
  const values = rows.flatMap((row) => Object.values(row));
  const value = values[0] ?? null;
  // 64-bit integers come as text.
  const number = typeof value === 'string' ? Number(value) : value;
  if (
    values.length !== 1 ||
    (number !== null && (typeof number !== 'number' || !Number.isFinite(number)))
  ) {
    throw new InvalidRelease(`Query returns ${values.length} values, not one number: ${query}`);
  }
  return number;
}
