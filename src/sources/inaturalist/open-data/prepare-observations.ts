import { join } from 'node:path';
import { sqlText } from '../../../io/index.ts';
import { qualityGrades } from '../../../records/index.ts';
import { loadRows } from './load-rows.ts';
import type { Preparation } from './preparation.ts';
import { codeOf, idOf, numberOf, reasonOf, textOf, unknownCode } from './read-values.ts';

/** Where there is no taxon of an observation. */
export const noPlace = -1;

/**
 * Reads the observations and writes `observations.parquet`, by place of their taxon: `place` (-1
 * without a taxon), `observation`, `observer_id`, `grade` (255 where unknown), `latitude`,
 * `longitude`, `observed_on`.
 */
export async function prepareObservations(work: Preparation): Promise<void> {
  const { tables, files } = work;
  const select = observationColumns;
  await loadRows(tables, files.observations, { ...work.load('observations'), select });
  await tables.run(`
    CREATE VIEW observations_placed AS
    SELECT coalesce(place, ${noPlace})::INTEGER AS place, observation, observer_id, grade, latitude,
      longitude, observed_on, taxon
    FROM observations_rows LEFT JOIN (SELECT taxon_id AS taxon, place FROM placed) USING (taxon)
    WHERE problem IS NULL`);
  await writeObservations(work, 'observations_placed');
  const file = 'observations.csv';
  await work.count(file, 'SELECT problem AS reason, line AS example FROM observations_rows');
  for (const column of ['remark', 'place_remark', 'date_remark']) {
    const rows = `SELECT ${column} AS reason, observation::VARCHAR AS example FROM observations_rows`;
    await work.count(file, `${rows} WHERE problem IS NULL`);
  }
  await work.count(
    file,
    `SELECT 'taxon-missing' AS reason, observation::VARCHAR AS example FROM observations_rows
      WHERE problem IS NULL AND taxon IS NOT NULL AND taxon NOT IN (SELECT taxon_id FROM placed)`,
  );
}

export async function writeObservations(work: Preparation, from: string): Promise<void> {
  const path = sqlText(join(work.folder, 'observations.parquet'));
  await work.tables.run(`
    COPY (SELECT * EXCLUDE (taxon) FROM ${from} ORDER BY place)
    TO ${path} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 24576)`);
  await work.tables.run(
    `CREATE OR REPLACE VIEW observations AS SELECT * FROM read_parquet(${path})`,
  );
}

const taxon = textOf('raw_taxon_id');
const latitude = numberOf('raw_latitude', 90);
const longitude = numberOf('raw_longitude', 180);
/** A cast alone would take `infinity`, `epoch` and years of five digits. */
const date = `CASE WHEN length(raw_observed_on) = 10 THEN TRY_CAST(raw_observed_on AS DATE) END`;

const observationColumns = `
  TRY_CAST(raw_observation_uuid AS UUID) AS observation,
  ${idOf('raw_observer_id', 'INTEGER')} AS observer_id,
  ${idOf(taxon, 'INTEGER')} AS taxon,
  ${codeOf('raw_quality_grade', qualityGrades)} AS grade,
  CASE WHEN ${longitude} IS NOT NULL THEN ${latitude} END AS latitude,
  CASE WHEN ${latitude} IS NOT NULL THEN ${longitude} END AS longitude,
  ${date} AS observed_on,
  ${reasonOf({
    'observation-id-invalid': 'observation IS NULL',
    'taxon-id-invalid': `taxon IS NULL AND ${taxon} IS NOT NULL`,
    'observer-id-invalid': 'observer_id IS NULL',
  })} AS problem,
  ${reasonOf({ 'quality-grade-unknown': `grade = ${unknownCode}`, 'without-taxon': `taxon IS NULL` })} AS remark,
  CASE WHEN latitude IS NULL AND
    coalesce(${textOf('raw_latitude')}, ${textOf('raw_longitude')}) IS NOT NULL
    THEN 'coordinates-invalid' END AS place_remark,
  CASE WHEN observed_on IS NULL AND ${textOf('raw_observed_on')} IS NOT NULL
    THEN 'date-invalid' END AS date_remark`;
