import type { Lexicon } from '../wordnet/lexicon.ts';

/** What share of a group's organisms a member, or another organism, must cover to name it. */
const mostOfMember = 0.5;
const mostOfOther = 0.9;

/** What is asked of the taxonomy. */
interface Organisms {
  readonly lexicon: Lexicon;
  isOrganism(row: number): boolean;
  speciesNames(row: number): readonly string[];
  organismsIn(group: number): ReadonlySet<number>;
}

/** See `Taxonomy.namesOf`. Ascending; what has a scientific name of its own is none. */
export function namesOfGroup(taxonomy: Organisms, group: number): readonly number[] {
  const organisms = taxonomy.organismsIn(group);
  const counts = new Map<number, number>();
  for (const organism of organisms) {
    for (const row of withHypernyms(taxonomy, organism)) {
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
  }
  const direct = new Set(taxonomy.lexicon.members(group));
  const covering = new Set<number>();
  for (const [row, count] of counts) {
    const share = count / organisms.size;
    if (share >= (direct.has(row) ? mostOfMember : mostOfOther) && isName(taxonomy, row)) {
      covering.add(row);
    }
  }
  const above = new Set<number>();
  for (const row of covering) {
    for (const higher of withHypernyms(taxonomy, row)) if (higher !== row) above.add(higher);
  }
  const names = [...covering].filter((row) => !above.has(row));
  for (const member of taxonomy.lexicon.members(group)) {
    const isAfter = isName(taxonomy, member) && isNamedAfter(taxonomy, member, group);
    if (isAfter && !names.includes(member)) names.push(member);
  }
  return names.sort((a, b) => a - b);
}

function isName(taxonomy: Organisms, row: number): boolean {
  return taxonomy.isOrganism(row) && taxonomy.speciesNames(row).length === 0;
}

/** Do a lemma and a name of the group begin with the same five letters or more, most of the lemma? */
function isNamedAfter({ lexicon }: Organisms, member: number, group: number): boolean {
  const groupNames = lexicon.lemmas(group).map((lemma) => lemma.split(' ').at(-1) ?? '');
  return lexicon.lemmas(member).some((lemma) => {
    if (lemma.includes(' ')) return false;
    const shared = Math.max(...groupNames.map((name) => sharedLetters(lemma, name)));
    return shared >= 5 && shared >= 0.6 * lemma.length;
  });
}

function sharedLetters(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length++;
  return length;
}

/** An organism and all organisms above it. */
function withHypernyms({ lexicon }: Organisms, row: number): ReadonlySet<number> {
  const seen = new Set([row]);
  for (const next of seen) for (const hypernym of lexicon.hypernyms(next)) seen.add(hypernym);
  return seen;
}
