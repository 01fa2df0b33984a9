import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sqlText } from '../../../io/index.ts';
import { type LicenceCode, type QualityGrade, qualityGrades } from '../../../records/index.ts';
import type { AncestorTaxon, PhotoCandidate } from '../photo-source.ts';
import type { OpenDataSource } from './open-data.ts';
import type { OpenPrepared } from './open-prepared.ts';
import { photoColumns, photoRow, preparedTable } from './photo-rows.ts';
import { ancestorsOf, taxonAt } from './species-of-group.ts';

/** What a snapshot knows of one photo id. */
export interface FoundPhoto {
  readonly photoId: number;
  /** `undefined` where the id is not in the snapshot. */
  readonly found: FoundFacts | undefined;
}

/** The fields of a candidate, and what a candidate is chosen by. */
export interface FoundFacts {
  /** Without a licence that has a code; `observer` or `creator` empty where nobody is known. */
  readonly photo: Omit<PhotoCandidate, 'licence'>;
  /** `undefined` where it is none that a recipe can admit; `licenceText` says what stands there. */
  readonly licence: LicenceCode | undefined;
  readonly licenceText: string | undefined;
  /** `undefined` where the observation is missing or its grade is none that we know. */
  readonly qualityGrade: QualityGrade | undefined;
  /** Of its observation; `undefined` where there is none. */
  readonly taxon: FoundTaxon | undefined;
}

export interface FoundTaxon extends AncestorTaxon {
  readonly isActive: boolean;
  /** From the highest to the lowest, as of a species. */
  readonly ancestors: readonly AncestorTaxon[];
  /** What it is counted to: the highest active taxon of the ranks asked for, itself or above it. */
  readonly species: AncestorTaxon | undefined;
}

/**
 * Looks photos up by their ids, in the order given and each as often as given. One pass over the
 * prepared photos, whatever the number of ids; ids go through a file, not through memory.
 *
 * @param ranks that count as a species
 */
export async function* findPhotos(
  { prepared, scratch }: OpenDataSource,
  photoIds: AsyncIterable<number> | Iterable<number>,
  { ranks = ['species'] }: { readonly ranks?: readonly string[] } = {},
): AsyncGenerator<FoundPhoto> {
  const { tables, folder } = prepared;
  const path = join(scratch, `asked-${++asked}.tsv`);
  try {
    await pipeline(Readable.from(lines(photoIds)), createWriteStream(path));
    for await (const columns of tables.columns(query(folder, path))) {
      const rows = columns[0]?.length ?? 0;
      for (let i = 0; i < rows; i++) yield found(prepared, columns, { i, ranks });
    }
  } finally {
    await rm(path, { force: true });
  }
}

let asked = 0;

async function* lines(ids: AsyncIterable<number> | Iterable<number>): AsyncGenerator<string> {
  let block = '';
  let index = 0;
  for await (const id of ids) {
    block += `${index++}\t${id}\n`;
    if (block.length < 2 ** 16) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** Of a photo in several observations, the row of the lowest. */
function query(folder: string, path: string): string {
  const table = (name: string) => preparedTable(folder, name);
  return `
    WITH asked AS MATERIALIZED (
      SELECT * FROM read_csv(${sqlText(path)}, delim = '\t', header = false, auto_detect = false,
        columns = {nth: 'INTEGER', photo_id: 'BIGINT'})),
    photo AS MATERIALIZED (
      SELECT * EXCLUDE (row) FROM (
        SELECT *, row_number() OVER (PARTITION BY photo_id ORDER BY observation, position) AS row
        FROM ${table('photos')} SEMI JOIN asked USING (photo_id)) WHERE row = 1),
    doubled AS (SELECT photo_id, string_agg(observation::VARCHAR, ' ' ORDER BY observation) AS observations
      FROM ${table('doubled')} GROUP BY photo_id)
    SELECT ${photoColumns}, asked.photo_id::DOUBLE, photo.photo_id IS NOT NULL, photo.grade,
      photo.licence_text
    FROM asked LEFT JOIN photo ON photo.photo_id = asked.photo_id
      LEFT JOIN (SELECT * FROM ${table('observations')} SEMI JOIN photo USING (observation)) AS observed
        ON observed.observation = photo.observation
      LEFT JOIN ${table('observers')} AS owner ON owner.observer_id = photo.creator_id
      LEFT JOIN ${table('observers')} AS observer ON observer.observer_id = observed.observer_id
      LEFT JOIN doubled ON doubled.photo_id = photo.photo_id
    ORDER BY asked.nth`;
}

function found(
  { taxa }: OpenPrepared,
  columns: Parameters<typeof photoRow>[0],
  { i, ranks }: { readonly i: number; readonly ranks: readonly string[] },
): FoundPhoto {
  const [photoId, isThere, grade, licenceText] = columns.slice(14).map((column) => column[i]);
  if (isThere !== true) return { photoId: Number(photoId), found: undefined };
  const { place, photo, licence } = photoRow(columns, i);
  return {
    photoId: Number(photoId),
    found: {
      photo,
      licence,
      licenceText: licenceText === null ? undefined : String(licenceText),
      qualityGrade: qualityGrades[Number(grade)],
      taxon: place < 0 ? undefined : foundTaxon(taxa, place, ranks),
    },
  };
}

function foundTaxon(
  taxa: OpenPrepared['taxa'],
  place: number,
  ranks: readonly string[],
): FoundTaxon | undefined {
  let species: AncestorTaxon | undefined;
  for (let at = place; at >= 0; at = taxa.parents[at] as number) {
    if (taxa.isActive(at) && ranks.includes(taxa.rank(at))) species = taxonAt(taxa, at);
  }
  return {
    ...taxonAt(taxa, place),
    isActive: taxa.isActive(place),
    ancestors: ancestorsOf(taxa, place),
    species,
  };
}
