import { setImmediate as breath } from 'node:timers/promises';
import type { DuckDBDataChunk, DuckDBValue, DuckDBValueConverter, Json } from '@duckdb/node-api';
import { breathe } from './breathe.ts';

/** An SQL database in memory, for reading and writing Parquet and for asking questions of it. */
export interface Tables {
  run(sql: string): Promise<void>;
  /** Rows as plain JSON values, a chunk of a few thousand in memory at a time. */
  rows(sql: string): AsyncGenerator<Readonly<Record<string, Json>>>;
  /** The same by column, some 2,048 values each at a time and several times as fast; 64-bit integers are bigint. */
  columns(sql: string): AsyncGenerator<readonly TableColumn[]>;
  /** From here on SQL reaches these files, and no other file, no network and no setting. */
  seal(readable: readonly string[]): Promise<void>;
  /** Stops what is running: it is rejected. Nothing happens where nothing runs. */
  interrupt(): void;
  close(): void;
}

/** Values of one column, in the order of the rows. */
export type TableColumn = readonly DuckDBValue[];

export interface TableLimits {
  /** What queries may hold in memory before they spill; the process needs some 200 MiB more. */
  readonly memoryBytes?: number | undefined;
  readonly threads?: number | undefined;
}

/** @param temporaryFolder where a query may spill that does not fit into memory */
export async function openTables(
  temporaryFolder?: string,
  { memoryBytes = 256_000_000, threads = 2 }: TableLimits = {},
): Promise<Tables> {
  // Loaded when it is first needed: most commands open no table.
  const { DuckDBInstance, JsonDuckDBValueConverter } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryBytes}B`,
    threads: String(threads),
    autoinstall_known_extensions: 'false',
    temp_directory: temporaryFolder ?? '',
  });
  const connection = await instance.connect();
  return {
    async run(sql) {
      await connection.run(sql);
    },
    async *rows(sql) {
      const result = await connection.stream(sql);
      const names = result.deduplicatedColumnNames();
      for await (const chunk of result)
        yield* breathe(rowsOf(chunk, names, JsonDuckDBValueConverter));
    },
    async *columns(sql) {
      const result = await connection.stream(sql);
      for await (const chunk of result) {
        yield Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnValues(i));
        await breath();
      }
    },
    interrupt() {
      connection.interrupt();
    },
    async seal(readable) {
      await connection.run(`SET allowed_paths = [${readable.map(sqlText).join(', ')}]`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Converts row by row: a whole chunk of 2,048 rows at once would hold up the event loop. */
function* rowsOf(
  chunk: DuckDBDataChunk,
  names: readonly string[],
  converter: DuckDBValueConverter<Json>,
): Generator<Record<string, Json>> {
  for (let i = 0; i < chunk.rowCount; i++) {
    const values = chunk.convertRowValues(i, converter);
    yield Object.fromEntries(names.map((name, column) => [name, values[column] ?? null]));
  }
}

/** A value as an SQL string literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
