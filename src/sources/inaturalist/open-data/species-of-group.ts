import { compareText, type GroupQuery } from '../../../records/index.ts';
import { drawOf } from '../draw.ts';
import { type AncestorTaxon, lifeId, type SpeciesTaxon } from '../photo-source.ts';
import type { OpenPrepared } from './open-prepared.ts';
import { rangesOfSpecies, speciesPlaces } from './species-ranges.ts';
import type { TaxonTable } from './taxon-table.ts';

/**
 * Species of a group with at least `leastImages` admitted photos, by what their ids draw. Other names
 * are not known: a taxon that is not active any more does not say in the open data which one it became.
 */
export async function* speciesOfGroup(
  prepared: OpenPrepared,
  group: GroupQuery,
): AsyncGenerator<SpeciesTaxon> {
  const { taxa, taxaFile } = prepared;
  const places = speciesPlaces(taxa, group, taxaFile);
  const counts = await prepared.counts(group);
  const drawn = places
    .filter((place) => counts(rangesOfSpecies(taxa, place, group.without)) >= group.leastImages)
    .map((place) => ({ place, draw: drawOf(group.seed, taxa.ids[place] as number) }))
    .sort((a, b) => compareText(a.draw, b.draw));
  for (const { place } of drawn) {
    yield { ...taxonAt(taxa, place), ancestors: ancestorsOf(taxa, place), synonyms: [] };
  }
}

/** From the highest down; those that have no row of their own have no name, and are not among them. */
export function ancestorsOf(taxa: TaxonTable, place: number): readonly AncestorTaxon[] {
  const ancestors: AncestorTaxon[] = [];
  for (let at = taxa.parents[place] as number; at >= 0; at = taxa.parents[at] as number) {
    if (taxa.name(at) !== '' && taxa.ids[at] !== lifeId) ancestors.push(taxonAt(taxa, at));
  }
  return ancestors.reverse();
}

export function taxonAt(taxa: TaxonTable, place: number): AncestorTaxon {
  return { id: taxa.ids[place] as number, name: taxa.name(place), rank: taxa.rank(place) };
}
