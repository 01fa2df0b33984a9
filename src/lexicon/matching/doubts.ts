import type { Doubt, OtherName } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { isOneLetterOff } from '../names/one-letter.ts';
import { epithetStem } from '../names/scientific-name.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { genusLevel, orderLevel, speciesLevel } from '../taxonomy/ranks.ts';
import type { SpeciesName } from '../taxonomy/species-index.ts';
import { lexFiles } from '../wordnet/lexicon.ts';
import { type Lineage, upwards } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';
import type { TaxonName } from './taxon-names.ts';

/** How many synsets may share an epithet for it to tell something in a distant relative. */
const mostOfRareEpithet = 3;

/** What points at classes of one set and proves nothing. Each function is one kind of evidence. */
export class Doubts {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #classNames = new Map<number, boolean>();
  readonly #groups = new Map<Lineage | undefined, ReadonlySet<number>>();

  constructor(history: NaturalHistory, index: ClassIndex) {
    this.#history = history;
    this.#index = index;
  }

  /** What the name itself reminds of. */
  ofName(name: TaxonName): Doubt[] {
    const doubts = [...this.sameEpithet(name), ...this.misspelling(name)];
    if (name.isOpen) doubts.push(...this.openName(name));
    else if (name.name.isUnresolved) {
      doubts.push({ kind: 'unresolved-name', text: name.name.text });
    }
    return doubts;
  }

  /** What holds for everything of its genus. */
  ofLineage({ name, level, lineage }: TaxonName): readonly Doubt[] {
    if (level === undefined || level > genusLevel) return [];
    return [...this.genusMember(lineage), ...this.#homonym(name.genus, lineage)];
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

  /** The same epithet in another genus of the same order, or a rare one in the same class. */
  sameEpithet({ name, lineage }: TaxonName): readonly Doubt[] {
    const epithet = name.epithets.at(-1);
    if (epithet === undefined) return [];
    const stem = epithetStem(epithet);
    const others = this.#history.species.withStem(stem);
    if (others.length === 0) return [];
    const isRare = this.#history.species.synsetsWithStem(stem) <= mostOfRareEpithet;
    const genus = name.genus.toLowerCase();
    return others
      .filter((other) => other.genus !== genus)
      .filter((other) => this.#isClassName(other) && this.#areRelated(other.row, lineage, isRare))
      .map((other) => this.#doubt('same-epithet', other.text, other.row));
  }

  /** A class whose name differs by one letter, in the genus or in the epithet. */
  misspelling({ name, lineage }: TaxonName): readonly Doubt[] {
    const [epithet] = name.epithets;
    if (epithet === undefined) return [];
    const { species, kingdoms } = this.#history;
    const ofGenus = species.inGenus(name.genus);
    const ofStem = species.withStem(epithetStem(epithet));
    if (ofGenus.length === 0 && ofStem.length === 0) return [];
    const genus = name.genus.toLowerCase();
    const inGenus = ofGenus.filter((other) => isOneLetterOff(other.epithet, epithet));
    const inOther = ofStem.filter((other) => isOneLetterOff(other.genus, genus));
    return [...inGenus, ...inOther]
      .filter((other) => this.#isClassName(other))
      .filter((other) => areCompatible(lineage?.kingdom, kingdoms.of(other.row)))
      .map((other) => this.#doubt('misspelling', other.text, other.row));
  }

  /** A common name that names a class of living things. */
  vernacular(names: readonly OtherName[], lineage: Lineage | undefined): readonly Doubt[] {
    const { lexicon, taxonomy, kingdoms } = this.#history;
    return names.flatMap(({ name }) =>
      lexicon
        .named(name)
        .filter((row) => this.#index.isClass(row) && taxonomy.isOrganism(row))
        .filter((row) => areCompatible(lineage?.kingdom, kingdoms.of(row)))
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

  /** Some species of a taxon in which a class lies may be that class. */
  openName({ name, lineage }: TaxonName): readonly Doubt[] {
    const { lexicon } = this.#history;
    return (lineage?.groups ?? []).flatMap((group) => {
      const below = this.#index.classBelow(group, (row) => lexicon.members(row));
      return below === undefined ? [] : [this.#doubt('unresolved-name', name.text, below.row)];
    });
  }

  /** Food that has a common name of an organism the candidate is. */
  product(row: number): readonly Doubt[] {
    const { lexicon } = this.#history;
    return lexicon.lemmas(row).flatMap((lemma) =>
      lexicon
        .named(lemma)
        .filter((other) => lexicon.lexFile(other) === lexFiles.food && this.#index.isClass(other))
        .map((other) => this.#doubt('product', lemma, other)),
    );
  }

  /** Is this the name of a class, or of a part of one? */
  #isClassName({ row }: SpeciesName): boolean {
    let isName = this.#classNames.get(row);
    if (isName === undefined) {
      isName = this.#isInClass(row);
      this.#classNames.set(row, isName);
    }
    return isName;
  }

  #isInClass(row: number): boolean {
    return this.#index.classesAbove(row).some(({ row: above }) => {
      if (above === row) return true;
      const level = this.#history.taxonomy.organismLevel(above);
      return level !== undefined && level <= genusLevel;
    });
  }

  #areRelated(row: number, lineage: Lineage | undefined, isRare: boolean): boolean {
    const { kingdoms } = this.#history;
    if (!areCompatible(lineage?.kingdom, kingdoms.of(row))) return false;
    const own = this.#groupsOf(lineage);
    if (own.size === 0) return isRare;
    const shared = this.#history.taxonomy
      .groupsAbove(row)
      .filter((group) => own.has(group))
      .map((group) => this.#history.taxonomy.groupLevel(group));
    const level = Math.min(...shared);
    return level <= orderLevel || (isRare && level < Number.POSITIVE_INFINITY);
  }

  #groupsOf(lineage: Lineage | undefined): ReadonlySet<number> {
    let groups = this.#groups.get(lineage);
    if (groups === undefined) {
      groups = new Set([...upwards(lineage)].flatMap((above) => above.groups));
      this.#groups.set(lineage, groups);
    }
    return groups;
  }

  #doubt(kind: Doubt['kind'], text: string, row: number): Doubt {
    return { kind, text, label: this.#index.label(row), wnid: this.#history.lexicon.wnid(row) };
  }
}
