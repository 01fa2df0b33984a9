import type { Doubt, OtherName } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { genusLevel, speciesLevel } from '../taxonomy/ranks.ts';
import { lexFiles } from '../wordnet/lexicon.ts';
import { type Lineage, upwards } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';
import type { Relatives } from './relatives.ts';
import type { TaxonName } from './taxon-names.ts';

/** What else than its name points from a candidate at classes of one set, and proves nothing. */
export class Doubts {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #relatives: Relatives;

  constructor(history: NaturalHistory, index: ClassIndex, relatives: Relatives) {
    this.#history = history;
    this.#index = index;
    this.#relatives = relatives;
  }

  /** What holds for everything of its genus. */
  ofLineage({ name, level, lineage }: TaxonName): readonly Doubt[] {
    if (level === undefined || level > genusLevel) return [];
    return [
      ...this.genusMember(lineage),
      ...this.#homonym(name.genus, lineage),
      ...this.#misspeltGenus(name.genus, lineage),
      ...this.#genusAsWord(name.genus, lineage),
    ];
  }

  /** A genus without organisms in WordNet whose name is an everyday name: eimeria, nasturtium. */
  #genusAsWord(genus: string, lineage: Lineage | undefined): readonly Doubt[] {
    const { taxonomy } = this.#history;
    const groups = taxonomy.groupsNamed(genus, genusLevel);
    if (groups.some((group) => taxonomy.organismsIn(group).size > 0)) return [];
    return this.vernacular([{ name: genus, source: 'genus' }], lineage);
  }

  /** A genus that WordNet does not know, one letter from one that a class names. */
  #misspeltGenus(genus: string, lineage: Lineage | undefined): readonly Doubt[] {
    const { taxonomy } = this.#history;
    const own = lineage?.groups.length ?? 0;
    if (own > 0 || taxonomy.isGenusName(genus)) return [];
    return taxonomy
      .generaOneLetterFrom(genus)
      .flatMap((group) => taxonomy.namesOf(group))
      .filter((row) => this.#index.isClass(row) && this.#relatives.include(row, lineage))
      .map((row) => this.#doubt('misspelling', genus, row));
  }

  /** A genus of several kingdoms, where the candidate does not say which is meant. */
  #homonym(genus: string, lineage: Lineage | undefined): readonly Doubt[] {
    if (lineage?.kingdom !== undefined) return [];
    const groups = this.#history.taxonomy.groupsNamed(genus, genusLevel);
    if (groups.length < 2) return [];
    const { lexicon } = this.#history;
    return groups.map((group) => ({
      kind: 'homonym',
      text: genus,
      label: lexicon.title(group),
      wnid: lexicon.wnid(group),
    }));
  }

  /** A common name that names a class of living things. */
  vernacular(names: readonly OtherName[], lineage: Lineage | undefined): readonly Doubt[] {
    const { lexicon, taxonomy } = this.#history;
    return names.flatMap(({ name }) =>
      lexicon
        .named(name)
        .filter((row) => this.#index.isClass(row) && taxonomy.isOrganism(row))
        .filter((row) => this.#relatives.include(row, lineage))
        .map((row) => this.#doubt('vernacular', name, row)),
    );
  }

  /** Classes that WordNet counts to the genus without saying which species they are. */
  genusMember(lineage: Lineage | undefined): readonly Doubt[] {
    const { lexicon, taxonomy } = this.#history;
    const doubts: Doubt[] = [];
    for (const { level, groups, ancestor } of upwards(lineage)) {
      if (level === undefined || level > genusLevel) break;
      if (level <= speciesLevel) continue;
      for (const group of groups) {
        const names = taxonomy.namesOf(group);
        for (const row of lexicon.members(group)) {
          const isUnspecified =
            taxonomy.isOrganism(row) && taxonomy.organismLevel(row) === genusLevel;
          if (this.#index.isClass(row) && isUnspecified && !names.includes(row)) {
            doubts.push(this.#doubt('genus-member', ancestor.name, row));
          }
        }
      }
    }
    return doubts;
  }

  /** Food that has a common name of an organism the candidate is. */
  product(row: number): readonly Doubt[] {
    const { lexicon } = this.#history;
    const byClass = new Map<number, Doubt>();
    for (const lemma of lexicon.lemmas(row)) {
      for (const other of lexicon.named(lemma)) {
        const isFood = lexicon.lexFile(other) === lexFiles.food && this.#index.isClass(other);
        if (isFood && !byClass.has(other)) byClass.set(other, this.#doubt('product', lemma, other));
      }
    }
    return [...byClass.values()];
  }

  #doubt(kind: Doubt['kind'], text: string, row: number): Doubt {
    return { kind, text, label: this.#index.label(row), wnid: this.#history.lexicon.wnid(row) };
  }
}
