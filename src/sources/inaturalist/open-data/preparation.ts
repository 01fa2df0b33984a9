import type { Tables } from '../../../io/index.ts';
import { LeftOutCounts } from './left-out.ts';
import type { LoadOptions } from './load-rows.ts';
import type { TableName } from './needed-columns.ts';
import type { Snapshot, SnapshotFile } from './snapshot-files.ts';

/** What the steps of a preparation share. */
export interface Preparation {
  readonly tables: Tables;
  readonly files: Snapshot['files'];
  /** What is written here stays. */
  readonly folder: string;
  /** What is written here goes. */
  readonly scratch: string;
  readonly leftOut: LeftOutCounts;
  /** For reading one of the files. */
  load(table: TableName): Omit<LoadOptions, 'select'>;
  /** In how many passes a table is gone through whose rows take so many bytes each in memory. */
  passes(table: string, bytesOfRow: number): Promise<number>;
  /** Counts rows left out: a query for `reason`, NULL where there is none, and `example`. */
  count(file: string, query: string): Promise<void>;
}

export interface PreparationOptions {
  readonly folder: string;
  readonly scratch: string;
  readonly memoryBytes: number;
  readonly onProgress?: ((progress: PreparationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of the file, as it lies there, that have been read. */
export interface PreparationProgress {
  readonly file: string;
  readonly done: number;
  readonly total: number;
}

export function startPreparation(
  tables: Tables,
  files: Readonly<Record<TableName, SnapshotFile>>,
  { folder, scratch, memoryBytes, onProgress, signal }: PreparationOptions,
): Preparation {
  const leftOut = new LeftOutCounts();
  return {
    tables,
    files,
    folder,
    scratch,
    leftOut,
    load(table) {
      const { name: file, bytes: total } = files[table];
      let done = 0;
      const onRead = (bytes: number) => {
        done += bytes;
        onProgress?.({ file, done, total });
      };
      return { folder: scratch, leftOut, onRead, signal };
    },
    async passes(table, bytesOfRow) {
      const query = `SELECT count(*)::DOUBLE AS rows FROM ${table}`;
      for await (const { rows } of tables.rows(query)) {
        return Math.max(1, Math.ceil((Number(rows) * bytesOfRow) / memoryBytes));
      }
      return 1;
    },
    async count(file, query) {
      const counted = `SELECT reason, count(*)::DOUBLE AS count, min(example) AS example
        FROM (${query}) WHERE reason IS NOT NULL GROUP BY reason`;
      for await (const { reason, count, example } of tables.rows(counted)) {
        leftOut.add(file, String(reason), { count: Number(count), example: String(example) });
      }
    },
  };
}
