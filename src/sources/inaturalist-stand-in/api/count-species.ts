import { type ApiRequest, type ApiResults, pageOf } from './api-request.ts';
import { foundObservations } from './search-observations.ts';
import { taxonShape } from './taxon-shape.ts';

/**
 * `/observations/species_counts`: the leaves of the tree of what was found, the most observed first,
 * at most 500 a page. What is below a species counts to it. There is no window.
 */
export function countSpecies(request: ApiRequest): ApiResults {
  const { query, world, origin } = request;
  const counts = new Map<number, number>();
  for (const { taxonId } of foundObservations(request)) {
    const line = world.lineOf(taxonId);
    const species = line.find((id) => (world.taxonOf(id)?.rankLevel ?? 0) <= 10) ?? taxonId;
    counts.set(species, (counts.get(species) ?? 0) + 1);
  }
  const inner = new Set([...counts.keys()].flatMap((id) => world.taxonOf(id)?.ancestry ?? []));
  const sign = query.get('order') === 'asc' ? 1 : -1;
  const leaves = [...counts]
    .filter(([id]) => !inner.has(id))
    .sort(([, a], [, b]) => sign * (a - b));
  const { page, perPage, items } = pageOf(request, leaves, {
    usual: 500,
    most: 500,
    hasWindow: false,
  });
  return {
    total_results: leaves.length,
    page,
    per_page: perPage,
    results: items.flatMap(([id, count]) => {
      const taxon = world.taxonOf(id);
      return taxon === undefined ? [] : [{ count, taxon: taxonShape(taxon, { world, origin }) }];
    }),
  };
}
