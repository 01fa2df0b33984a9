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
  await collectDoubled(work);
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

/** What a pass holds of a photo id, with room to spare. */
const bytesOfPhoto = 60;

/** Rows of photos whose id stands in more than one. */
async function collectDoubled(work: Preparation): Promise<void> {
  const { tables } = work;
  const passes = await work.passes('photos', bytesOfPhoto);
  await tables.run('CREATE TABLE doubled_ids (photo_id BIGINT)');
  for (let pass = 0; pass < passes; pass++) {
    await tables.run(`
      INSERT INTO doubled_ids SELECT photo_id FROM photos WHERE photo_id % ${passes} = ${pass}
      GROUP BY photo_id HAVING count(*) > 1`);
  }
  await tables.run(`
    CREATE TABLE doubled_rows AS
    SELECT photo_id, observation FROM photos SEMI JOIN doubled_ids USING (photo_id)`);
}

async function write({ tables, folder }: Preparation, name: string, query: string): Promise<void> {
  const path = sqlText(join(folder, `${name}.parquet`));
  await tables.run(`COPY (${query}) TO ${path} (FORMAT parquet, COMPRESSION zstd)`);
}
