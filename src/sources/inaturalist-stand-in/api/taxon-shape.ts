import type { WorldTaxon } from '../world.ts';
import type { WorldIndex } from '../world-index.ts';

export interface ShapeContext {
  readonly world: WorldIndex;
  readonly origin: string;
}

type Shape = Readonly<Record<string, unknown>>;

/** A taxon as counts and searches hold it; its own id ends its ancestors. */
export function taxonShape(taxon: WorldTaxon, { world }: ShapeContext): Shape {
  const { id, ancestry, rank, rankLevel, name, isActive, commonName } = taxon;
  return {
    id,
    ancestor_ids: [...ancestry, id],
    ancestry: ancestry.length === 0 ? null : ancestry.join('/'),
    atlas_id: null,
    complete_species_count: null,
    current_synonymous_taxon_ids: null,
    extinct: false,
    is_active: isActive,
    name,
    observations_count: world.observations.length,
    parent_id: ancestry.at(-1) ?? null,
    rank,
    rank_level: rankLevel,
    taxon_changes_count: 0,
    taxon_schemes_count: 0,
    wikipedia_url: null,
    ...(commonName === undefined ? {} : { preferred_common_name: commonName }),
  };
}

/** A taxon as observations hold it: it says which species they count to. */
export function observedTaxonShape(taxon: WorldTaxon, context: ShapeContext): Shape {
  const line = [...taxon.ancestry, taxon.id];
  const species = line.findIndex((id) => (context.world.taxonOf(id)?.rankLevel ?? 0) <= 10);
  const least = species === -1 ? line : line.slice(0, species + 1);
  return {
    ...taxonShape(taxon, context),
    min_species_ancestry: least.join(','),
    min_species_taxon_id: least.at(-1),
  };
}

/**
 * A taxon as it is fetched by its id: with all above it but the root of the tree, and with what is
 * right below it. Its own id is not among its ancestors here.
 */
export function detailedTaxonShape(taxon: WorldTaxon, context: ShapeContext): Shape {
  const { world } = context;
  const ancestors = taxon.ancestry
    .map((id) => world.taxonOf(id))
    .filter((above) => above !== undefined && above.name !== 'Life') as readonly WorldTaxon[];
  return {
    ...taxonShape(taxon, context),
    ancestor_ids: taxon.ancestry,
    ancestors: ancestors.map((above) => taxonShape(above, context)),
    children: world
      .childrenOf(taxon.id)
      .filter(({ isActive }) => isActive)
      .map((below) => taxonShape(below, context)),
    conservation_status: null,
    conservation_statuses: [],
    listed_taxa: [],
    listed_taxa_count: 0,
    photos_locked: false,
    taxon_photos: [],
    vision: false,
    wikipedia_summary: null,
  };
}

/** Adds every name of a taxon, those that are not valid any more among them. */
export function withNames({ name, synonyms, commonName }: WorldTaxon, shape: Shape): Shape {
  return {
    ...shape,
    names: [
      { is_valid: true, name, position: 0, locale: 'sci' },
      ...(commonName === undefined
        ? []
        : [{ is_valid: true, name: commonName, position: 0, locale: 'en' }]),
      ...synonyms.map((other) => ({ is_valid: false, name: other, position: 0, locale: 'sci' })),
    ],
  };
}
