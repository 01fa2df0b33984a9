import { InvalidInput } from '../../errors.ts';

/** What a column of a table can hold, and the heads under which it is found, best first. */
const knownHeads = {
  name: [
    'scientific_name',
    'scientificName',
    'taxon.name',
    'name',
    'species',
    'genus_species',
    'taxon',
    'label',
    'class_name',
    'classname',
    'category',
    'class',
    'words',
  ],
  wnid: ['wnid', 'synset', 'synset_id', 'imagenet_id', 'wordnet_id'],
  id: ['taxon_id', 'taxon.id', 'taxonID', 'id'],
  parentId: ['parent_id', 'parentNameUsageID'],
  rank: ['taxonRank', 'taxon.rank', 'taxon_rank', 'rank'],
  vernacular: ['common_name', 'taxon.preferred_common_name', 'vernacularName', 'english_name'],
  synonyms: ['synonyms', 'synonym'],
  active: ['active', 'is_active', 'taxon.is_active'],
  iconic: ['iconic_taxon_name', 'taxon.iconic_taxon_name'],
  kingdom: ['kingdom'],
  phylum: ['phylum'],
  taxonClass: ['class'],
  order: ['order'],
  family: ['family'],
  genus: ['genus'],
} as const;

export type ColumnUse = keyof typeof knownHeads;

/** Place of each column that was recognised. */
export type Columns = Readonly<Partial<Record<ColumnUse, number>>>;

/**
 * Recognises columns by their heads; case does not count.
 *
 * @param chosen the head of the column to read names, or wnids, from
 * @throws {InvalidInput} when there is no column of names, or not the chosen one
 */
export function recogniseColumns(
  heads: readonly string[],
  chosen: string | undefined,
  where: string,
): Columns {
  const places = new Map(heads.map((head, i) => [head.trim().toLowerCase(), i]));
  const columns: Partial<Record<ColumnUse, number>> = {};
  for (const [use, names] of Object.entries(knownHeads)) {
    const found = names.map((name) => places.get(name.toLowerCase())).find((i) => i !== undefined);
    if (found !== undefined) columns[use as ColumnUse] = found;
  }
  if (chosen !== undefined) {
    const place = places.get(chosen.toLowerCase());
    if (place === undefined) {
      throw new InvalidInput(`No column "${chosen}" (there are ${heads.join(', ')}): ${where}`);
    }
    columns.name = place;
    if (columns.wnid === place) delete columns.name;
  }
  if (columns.name === columns.taxonClass) delete columns.taxonClass;
  const isTaxonomic = columns.order !== undefined || columns.family !== undefined;
  if (!isTaxonomic) delete columns.taxonClass;
  if (columns.name === undefined && columns.wnid === undefined) {
    throw new InvalidInput(
      `No column of names (there are ${heads.join(', ')}), say --column: ${where}`,
    );
  }
  return columns;
}

/** Head of each column by what it was read as, for people. */
export function columnsText(columns: Columns, heads: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).map(([use, place]) => [use, heads[place] ?? '']),
  );
}
