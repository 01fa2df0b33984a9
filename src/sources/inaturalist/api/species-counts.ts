import { InvalidInput } from '../../../errors.ts';
import { type GroupQuery, z } from '../../../records/index.ts';
import { type ApiClient, wrongAnswer } from './api-client.ts';
import { admissionOf } from './query.ts';

/** The most that one page holds, and the most pages that are read: a million species. */
const perPage = 500;
const mostPages = 2000;

/** Ranks of species and of what stands beside them: what the API counts by. */
const countedRanks: readonly string[] = ['species', 'hybrid'];

const countSchema = z.object({
  count: z.int().min(0),
  taxon: z.object({ id: z.int().positive(), rank: z.string().max(100) }),
});

/**
 * Observations with a photo that a group may admit, by species. What is below a species the API
 * counts to it. The largest counts come first, so the pages end where no species can have enough.
 *
 * @throws {InvalidInput} when the group asks for a rank that the API does not count
 * @see https://github.com/inaturalist/iNaturalistAPI/blob/main/lib/models/es_model.js
 */
export async function countSpecies(
  client: ApiClient,
  group: GroupQuery,
): Promise<ReadonlyMap<number, number>> {
  const { ranks, leastImages, mostOfObservation } = group;
  const unknown = ranks.find((rank) => !countedRanks.includes(rank));
  if (unknown !== undefined) {
    throw new InvalidInput(
      `The API counts ranks ${countedRanks.join(' and ')} only, not "${unknown}": ranks of group ${group.group}`,
    );
  }
  const least = Math.ceil(leastImages / mostOfObservation);
  const counts = new Map<number, number>();
  for await (const { count, taxon } of countedTaxa(client, group)) {
    if (count < least) break;
    if (ranks.includes(taxon.rank)) counts.set(taxon.id, count);
  }
  return counts;
}

async function* countedTaxa(
  client: ApiClient,
  group: GroupQuery,
): AsyncGenerator<z.infer<typeof countSchema>> {
  const { version, observations } = client.address;
  const query = new URLSearchParams({
    taxon_id: group.roots.map(({ id }) => id).join(','),
    ...admissionOf(group, version),
    per_page: String(perPage),
    ...(version === 'v2' ? { fields: '(count:!t,taxon:(id:!t,rank:!t))' } : {}),
  });
  for (let page = 1; ; page++) {
    query.set('page', String(page));
    const url = `${observations}/observations/species_counts?${query}`;
    const { total, items } = await client.page(url, perPage);
    if (total > perPage * mostPages) throw wrongAnswer(url, `${total} species`);
    for (const item of items) {
      const count = client.read(countSchema, item, { reason: 'count-unreadable', url });
      if (count !== undefined) yield count;
    }
    if (page * perPage >= total) return;
  }
}
