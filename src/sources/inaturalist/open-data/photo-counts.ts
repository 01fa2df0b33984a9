import { join } from 'node:path';
import { sqlText, type Tables } from '../../../io/index.ts';
import { type GroupQuery, licenceCodes, qualityGrades } from '../../../records/index.ts';
import type { PlaceRange } from './species-ranges.ts';

/** Which photos a group admits. */
export type PhotoFilter = Pick<GroupQuery, 'qualityGrades' | 'licences'>;

/** How many admitted photos lie in some places: at most, since a photo may stand there twice. */
export type PhotoCounts = (ranges: readonly PlaceRange[]) => number;

/** Adds up `counts.parquet` for one filter. */
export async function countPhotos(
  tables: Tables,
  { folder, taxa }: { readonly folder: string; readonly taxa: number },
  filter: PhotoFilter,
): Promise<PhotoCounts> {
  // Photos before each place.
  const before = new Uint32Array(taxa + 1);
  const query = `SELECT place, sum(count)::INTEGER
    FROM read_parquet(${sqlText(join(folder, 'counts.parquet'))})
    WHERE ${filterSql(filter)} GROUP BY place`;
  for await (const [places = [], counts = []] of tables.columns(query)) {
    places.forEach((place, i) => {
      before[Number(place) + 1] = Number(counts[i]);
    });
  }
  for (let place = 1; place <= taxa; place++) {
    before[place] = (before[place] as number) + (before[place - 1] as number);
  }
  return (ranges) =>
    ranges.reduce(
      (sum, { first, last }) => sum + (before[last + 1] as number) - (before[first] as number),
      0,
    );
}

/** In SQL over `grade` and `licence`. */
export function filterSql({ qualityGrades: grades, licences }: PhotoFilter): string {
  const gradeList = grades.map((grade) => qualityGrades.indexOf(grade)).join(', ');
  const licenceList = licences.map((licence) => licenceCodes.indexOf(licence)).join(', ');
  return `grade IN (${gradeList}) AND licence IN (${licenceList})`;
}
