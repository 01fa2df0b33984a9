import type { ChosenSpecies } from './chosen.ts';

/**
 * The folder of each species below its group's, by taxon id: `amanita_muscaria`; where two names of
 * one group come to the same letters, the id is added to both.
 */
export function speciesFolders(
  chosen: Iterable<Pick<ChosenSpecies, 'group' | 'taxon'>>,
): ReadonlyMap<number, string> {
  const named = Array.from(chosen, ({ group, taxon: { id, name } }) => ({
    group,
    id,
    slug: speciesSlug(name),
  }));
  const bySlug = Map.groupBy(named, ({ group, slug }) => `${group}/${slug}`);
  return new Map(
    named.map(({ group, id, slug }) => {
      const isUnique = bySlug.get(`${group}/${slug}`)?.length === 1;
      if (slug === '') return [id, `taxon_${id}`];
      return [id, isUnique ? slug : `${slug}_${id}`];
    }),
  );
}

const longestSlug = 100;

/** Letters and digits of ASCII, the rest as underscores: "Ligustrum × vulgare" is ligustrum_x_vulgare. */
export function speciesSlug(name: string): string {
  const plain = name.normalize('NFKD').replaceAll('×', 'x').replaceAll(/\p{M}/gu, '');
  const words = plain.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join('_').slice(0, longestSlug).replace(/_$/, '');
}
