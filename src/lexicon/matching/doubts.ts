import type { Doubt, OtherName } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { Memo } from '../memo.ts';
import { isOneLetterOff } from '../names/one-letter.ts';
import { epithetStem } from '../names/scientific-name.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { genusLevel, highestNarrowLevel, orderLevel, speciesLevel } from '../taxonomy/ranks.ts';
import type { SpeciesName } from '../taxonomy/species-index.ts';
import { lexFiles } from '../wordnet/lexicon.ts';
import { type Lineage, upwards } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';
import type { TaxonName } from './taxon-names.ts';

/** How many synsets may share an epithet for it to tell something in a distant relative. */
const mostOfRareEpithet = 3;

/** The names of classes that share the stem of an epithet. */
interface StemNames {
  readonly names: readonly SpeciesName[];
  readonly byGroup: ReadonlyMap<number, readonly SpeciesName[]>;
  readonly isRare: boolean;
}

const nothing: readonly SpeciesName[] = [];

/** What points at classes of one set and proves nothing. Each function is one kind of evidence. */
export class Doubts {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #ofStem = new Map<string, StemNames>();
  readonly #groups = new Memo<Lineage, readonly number[]>();
  readonly #orders = new Memo<Lineage | undefined, readonly number[]>();

  constructor(history: NaturalHistory, index: ClassIndex) {
    this.#history = history;
    this.#index = index;
  }

