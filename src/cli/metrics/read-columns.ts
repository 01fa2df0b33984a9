import { extname } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { openTables, sqlName, sqlText, type Tables } from '../../io/index.ts';

/** The columns of a table that metrics know; what a table lacks is `undefined`. */
export interface TableColumns {
  readonly score: Float64Array | undefined;
  readonly label: Float64Array | undefined;
  readonly image: readonly string[] | undefined;
  readonly cluster: readonly string[] | undefined;
}

/**
 * Reads `score`, `label`, `image` and `cluster` of a CSV or Parquet file, row by row in their order.
 *
 * @throws {InvalidInput} when the file cannot be read, has none of score and label, more rows than
 * `mostRows`, or a value is missing
 */
export async function readColumns(path: string, mostRows: number): Promise<TableColumns> {
  const tables = await openTables(undefined, { memoryBytes: 1_000_000_000 });
  try {
    return await readAll(tables, path, mostRows);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InvalidInput(`Cannot be read as a table, ${said}: ${path}`, { cause: error });
  } finally {
    tables.close();
  }
}

async function readAll(tables: Tables, path: string, mostRows: number): Promise<TableColumns> {
  await tables.seal([path]);
  const reader = extname(path).toLowerCase() === '.csv' ? 'read_csv' : 'read_parquet';
  const file = `${reader}(${sqlText(path)})`;
  const known = await knownColumns(tables, file, path);
  for await (const { rows } of tables.rows(`SELECT count(*)::DOUBLE AS rows FROM ${file}`)) {
    if (Number(rows) > mostRows) throw new InvalidInput(`More than ${mostRows} rows: ${path}`);
  }
  const asked = known.map((name) => `CAST(${sqlName(name)} AS ${types[name]})`);
  const values = known.map((): unknown[] => []);
  for await (const chunk of tables.columns(`SELECT ${asked.join(', ')} FROM ${file}`)) {
    for (const [i, column] of chunk.entries()) {
      for (const value of column) values[i]?.push(value);
    }
  }
  for (const [i, name] of known.entries()) {
    const missing = values[i]?.indexOf(null) ?? -1;
    if (missing >= 0) throw new InvalidInput(`No ${name} in row ${missing + 1}: ${path}`);
  }
  const column = (name: ColumnName) => values[known.indexOf(name)];
  const numbers = (found: readonly unknown[] | undefined) =>
    found === undefined ? undefined : Float64Array.from(found, Number);
  return {
    score: numbers(column('score')),
    label: numbers(column('label')),
    image: column('image')?.map(String),
    cluster: column('cluster')?.map(String),
  };
}

const types = { score: 'DOUBLE', label: 'DOUBLE', image: 'VARCHAR', cluster: 'VARCHAR' } as const;
type ColumnName = keyof typeof types;
const columnNames = ['score', 'label', 'image', 'cluster'] as const;

async function knownColumns(
  tables: Tables,
  file: string,
  path: string,
): Promise<readonly ColumnName[]> {
  const there = new Set<unknown>();
  for await (const { column_name } of tables.rows(`DESCRIBE SELECT * FROM ${file}`)) {
    there.add(column_name);
  }
  const known = columnNames.filter((name) => there.has(name));
  if (known.some((name) => name !== 'cluster')) return known;
  throw new InvalidInput(`No column "score", "label" or "image": ${path}`);
}
