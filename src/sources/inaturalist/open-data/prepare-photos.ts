import { join } from 'node:path';
import { sqlText } from '../../../io/index.ts';
import { licenceCodes } from '../../../records/index.ts';
import { loadRows } from './load-rows.ts';
import type { Preparation } from './preparation.ts';
import { writeObservations } from './prepare-observations.ts';
import { codeOf, idOf, reasonOf, unknownCode } from './read-values.ts';

/** Where there is no observation of a photo. */
const noObservation = -2;
const mostPhotoId = Number.MAX_SAFE_INTEGER;

/**
 * Reads the photos and writes `photos.parquet`, by place of the taxon of their observation: `place`,
 * `grade`, `photo_id`, `observation`, `creator_id`, `extension`, `licence` (255 where unknown, then
 * `licence_text`), `width`, `height`, `position`.
 */
export async function preparePhotos(work: Preparation): Promise<void> {
  const { tables, files } = work;
  await loadRows(tables, files.photos, { ...work.load('photos'), select: photoColumns });
  await joinObservations(work);
  // A join yields more than it was given only where observations stand there twice.
  if (await differ(work)) {
    await leaveOutRepeated(work);
    await joinObservations(work);
  }
  const path = sqlText(join(work.folder, 'photos.parquet'));
  await tables.run(`
    COPY (SELECT * FROM photos_joined ORDER BY place)
    TO ${path} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 24576)`);
  await tables.run(`CREATE VIEW photos AS SELECT * FROM read_parquet(${path})`);
  await work.count(
    'photos.csv',
    'SELECT problem AS reason, line AS example FROM photos_rows WHERE problem IS NOT NULL',
  );
  await work.count(
    'photos.csv',
    `SELECT 'licence-unknown' AS reason, photo_id::VARCHAR AS example
      FROM photos WHERE licence = ${unknownCode}
     UNION ALL SELECT 'observation-missing', photo_id::VARCHAR
      FROM photos WHERE place = ${noObservation}`,
  );
}

/** What a pass holds of an observation, with room to spare. */
const bytesOfObservation = 100;

/**
 * Gives each photo the place and grade of its observation. As many observations at a time as fit into
 * memory: a join that spills and a sort behind it, together, ask for more than there is.
 */
async function joinObservations(work: Preparation): Promise<void> {
  const { tables, scratch } = work;
  const passes = await work.passes('observations', bytesOfObservation);
  const parts: string[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const part = sqlText(join(scratch, `photos-joined-${pass}.parquet`));
    const isOfPass = `hash(observation) % ${passes} = ${pass}`;
    await tables.run(`
      COPY (
        SELECT coalesce(place, ${noObservation})::INTEGER AS place,
          coalesce(grade, ${unknownCode})::UTINYINT AS grade,
          photo_id, observation, creator_id, extension, licence, licence_text, width, height, position
        FROM (SELECT * FROM photos_rows WHERE problem IS NULL AND ${isOfPass})
          LEFT JOIN (SELECT observation, place, grade FROM observations WHERE ${isOfPass})
          USING (observation)
      ) TO ${part} (FORMAT parquet, COMPRESSION snappy)`);
    parts.push(part);
  }
  await tables.run(
    `CREATE OR REPLACE VIEW photos_joined AS SELECT * FROM read_parquet([${parts.join(', ')}])`,
  );
}

async function differ({ tables }: Preparation): Promise<boolean> {
  const query = `SELECT (SELECT count(*) FROM photos_joined)
    <> (SELECT count(*) FROM photos_rows WHERE problem IS NULL) AS differ`;
  for await (const { differ } of tables.rows(query)) return differ === true;
  return false;
}

/** Of an observation that stands twice: once where the rows agree on taxon and grade, else never. */
async function leaveOutRepeated(work: Preparation): Promise<void> {
  await work.tables.run(`
    CREATE TABLE repeated AS
    SELECT observation, count(*) AS rows, min(place) = max(place) AND min(grade) = max(grade) AS agree
    FROM observations_placed GROUP BY observation HAVING count(*) > 1`);
  await work.count(
    'observations.csv',
    `SELECT CASE WHEN agree THEN 'observation-repeated' ELSE 'observation-repeated-otherwise' END
      AS reason, observation::VARCHAR AS example
     FROM (SELECT agree, observation,
      unnest(range(CASE WHEN agree THEN rows - 1 ELSE rows END)) FROM repeated)`,
  );
  await work.tables.run(`
    CREATE TABLE repeated_rows AS
    SELECT * EXCLUDE (nth) FROM (
      SELECT o.*, row_number() OVER (PARTITION BY observation
        ORDER BY observer_id, latitude, longitude, observed_on) AS nth
      FROM observations_placed AS o JOIN repeated USING (observation) WHERE agree
    ) WHERE nth = 1`);
  await work.tables.run(`
    CREATE VIEW observations_once AS
    SELECT * FROM observations_placed ANTI JOIN repeated USING (observation)
    UNION ALL BY NAME SELECT * FROM repeated_rows`);
  await writeObservations(work, 'observations_once');
}

/** Pixels of a side: absent, or at most the 2,048 to which originals are scaled. */
function sideOf(column: string): string {
  const side = `TRY_CAST(${column} AS USMALLINT)`;
  return `CASE WHEN ${side} BETWEEN 1 AND 2048 THEN ${side} END`;
}

const photoId = idOf('raw_photo_id', 'BIGINT');
const position = `CASE WHEN regexp_full_match(raw_position, '[0-9]{1,5}') THEN TRY_CAST(raw_position AS INTEGER) END`;

const photoColumns = `
  ${photoId} AS photo_id,
  TRY_CAST(raw_observation_uuid AS UUID) AS observation,
  ${idOf('raw_observer_id', 'INTEGER')} AS creator_id,
  raw_extension AS extension,
  ${codeOf(
    'raw_license',
    licenceCodes.map((code) => code.toUpperCase()),
  )} AS licence,
  CASE WHEN licence = ${unknownCode} THEN left(coalesce(raw_license, ''), 60) END AS licence_text,
  ${sideOf('raw_width')} AS width,
  ${sideOf('raw_height')} AS height,
  ${position} AS position,
  ${reasonOf({
    'photo-id-invalid': `photo_id IS NULL OR photo_id > ${mostPhotoId}`,
    'observation-id-invalid': 'observation IS NULL',
    'observer-id-invalid': 'creator_id IS NULL',
    'extension-unknown': `coalesce(lower(raw_extension) NOT IN ('jpg', 'jpeg', 'png', 'gif'), true)`,
    'position-invalid': 'position IS NULL',
  })} AS problem`;
