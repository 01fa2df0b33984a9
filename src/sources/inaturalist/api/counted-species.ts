import { z } from '../../../records/index.ts';
import type { AncestorTaxon } from '../photo-source.ts';
import type { ApiClient } from './api-client.ts';
import { mostIds } from './taxa.ts';

/** Of the tree: iNaturalist's deepest has some 25 levels. */
const mostAncestors = 100;

const ranked = z.object({
  id: z.int().positive(),
  name: z.string().min(1).max(500),
  rank: z.string().min(1).max(100),
  is_active: z.boolean(),
});

const schema = ranked.extend({ ancestors: z.array(ranked).max(mostAncestors).default([]) });

type CountedSpecies = ReadonlyMap<number, AncestorTaxon | undefined>;

/**
 * Tells what taxa are counted to: the highest active taxon of some ranks, itself or above it;
 * `undefined` where there is none. A taxon is asked for once.
 */
export function openSpeciesOf(
  client: ApiClient,
): (ids: readonly number[], ranks: readonly string[]) => Promise<CountedSpecies> {
  const lines = new Map<number, readonly z.infer<typeof ranked>[]>();
  return async (ids, ranks) => {
    const wanted = ids.filter((id) => !lines.has(id));
    for (let from = 0; from < wanted.length; from += mostIds) {
      const some = wanted.slice(from, from + mostIds);
      const url = `${client.address.taxa}/taxa/${some.join(',')}`;
      for (const id of some) lines.set(id, []);
      for (const item of (await client.page(url, mostIds)).items) {
        const taxon = client.read(schema, item, { reason: 'taxon-unreadable', url });
        if (taxon !== undefined) lines.set(taxon.id, [...taxon.ancestors, taxon]);
      }
    }
    return new Map(ids.map((id) => [id, highest(lines.get(id) ?? [], ranks)]));
  };
}

function highest(
  line: readonly z.infer<typeof ranked>[],
  ranks: readonly string[],
): AncestorTaxon | undefined {
  const found = line.find(({ is_active, rank }) => is_active && ranks.includes(rank));
  return found && { id: found.id, name: found.name, rank: found.rank };
}
