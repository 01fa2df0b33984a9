import { z } from '../../../records/index.ts';
import type { ApiClient, ApiPage } from './api-client.ts';

interface ByUuidOptions<T> {
  readonly schema: z.ZodType<T>;
  /** As version 2 wants to be asked for what the schema reads. */
  readonly fields: string;
}

interface ByUuid<T> {
  readonly found: ReadonlyMap<string, T>;
  /** Observations that are there and cannot be read; `some`: nobody knows which. */
  readonly unreadable: ReadonlySet<string> | 'some';
}

const uuidSchema = z.object({ uuid: z.guid() });

/**
 * Observations by their UUIDs. Version 2 takes them in the path and says "not found" where there is
 * none of them; version 1 takes them as a search.
 *
 * @param uuids at most 200, of which the real API takes no more
 */
export async function observationsByUuid<T extends { readonly uuid: string }>(
  client: ApiClient,
  uuids: readonly string[],
  { schema, fields }: ByUuidOptions<T>,
): Promise<ByUuid<T>> {
  const page = uuids.length === 0 ? undefined : await askFor(client, uuids, fields);
  const found = new Map<string, T>();
  const unreadable = new Set<string>();
  let areSomeUnknown = false;
  for (const item of page?.items ?? []) {
    const place = { reason: 'observation-unreadable', url: page?.url ?? '' } as const;
    const observation = client.read(schema, item, place);
    if (observation !== undefined) {
      found.set(observation.uuid.toLowerCase(), observation);
      continue;
    }
    const uuid = uuidSchema.safeParse(item).data?.uuid.toLowerCase();
    if (uuid === undefined) areSomeUnknown = true;
    else unreadable.add(uuid);
  }
  return { found, unreadable: areSomeUnknown ? 'some' : unreadable };
}

async function askFor(
  client: ApiClient,
  uuids: readonly string[],
  fields: string,
): Promise<ApiPage | undefined> {
  const { version, observations } = client.address;
  if (version === 'v1') {
    const query = new URLSearchParams({ uuid: uuids.join(','), per_page: String(uuids.length) });
    return client.page(`${observations}/observations?${query}`, uuids.length);
  }
  const query = new URLSearchParams({ fields });
  const url = `${observations}/observations/${uuids.join(',')}?${query}`;
  const page = await client.pageOrNothing(url, uuids.length);
  // Where there is no API at all nothing is found either: one that is there answers a search.
  if (page === undefined) await client.page(`${observations}/observations?per_page=1`, 1);
  return page;
}