  /** What the name itself reminds of. */
  ofName(name: TaxonName): Doubt[] {
    const stem = epithetStem(name.name.epithets.at(-1) ?? '');
    const doubts = [...this.#sameEpithet(name, stem), ...this.#misspelling(name, stem)];
    if (name.isOpen) doubts.push(...this.openName(name));
    else if (name.name.isUnresolved) {
      doubts.push({ kind: 'unresolved-name', text: name.name.text });
    }
    return doubts;
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
      .filter((row) => this.#index.isClass(row) && this.#mayBeRelated(row, lineage))
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

  /** The same epithet in another genus of the same order, or a rare one in the same class. */
  #sameEpithet({ name, lineage }: TaxonName, stem: string): readonly Doubt[] {
    if (name.epithets.length === 0) return [];
    const others = this.#classNames(stem);
    if (others === undefined) return [];
    const genus = name.genus.toLowerCase();
    const related = others.isRare
      ? others.names.filter(({ row }) => this.#mayBeRelated(row, lineage))
      : this.#ordersOf(lineage).flatMap((group) => others.byGroup.get(group) ?? nothing);
    return [...new Set(related)]
      .filter((other) => other.genus !== genus)
      .map((other) => this.#doubt('same-epithet', other.text, other.row));
  }

  /** A class whose name differs by one letter, in the genus or in the epithet. */
  #misspelling({ name, lineage }: TaxonName, stem: string): readonly Doubt[] {
    const [epithet] = name.epithets;
    if (epithet === undefined) return [];
    const { species, kingdoms } = this.#history;
    const ofGenus = species.inGenus(name.genus);
    const ofStem = species.withStem(name.epithets.length === 1 ? stem : epithetStem(epithet));
    if (ofGenus.length === 0 && ofStem.length === 0) return [];
    const genus = name.genus.toLowerCase();
    const inGenus = ofGenus.filter((other) => areOneLetterApart(other.epithet, epithet));
    const inOther = ofStem.filter((other) => isOneLetterOff(other.genus, genus));
    return [...inGenus, ...inOther]
      .filter((other) => this.#isClassName(other))
      .filter((other) => areCompatible(lineage?.kingdom, kingdoms.of(other.row)))
      .map((other) => this.#doubt('misspelling', other.text, other.row));
  }

  /** A common name that names a class of living things. */
  vernacular(names: readonly OtherName[], lineage: Lineage | undefined): readonly Doubt[] {
    const { lexicon, taxonomy } = this.#history;
    return names.flatMap(({ name }) =>
      lexicon
        .named(name)
        .filter((row) => this.#index.isClass(row) && taxonomy.isOrganism(row))
        .filter((row) => this.#mayBeRelated(row, lineage))
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

  #classNames(stem: string): StemNames | undefined {
    if (this.#history.species.withStem(stem).length === 0) return undefined;
    let found = this.#ofStem.get(stem);
    if (found === undefined) {
      found = this.#sortOut(stem);
      this.#ofStem.set(stem, found);
    }
    return found;
  }

  #sortOut(stem: string): StemNames {
    const { species, taxonomy } = this.#history;
    const names = species.withStem(stem).filter((name) => this.#isClassName(name));
    const byGroup = new Map<number, SpeciesName[]>();
    for (const name of names) {
      for (const group of taxonomy.groupsAbove(name.row)) {
        if (taxonomy.groupLevel(group) > orderLevel) continue;
        const inGroup = byGroup.get(group) ?? [];
        inGroup.push(name);
        byGroup.set(group, inGroup);
      }
    }
    return { names, byGroup, isRare: species.synsetsWithStem(stem) <= mostOfRareEpithet };
  }

  /** Is this the name of a class, or of a part of one? */
  #isClassName({ row }: SpeciesName): boolean {
    return this.#index.classesAbove(row).some(({ row: above }) => {
      if (above === row) return true;
      const level = this.#history.taxonomy.organismLevel(above);
      return level !== undefined && level <= genusLevel;
    });
  }

  /**
   * Could an organism be in this lineage? Of a compatible kingdom, and in the same order, or where
   * WordNet knows no order of the lineage, in the same class, or where it knows no class either, in
   * any group of it.
   */
  #mayBeRelated(row: number, lineage: Lineage | undefined): boolean {
    const { kingdoms, taxonomy } = this.#history;
    if (!areCompatible(lineage?.kingdom, kingdoms.of(row))) return false;
    const above = taxonomy.groupsAbove(row);
    if (lineage?.nearestGroup === undefined || above.length === 0) return true;
    const own = this.#groupsOf(lineage);
    const levels = own.map((group) => taxonomy.groupLevel(group));
    const highest = [orderLevel, highestNarrowLevel].find((most) =>
      levels.some((level) => level <= most),
    );
    return own.some((group, i) => {
      return above.includes(group) && (highest === undefined || (levels[i] as number) <= highest);
    });
  }

  /** The groups of a lineage, and those that WordNet counts them to. */
  #groupsOf(lineage: Lineage): readonly number[] {
    let groups = this.#groups.get(lineage);
    if (groups === undefined) {
      const given = [...upwards(lineage)].flatMap((above) => above.groups);
      const all = given.flatMap((group) => this.#history.taxonomy.groupsAbove(group));
      groups = [...new Set(all)];
      this.#groups.set(lineage, groups);
    }
    return groups;
  }

  /** The groups of a lineage from the order down. */
  #ordersOf(lineage: Lineage | undefined): readonly number[] {
    let orders = this.#orders.get(lineage);
    if (orders === undefined) {
      orders = [...upwards(lineage)]
        .flatMap(({ groups }) => groups)
        .filter((group) => this.#history.taxonomy.groupLevel(group) <= orderLevel);
      this.#orders.set(lineage, orders);
    }
    return orders;
  }

  #doubt(kind: Doubt['kind'], text: string, row: number): Doubt {
    return { kind, text, label: this.#index.label(row), wnid: this.#history.lexicon.wnid(row) };
  }
}

/** By a letter, or by a letter before their endings. */
function areOneLetterApart(a: string, b: string): boolean {
  const [stemA, stemB] = [epithetStem(a), epithetStem(b)];
  const isLong = Math.min(stemA.length, stemB.length) >= shortestStem;
  return isOneLetterOff(a, b) || (isLong && isOneLetterOff(stemA, stemB));
}

const shortestStem = 5;
