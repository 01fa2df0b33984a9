import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlName, sqlText, type Tables } from '../../../io/index.ts';
import type { LeftOutCounts } from './left-out.ts';
import { readBytes } from './read-bytes.ts';
import type { SnapshotFile } from './snapshot-files.ts';
import { wholeRows } from './whole-rows.ts';

export interface LoadOptions {
  /**
   * Columns of the table in SQL over `raw_photo_id` and so on, the file's, all text or NULL. Among them
   * `problem`: why the row is not used, or NULL. Rows with a problem get `line`, the row itself.
   */
  readonly select: string;
  /** Where parts are put. */
  readonly folder: string;
  readonly leftOut: LeftOutCounts;
  readonly onRead?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const pieceBytes = 2 ** 28;

/**
 * Reads one file into a view of its table's name, through Parquet. A piece of the file is unpacked and
 * looked through while the one before is read by DuckDB, so no more than two lie on the disk.
 *
 * DuckDB's own reader takes the first half of a cut gzip file for the whole and does not come back from
 * a damaged one; it sees clean rows alone.
 */
export async function loadRows(
  tables: Tables,
  file: SnapshotFile,
  { select, folder, leftOut, onRead, signal }: LoadOptions,
): Promise<void> {
  const form = { file: `${file.table}.csv`, fields: file.columns.length, leftOut };
  const rows = wholeRows(readBytes(file, { onRead, signal }), form);
  const parts: string[] = [];
  let loading: Promise<void> = Promise.resolve();
  for await (const piece of pieces(rows, (i) => join(folder, `${file.table}-${i}.tsv`))) {
    await loading;
    signal?.throwIfAborted();
    const part = piece.replace(/tsv$/, 'parquet');
    parts.push(part);
    loading = loadPiece(tables, select, { piece, part, columns: file.columns });
    // Whoever waits for it hears of it; until then nobody does.
    loading.catch(() => undefined);
  }
  await loading;
  const list = parts.map(sqlText).join(', ');
  await tables.run(`CREATE VIEW ${file.table}_rows AS SELECT * FROM read_parquet([${list}])`);
}

/** Files of whole rows, one after another; at least one, so that there is a table. */
async function* pieces(
  rows: AsyncIterable<Buffer>,
  pathOf: (i: number) => string,
): AsyncGenerator<string> {
  let handle = await open(pathOf(0), 'w');
  try {
    let index = 0;
    let bytes = 0;
    for await (const block of rows) {
      await handle.writeFile(block);
      bytes += block.length;
      if (bytes < pieceBytes) continue;
      await handle.close();
      yield pathOf(index);
      handle = await open(pathOf(++index), 'w');
      bytes = 0;
    }
    await handle.close();
    if (bytes > 0 || index === 0) yield pathOf(index);
  } finally {
    await handle.close();
  }
}

async function loadPiece(
  tables: Tables,
  select: string,
  { piece, part, columns }: { piece: string; part: string; columns: readonly string[] },
): Promise<void> {
  const types = columns.map((name) => `${sqlName(`raw_${name}`)}: 'VARCHAR'`).join(', ');
  const fields = columns.map((name) => `coalesce(${sqlName(`raw_${name}`)}, '')`).join(', ');
  await tables.run(`
    COPY (
      SELECT ${select},
        CASE WHEN problem IS NOT NULL THEN left(concat_ws('\t', ${fields}), 200) END AS line
      FROM read_csv(${sqlText(piece)}, columns = {${types}}, auto_detect = false, header = false,
        delim = '\t', quote = '', escape = '', comment = '', nullstr = '', new_line = '\\n')
    ) TO ${sqlText(part)} (FORMAT parquet, COMPRESSION snappy)`);
  await rm(piece);
}
