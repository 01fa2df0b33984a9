import { join } from 'node:path';
import { sqlText } from '../../../io/index.ts';
import type { Preparation } from './preparation.ts';
import { unknownCode } from './read-values.ts';

/**
 * What follows from the photos: `counts.parquet`, how many photos a taxon, quality grade and licence
 * (`place`, `grade`, `licence`, `count`), and `doubled.parquet`, every observation of the photos that
 * stand in several (`photo_id`, `observation`).
 */
export async function prepareSummary(work: Preparation): Promise<void> {
  await write(
    work,
    'counts',
    `SELECT place, grade, licence, count(*)::INTEGER AS count FROM photos
     WHERE place >= 0 AND grade < ${unknownCode} AND licence < ${unknownCode}
     GROUP BY ALL ORDER BY place, grade, licence`,
  );
  await work.tables.run(`
    CREATE TABLE doubled_rows AS
    SELECT photo_id, observation FROM photos SEMI JOIN (
      SELECT photo_id FROM photos GROUP BY photo_id HAVING count(*) > 1) USING (photo_id)`);
  await write(
    work,
    'doubled',
    `SELECT photo_id, observation FROM doubled_rows GROUP BY ALL
     HAVING photo_id IN (
       SELECT photo_id FROM doubled_rows GROUP BY photo_id HAVING count(DISTINCT observation) > 1)
     ORDER BY photo_id, observation`,
  );
  await work.count(
    'photos.csv',
    `SELECT 'photo-repeated' AS reason, photo_id::VARCHAR AS example FROM (
      SELECT photo_id, unnest(range(count(*) - 1)) FROM doubled_rows
      GROUP BY photo_id, observation HAVING count(*) > 1)`,
  );
  await work.count(
    'photos.csv',
    `SELECT 'observer-missing' AS reason, photo_id::VARCHAR AS example FROM photos
     ANTI JOIN observers ON observers.observer_id = photos.creator_id`,
  );
  await work.count(
    'observations.csv',
    `SELECT 'observer-missing' AS reason, observation::VARCHAR AS example FROM observations
     ANTI JOIN observers USING (observer_id)`,
  );
}

async function write({ tables, folder }: Preparation, name: string, query: string): Promise<void> {
  const path = sqlText(join(folder, `${name}.parquet`));
  await tables.run(`COPY (${query}) TO ${path} (FORMAT parquet, COMPRESSION zstd)`);
}
