import { InvalidInput } from '../../../errors.ts';
import { type GroupQuery, printableName, type TaxonRoot } from '../../../records/index.ts';
import type { TaxonTable } from './taxon-table.ts';

/** Places of taxa, both ends among them. */
export interface PlaceRange {
  readonly first: number;
  readonly last: number;
}

/** What of a group decides which species there are. */
export type SpeciesQuery = Pick<GroupQuery, 'roots' | 'without' | 'ranks'>;

/**
 * Places of the species of a group: active taxa of its ranks that are a root or below one, and neither
 * one of `without` nor below one. A taxon of such a rank below another is counted to the upper one.
 *
 * @param where for the message: the file of the taxa
 * @throws {InvalidInput} when a root, or a taxon to do without, is missing or has another name
 */
export function speciesPlaces(
  taxa: TaxonTable,
  { roots, without, ranks }: SpeciesQuery,
  where: string,
): readonly number[] {
  const excluded = new Set(without.map((root) => placeOfRoot(taxa, root, where)));
  const wanted = new Set(ranks);
  const found = new Set<number>();
  for (const root of roots) {
    const top = placeOfRoot(taxa, root, where);
    const last = taxa.lasts[top] as number;
    if (isBelow(taxa, top, excluded)) continue;
    for (let place = top; place <= last; place++) {
      const isSpecies = taxa.isActive(place) && wanted.has(taxa.rank(place));
      if (isSpecies && !excluded.has(place)) found.add(place);
      if (isSpecies || excluded.has(place)) place = taxa.lasts[place] as number;
    }
  }
  return outermost(taxa, [...found]);
}

/** Where one root lies below a species of another, its own species are part of that one. */
function outermost(taxa: TaxonTable, places: readonly number[]): readonly number[] {
  let last = -1;
  return places
    .toSorted((a, b) => a - b)
    .filter((place) => {
      if (place <= last) return false;
      last = taxa.lasts[place] as number;
      return true;
    });
}

/** What is counted to a species: itself and all below it, but for what the group does without. */
export function rangesOfSpecies(
  taxa: TaxonTable,
  place: number,
  without: readonly TaxonRoot[],
): readonly PlaceRange[] {
  const last = taxa.lasts[place] as number;
  const holes = without
    .map(({ id }) => taxa.placeOf(id) ?? -1)
    .filter((hole) => hole > place && hole <= last)
    .sort((a, b) => a - b);
  const ranges: PlaceRange[] = [];
  let first = place;
  for (const hole of holes) {
    if (hole > first) ranges.push({ first, last: hole - 1 });
    first = Math.max(first, (taxa.lasts[hole] as number) + 1);
  }
  if (first <= last) ranges.push({ first, last });
  return ranges;
}

function placeOfRoot(taxa: TaxonTable, { id, name }: TaxonRoot, where: string): number {
  const place = taxa.placeOf(id);
  const found = place === undefined ? '' : taxa.name(place);
  if (place === undefined || found === '') {
    throw new InvalidInput(`No taxon ${id} (${printableName(name)}): ${where}`);
  }
  if (found !== name) {
    throw new InvalidInput(
      `Taxon ${id} is not ${printableName(name)} but ${printableName(found)}: ${where}`,
    );
  }
  return place;
}

function isBelow(taxa: TaxonTable, place: number, tops: ReadonlySet<number>): boolean {
  for (let at = place; at >= 0; at = taxa.parents[at] as number) if (tops.has(at)) return true;
  return false;
}
