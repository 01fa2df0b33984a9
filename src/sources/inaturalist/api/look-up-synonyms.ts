import type { SpeciesTaxon } from '../photo-source.ts';
import { parseApiAddress } from './api-address.ts';
import { ApiClient } from './api-client.ts';
import type { AskJson } from './ask-json.ts';
import { mostIds, speciesOf } from './taxa.ts';

/**
 * Gives species the synonyms that the API knows for their ids; those that it does not know, and
 * those that have some already, are returned as they are.
 *
 * @param address ends in `/v1` or `/v2`
 * @throws {InvalidInput} when it is none
 */
export function openSynonyms(
  address: string,
  ask: AskJson,
): (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]> {
  const client = new ApiClient(parseApiAddress(address), ask);
  return async (species) => {
    const known = new Map<number, SpeciesTaxon>();
    const wanted = species.filter(({ synonyms }) => synonyms.length === 0).map(({ id }) => id);
    for (let from = 0; from < wanted.length; from += mostIds) {
      const found = await speciesOf(client, wanted.slice(from, from + mostIds));
      for (const taxon of found) known.set(taxon.id, taxon);
    }
    return species.map((taxon) => {
      const synonyms = known.get(taxon.id)?.synonyms ?? [];
      return synonyms.length === 0 ? taxon : { ...taxon, synonyms };
    });
  };
}
