import type { Tables } from '../../../io/index.ts';
import type { GroupQuery, LicenceCode } from '../../../records/index.ts';
import type { PhotoCandidate, SpeciesPhotos, SpeciesTaxon } from '../photo-source.ts';
import type { OpenPrepared } from './open-prepared.ts';
import { filterSql, type PhotoCounts } from './photo-counts.ts';
import { type PhotoRow, photoColumns, photoRow, preparedTable } from './photo-rows.ts';
import { type PlaceRange, rangesOfSpecies } from './species-ranges.ts';

interface AskedSpecies {
  readonly taxonId: number;
  readonly ranges: readonly PlaceRange[];
  readonly count: number;
}

/** A question asks for so many photos or species, whichever comes first: what is held at a time. */
const photosAtOnce = 50_000;
const speciesAtOnce = 64;

/**
 * The photos of species, by photo id. Of a photo that stands in several observations of one species,
 * the row of the lowest observation; it names the others.
 */
export async function* photosOfSpecies(
  prepared: OpenPrepared,
  species: readonly SpeciesTaxon[],
  group: GroupQuery,
): AsyncGenerator<SpeciesPhotos> {
  const counts = await prepared.counts(group);
  const asked = species.map(({ id }) => askedSpecies(prepared, counts, { id, group }));
  for (let from = 0; from < asked.length; ) {
    let until = from;
    let photos = 0;
    while (until < asked.length && until - from < speciesAtOnce && photos < photosAtOnce) {
      photos += asked[until++]?.count ?? 0;
    }
    yield* answer(prepared, asked.slice(from, until), group);
    from = until;
  }
}

function askedSpecies(
  { taxa }: OpenPrepared,
  counts: PhotoCounts,
  { id, group }: { readonly id: number; readonly group: GroupQuery },
): AskedSpecies {
  const place = taxa.placeOf(id);
  const ranges = place === undefined ? [] : rangesOfSpecies(taxa, place, group.without);
  return { taxonId: id, ranges, count: counts(ranges) };
}

async function* answer(
  { tables, folder }: OpenPrepared,
  asked: readonly AskedSpecies[],
  group: GroupQuery,
): AsyncGenerator<SpeciesPhotos> {
  const ranges = asked
    .flatMap((species, index) => species.ranges.map((range) => ({ ...range, index })))
    .sort((a, b) => a.first - b.first);
  const photos: PhotoCandidate[][] = asked.map(() => []);
  if (ranges.length > 0) {
    for await (const row of readRows(tables, photoQuery(folder, ranges, group))) {
      const range = ranges.findLast(({ first }) => first <= row.place);
      const of = photos[range?.index ?? -1] as PhotoCandidate[];
      // Rows of one photo follow each other, the lowest observation first.
      if (of.at(-1)?.photoId === row.photo.photoId) continue;
      of.push({ ...row.photo, licence: row.licence as LicenceCode });
    }
  }
  for (const [index, { taxonId }] of asked.entries()) {
    yield { taxonId, photos: photos[index] as PhotoCandidate[] };
  }
}

async function* readRows(tables: Tables, query: string): AsyncGenerator<PhotoRow> {
  for await (const columns of tables.columns(query)) {
    const rows = columns[0]?.length ?? 0;
    for (let i = 0; i < rows; i++) yield photoRow(columns, i);
  }
}

/** The places stand in both conditions, so that of either table little is read. */
function photoQuery(folder: string, ranges: readonly PlaceRange[], group: GroupQuery): string {
  const within = withinSql(ranges);
  return `
    WITH photo AS (SELECT * FROM ${preparedTable(folder, 'photos')}
      WHERE ${within} AND ${filterSql(group)}),
    observed AS (SELECT * FROM ${preparedTable(folder, 'observations')} WHERE ${within}),
    doubled AS (SELECT photo_id, string_agg(observation::VARCHAR, ' ' ORDER BY observation) AS observations
      FROM ${preparedTable(folder, 'doubled')} GROUP BY photo_id)
    SELECT ${photoColumns}
    FROM photo JOIN observed USING (observation)
      JOIN ${preparedTable(folder, 'observers')} AS owner ON owner.observer_id = photo.creator_id
      JOIN ${preparedTable(folder, 'observers')} AS observer ON observer.observer_id = observed.observer_id
      LEFT JOIN doubled ON doubled.photo_id = photo.photo_id
    ORDER BY photo.photo_id, photo.observation, photo.position`;
}

const mostListed = 4096;

/** A list of places is looked up at once, where ranges are tried one by one for every row. */
function withinSql(ranges: readonly PlaceRange[]): string {
  const places = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (places > mostListed) {
    const conditions = ranges.map(({ first, last }) => `place BETWEEN ${first} AND ${last}`);
    return `(${conditions.join(' OR ')})`;
  }
  const listed = ranges.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  return `place IN (${listed.join(', ')})`;
}
