import type { WorldTaxon } from '../world.ts';
import { ApiRefusal } from './api-refusal.ts';
import { type ApiRequest, type ApiResults, idsOf, pageOf } from './api-request.ts';
import { detailedTaxonShape, taxonShape, withNames } from './taxon-shape.ts';

/** Ids that one path may name. */
const mostIds = 30;

/** `/taxa/<ids>`: at most 30 of them, active or not, with all above and below them. */
export function showTaxa(request: ApiRequest): ApiResults {
  const ids = request.ids.split(',').filter((id) => id !== '');
  if (ids.length > mostIds) throw new ApiRefusal('invalid', 'Too many IDs');
  const taxa = [...new Set(ids)]
    .map((id) => request.world.taxonOf(Number(id)))
    .filter((taxon) => taxon !== undefined);
  return {
    total_results: taxa.length,
    page: 1,
    per_page: mostIds,
    results: taxa.map((taxon) => named(request, taxon, detailedTaxonShape(taxon, request))),
  };
}

/** `/taxa`: at most 500 a page; active taxa alone, unless the search says otherwise. */
export function searchTaxa(request: ApiRequest): ApiResults {
  const { query, world } = request;
  const found = foundTaxa(request);
  const sign = query.get('order') === 'desc' ? -1 : 1;
  const sorted = found.toSorted((a, b) => sign * (a.id - b.id));
  const { page, perPage, items } = pageOf(request, sorted, {
    usual: 30,
    most: 500,
    hasWindow: true,
  });
  return {
    total_results: found.length,
    page,
    per_page: perPage,
    results: items.map((taxon) => {
      return named(request, taxon, taxonShape(taxon, { world, origin: request.origin }));
    }),
  };
}

function foundTaxa(request: ApiRequest): readonly WorldTaxon[] {
  const { query, world } = request;
  const ids = idsOf(request, 'id');
  const below = idsOf(request, 'taxon_id');
  const parents = idsOf(request, 'parent_id');
  const ranks = query.get('rank')?.split(',');
  const isActive = { any: undefined, false: false }[query.get('is_active') ?? ''];
  const wanted = query.get('is_active') === 'any' ? undefined : (isActive ?? true);
  const text = query.get('q')?.toLowerCase();
  return world.taxa.filter((taxon) => {
    const { id, ancestry, rank, name, commonName = '' } = taxon;
    return (
      (wanted === undefined || taxon.isActive === wanted) &&
      (ids === undefined || ids.has(id)) &&
      (below === undefined || [...ancestry, id].some((above) => below.has(above))) &&
      (parents === undefined || parents.has(ancestry.at(-1) ?? 0)) &&
      (ranks === undefined || ranks.includes(rank)) &&
      id > Number(query.get('id_above') ?? 0) &&
      id < Number(query.get('id_below') ?? Number.POSITIVE_INFINITY) &&
      (text === undefined || `${name} ${commonName}`.toLowerCase().includes(text))
    );
  });
}

/** Version 2 does not know the parameter, and passes it over. */
function named(
  { query, version }: ApiRequest,
  taxon: WorldTaxon,
  shape: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isAsked = !['', 'false'].includes(query.get('all_names') ?? '');
  return version === 'v1' && isAsked ? withNames(taxon, shape) : shape;
}
