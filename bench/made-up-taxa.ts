import type { Taxonomy } from '../src/lexicon/taxonomy/taxonomy.ts';

/**
 * `taxa.csv` as iNaturalist's open data has it, made up: the groups of WordNet at their ranks under
 * their own parents, as many invented genera again and again beside them, and species in all of
 * them, a third with epithets that WordNet knows.
 */
export function* taxaLines(taxonomy: Taxonomy, count: number): Generator<string> {
  const { lexicon } = taxonomy;
  const random = randomNumbers(1);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  yield 'taxon_id\tancestry\trank_level\trank\tname\tactive\n';
  yield '1\t\t100\tstateofmatter\tLife\ttrue\n';
  let id = 2;
  const ids = new Map<number, string>();
  const families: string[] = [];
  const genera: { path: string; name: string }[] = [];
  const epithets: string[] = [];

  const pathOf = function* (group: number): Generator<string, string> {
    const known = ids.get(group);
    if (known !== undefined) return known;
    ids.set(group, '1');
    const parent = [...lexicon.groups(group)].find((above) => taxonomy.isGroup(above));
    const above = parent === undefined ? '1' : yield* pathOf(parent);
    const rank = rankOf(taxonomy.groupLevel(group));
    const lemmas = lexicon.lemmas(group);
    const bare = lemmas.find((lemma) => /^[A-Z][a-z]+$/.test(lemma));
    const name = bare ?? lemmas.at(-1)?.split(' ').at(-1) ?? '';
    yield `${id}\t${above}\t${taxonomy.groupLevel(group)}\t${rank}\t${capital(name)}\ttrue\n`;
    const path = `${above}/${id++}`;
    ids.set(group, path);
    if (rank === 'family') families.push(path);
    if (rank === 'genus') genera.push({ path, name: capital(name) });
    return path;
  };
  for (let row = 0; row < lexicon.size; row++) {
    if (taxonomy.isGroup(row)) yield* pathOf(row);
    if (!taxonomy.isOrganism(row)) continue;
    for (const name of taxonomy.speciesNames(row)) epithets.push(name.split(/[ -]/)[1] ?? 'albus');
  }
  for (const wanted = count / 9; genera.length < wanted; ) {
    const family = pick(families);
    const name = capital(word(random, 3) + pick(['us', 'a', 'um', 'is', 'ella', 'ina']));
    yield `${id}\t${family}\t20\tgenus\t${name}\ttrue\n`;
    genera.push({ path: `${family}/${id++}`, name });
  }
  for (; id <= count; id++) {
    const { path, name } = pick(genera);
    const epithet =
      random() < 1 / 3 ? pick(epithets) : word(random, 3) + pick(['us', 'a', 'ensis']);
    yield `${id}\t${path}\t10\tspecies\t${name} ${epithet}\t${random() < 0.98}\n`;
  }
}

const syllables = [
  'ba',
  'cro',
  'den',
  'phi',
  'lo',
  'mac',
  'ner',
  'pter',
  'sty',
  'tri',
  'xan',
  'zo',
];

function word(random: () => number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += syllables[Math.floor(random() * syllables.length)];
  return text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

function rankOf(level: number): string {
  const ranks: Readonly<Record<number, string>> = {
    20: 'genus',
    30: 'family',
    40: 'order',
    50: 'class',
    60: 'phylum',
    70: 'kingdom',
  };
  return ranks[level] ?? 'subfamily';
}

/** Mulberry32: the same numbers for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
