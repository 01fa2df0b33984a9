import { join } from 'node:path';
import { sqlText } from '../../../io/index.ts';
import { loadRows } from './load-rows.ts';
import type { Preparation } from './preparation.ts';
import { idOf, reasonOf, textOf } from './read-values.ts';

/** Reads the observers and writes `observers.parquet`, by id: `observer_id`, `login`, `name`. */
export async function prepareObservers(work: Preparation): Promise<void> {
  const { tables, files, folder } = work;
  await loadRows(tables, files.observers, { ...work.load('observers'), select: observerColumns });
  const path = sqlText(join(folder, 'observers.parquet'));
  // Who stands there twice is taken once.
  await tables.run(`
    COPY (
      SELECT observer_id, min(login) AS login, min(name) AS name
      FROM observers_rows WHERE problem IS NULL GROUP BY observer_id ORDER BY observer_id
    ) TO ${path} (FORMAT parquet, COMPRESSION zstd)`);
  await tables.run(`CREATE VIEW observers AS SELECT * FROM read_parquet(${path})`);
  const file = 'observers.csv';
  await work.count(file, 'SELECT problem AS reason, line AS example FROM observers_rows');
  await work.count(
    file,
    `SELECT 'observer-repeated' AS reason, observer_id::VARCHAR AS example
     FROM (SELECT observer_id, unnest(range(count(*) - 1)) FROM observers_rows
      WHERE problem IS NULL GROUP BY observer_id HAVING count(*) > 1)`,
  );
}

const observerColumns = `
  ${idOf('raw_observer_id', 'INTEGER')} AS observer_id,
  raw_login AS login,
  ${textOf("nullif(trim(raw_name), '')")} AS name,
  ${reasonOf({ 'observer-id-invalid': 'observer_id IS NULL', 'observer-without-login': 'raw_login IS NULL' })} AS problem`;
