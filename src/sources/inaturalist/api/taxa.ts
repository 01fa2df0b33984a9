import { InvalidInput } from '../../../errors.ts';
import { compareText, type GroupQuery, type OtherName, z } from '../../../records/index.ts';
import { lifeId, type SpeciesTaxon } from '../photo-source.ts';
import type { ApiClient } from './api-client.ts';

/** Ids that one request may name; more are refused. */
export const mostIds = 30;

/** Of the tree: iNaturalist's deepest has some 25 levels. */
const mostAncestors = 100;
const mostNames = 5000;

const named = { id: z.int().positive(), name: z.string().min(1).max(500) };
const ranked = { ...named, rank: z.string().min(1).max(100) };

const taxonSchema = z.object({
  ...ranked,
  is_active: z.boolean().default(true),
  ancestors: z.array(z.object(ranked)).max(mostAncestors).default([]),
  names: z
    .array(
      z.object({
        name: z.string().max(500),
        is_valid: z.boolean().nullish(),
        locale: z.string().nullish(),
        lexicon: z.string().nullish(),
      }),
    )
    .max(mostNames)
    .default([]),
});
type Taxon = z.infer<typeof taxonSchema>;

/**
 * Species by their ids, in that order. One that is not active any more is none.
 *
 * @param ids at most {@link mostIds}
 */
export async function speciesOf(
  client: ApiClient,
  ids: readonly number[],
): Promise<readonly SpeciesTaxon[]> {
  const url = `${client.address.taxa}/taxa/${ids.join(',')}?all_names=true`;
  const { items } = await client.page(url, mostIds);
  const taxa = new Map<number, Taxon>();
  for (const item of items) {
    const taxon = client.read(taxonSchema, item, { reason: 'taxon-unreadable', url });
    if (taxon !== undefined) taxa.set(taxon.id, taxon);
  }
  for (const id of ids) {
    const isThere = items.some((item) => (item as { readonly id?: unknown } | null)?.id === id);
    if (!isThere) client.leftOut.add('taxon-missing', `No taxon ${id}: ${url}`);
  }
  return ids
    .map((id) => taxa.get(id))
    .filter((taxon) => taxon !== undefined)
    .filter((taxon) => taxon.is_active)
    .map(asSpecies);
}

/**
 * Holds the roots of a group, and what it leaves out, to their names.
 *
 * @throws {InvalidInput} when one is missing or has another name
 */
export async function verifyRoots(client: ApiClient, group: GroupQuery): Promise<void> {
  const roots = [...group.roots, ...group.without];
  const names = new Map<number, string>();
  for (let from = 0; from < roots.length; from += mostIds) {
    const ids = roots.slice(from, from + mostIds).map(({ id }) => id);
    const url = `${client.address.taxa}/taxa/${ids.join(',')}`;
    for (const item of (await client.page(url, mostIds)).items) {
      const taxon = client.read(z.object(named), item, { reason: 'taxon-unreadable', url });
      if (taxon !== undefined) names.set(taxon.id, taxon.name);
    }
  }
  for (const { id, name } of roots) {
    const found = names.get(id);
    if (found === undefined) {
      throw new InvalidInput(`No taxon with id ${id}: roots of group ${group.group}`);
    }
    if (found !== name) {
      throw new InvalidInput(
        `Taxon ${id} is "${found}", not "${name}": roots of group ${group.group}`,
      );
    }
  }
}

function asSpecies({ id, name, rank, ancestors, names }: Taxon): SpeciesTaxon {
  return {
    id,
    name,
    rank,
    ancestors: ancestors.filter((ancestor) => ancestor.id !== lifeId),
    synonyms: synonymsOf(name, names),
  };
}

/** Scientific names that are not valid any more, each once. */
function synonymsOf(name: string, names: Taxon['names']): readonly OtherName[] {
  const invalid = names.filter((other) => {
    const isScientific = other.locale === 'sci' || other.lexicon === 'Scientific Names';
    return isScientific && other.is_valid === false && other.name !== name && other.name !== '';
  });
  return [...new Set(invalid.map((other) => other.name))]
    .sort(compareText)
    .map((other) => ({ name: other, source: 'invalid name' }));
}
