import type { Doubt } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { isOneLetterOff } from '../names/one-letter.ts';
import { epithetStem } from '../names/scientific-name.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { genusLevel, orderLevel } from '../taxonomy/ranks.ts';
import type { SpeciesName } from '../taxonomy/species-index.ts';
import type { Lineage } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';
import type { Relatives } from './relatives.ts';
import type { TaxonName } from './taxon-names.ts';

/** How many synsets may share an epithet for it to tell something in a distant relative. */
const mostOfRareEpithet = 3;

/** The names of classes that share the stem of an epithet. */
interface StemNames {
  readonly names: readonly SpeciesName[];
  readonly byGroup: ReadonlyMap<number, readonly SpeciesName[]>;
  readonly isRare: boolean;
  /** Groups that the names lie in; of those that are not rare, from the order down. */
  readonly groups: ReadonlySet<number>;
  /** Has one of them no group, so that it may be related to anything? */
  readonly isAnywhere: boolean;
}

const nothing: readonly SpeciesName[] = [];

/** What the scientific name of a candidate reminds of among the classes of one set. */
export class NameDoubts {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #relatives: Relatives;
  readonly #ofStem = new Map<string, StemNames>();

  constructor(history: NaturalHistory, index: ClassIndex, relatives: Relatives) {
    this.#history = history;
    this.#index = index;
    this.#relatives = relatives;
  }

  of(name: TaxonName): Doubt[] {
    const stem = epithetStem(name.name.epithets.at(-1) ?? '');
    const doubts = [...this.#sameEpithet(name, stem), ...this.#misspelling(name, stem)];
    if (name.isOpen) doubts.push(...this.#openName(name));
    else if (name.name.isUnresolved) {
      doubts.push({ kind: 'unresolved-name', text: name.name.text });
    }
    return doubts;
  }

  /**
   * Tells for which stems `of` finds a class that other species of a name's genus remind of. Most
   * stems are asked for one thing only: is a class of theirs in a group near the lineage?
   *
   * @param name of a species in a genus of which WordNet has no species
   */
  reminders(name: TaxonName): (stem: string) => boolean {
    const hasNearGenus = this.#history.species.generaNear(name.name.genus.toLowerCase()).length > 0;
    const near = this.#relatives.near(name.lineage);
    return (stem) => {
      const others = this.#classNames(stem);
      if (others === undefined) return false;
      const { isAnywhere, groups } = others;
      const isNear = hasNearGenus || isAnywhere || near === undefined || hasAny(groups, near);
      if (!isNear) return false;
      return this.#sameEpithet(name, stem).length > 0 || this.#misspelling(name, stem).length > 0;
    };
  }

  /** The same epithet in another genus of the same order, or a rare one in the same class. */
  #sameEpithet({ name, lineage }: TaxonName, stem: string): readonly Doubt[] {
    if (name.epithets.length === 0) return [];
    const others = this.#classNames(stem);
    if (others === undefined) return [];
    const related = others.isRare
      ? others.names.filter(({ row }) => this.#relatives.include(row, lineage))
      : this.#inOrders(others, lineage);
    if (related.length === 0) return [];
    const genus = name.genus.toLowerCase();
    return [...new Set(related)]
      .filter((other) => other.genus !== genus)
      .map((other) => this.#doubt('same-epithet', other.text, other.row));
  }

  #inOrders({ byGroup }: StemNames, lineage: Lineage | undefined): readonly SpeciesName[] {
    const found: SpeciesName[] = [];
    for (const group of this.#relatives.ordersOf(lineage)) {
      found.push(...(byGroup.get(group) ?? nothing));
    }
    return found;
  }

  /** A class whose name differs by one letter, in the genus or in the epithet. */
  #misspelling({ name, lineage }: TaxonName, stem: string): readonly Doubt[] {
    const [epithet] = name.epithets;
    if (epithet === undefined) return [];
    const { species, kingdoms } = this.#history;
    const ofGenus = species.inGenus(name.genus);
    const ofStem = species.withStem(name.epithets.length === 1 ? stem : epithetStem(epithet));
    if (ofGenus.length === 0 && ofStem.length === 0) return [];
    const near = species.generaNear(name.genus.toLowerCase());
    const inGenus = ofGenus.filter((other) => areOneLetterApart(other.epithet, epithet));
    const inOther = near.length === 0 ? [] : ofStem.filter(({ genus }) => near.includes(genus));
    return [...inGenus, ...inOther]
      .filter((other) => this.#isClassName(other))
      .filter((other) => areCompatible(lineage?.kingdom, kingdoms.of(other.row)))
      .map((other) => this.#doubt('misspelling', other.text, other.row));
  }

  /** Some species of a taxon in which a class lies may be that class. */
  #openName({ name, lineage }: TaxonName): readonly Doubt[] {
    const { lexicon } = this.#history;
    return (lineage?.groups ?? []).flatMap((group) => {
      const below = this.#index.classBelow(group, (row) => lexicon.members(row));
      return below === undefined ? [] : [this.#doubt('unresolved-name', name.text, below.row)];
    });
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
    const isRare = species.synsetsWithStem(stem) <= mostOfRareEpithet;
    const above = names.map(({ row }) => taxonomy.groupsAbove(row));
    return {
      names,
      byGroup,
      isRare,
      groups: new Set(isRare ? above.flat() : byGroup.keys()),
      isAnywhere: above.some((groups) => groups.length === 0),
    };
  }

  /** Is this the name of a class, or of a part of one? */
  #isClassName({ row }: SpeciesName): boolean {
    return this.#index.classesAbove(row).some(({ row: above }) => {
      if (above === row) return true;
      const level = this.#history.taxonomy.organismLevel(above);
      return level !== undefined && level <= genusLevel;
    });
  }

  #doubt(kind: Doubt['kind'], text: string, row: number): Doubt {
    return { kind, text, label: this.#index.label(row), wnid: this.#history.lexicon.wnid(row) };
  }
}

function hasAny(groups: ReadonlySet<number>, wanted: readonly number[]): boolean {
  for (let i = 0; i < wanted.length; i++) if (groups.has(wanted[i] as number)) return true;
  return false;
}

/** By a letter, or by a letter before their endings. */
function areOneLetterApart(a: string, b: string): boolean {
  const [stemA, stemB] = [epithetStem(a), epithetStem(b)];
  const isLong = Math.min(stemA.length, stemB.length) >= shortestStem;
  return isOneLetterOff(a, b) || (isLong && isOneLetterOff(stemA, stemB));
}

const shortestStem = 5;
