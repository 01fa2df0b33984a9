import { type GroupQuery, z } from '../../../records/index.ts';
import { type ApiClient, wrongAnswer } from './api-client.ts';
import { type Observation, observationFields, observationSchema } from './observation.ts';
import { admissionOf } from './query.ts';

/** The most that one page holds. */
export const observationsPerPage = 200;

const idSchema = z.object({ id: z.int().positive() });

/**
 * Every observation of some taxa, and of those below them, that a group may admit, in the order of
 * their ids. Each page asks for what lies above the last id: the API refuses to count pages beyond
 * its window of 10,000.
 */
export async function* observationsOf(
  client: ApiClient,
  taxonIds: readonly number[],
  group: GroupQuery,
): AsyncGenerator<Observation> {
  const { version, observations } = client.address;
  const query = new URLSearchParams({
    taxon_id: taxonIds.join(','),
    ...admissionOf(group, version),
    order_by: 'id',
    order: 'asc',
    per_page: String(observationsPerPage),
    ...(version === 'v2' ? { fields: observationFields } : {}),
  });
  for (let above = 0; ; ) {
    query.set('id_above', String(above));
    const url = `${observations}/observations?${query}`;
    const { total, items } = await client.page(url, observationsPerPage);
    for (const item of items) {
      const place = { reason: 'observation-unreadable', url } as const;
      const observation = client.read(observationSchema, item, place);
      if (observation !== undefined) yield observation;
    }
    // The total counts what is above the id that was asked for.
    if (items.length >= total) return;
    if (items.length === 0) {
      client.leftOut.add('observation-missing', `${total} counted and not told: ${url}`);
      return;
    }
    above = lastId(items, { above, url });
  }
}

/** @throws {RemoteFailure} where asking for what lies above it would not lead on */
function lastId(
  items: readonly unknown[],
  { above, url }: { readonly above: number; readonly url: string },
): number {
  const ids = items
    .map((item) => idSchema.safeParse(item).data?.id)
    .filter((id) => id !== undefined);
  const last = Math.max(above, ...ids);
  if (last === above) throw wrongAnswer(url, `no observation above ${above} where there are more`);
  return last;
}
