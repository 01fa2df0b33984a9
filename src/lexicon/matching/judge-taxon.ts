import type { Doubt, Judgement, OtherName, Step } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { Memo } from '../memo.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { familyLevel, genusLevel } from '../taxonomy/ranks.ts';
import { AncestorCovers } from './ancestor-covers.ts';
import { better, type Cover, nearestOf, startingWith, synsetStep, synsetSteps } from './cover.ts';
import { Doubts } from './doubts.ts';
import { judgementOf } from './judgement-of.ts';
import type { Lineage } from './lineage.ts';
import { NameDoubts } from './name-doubts.ts';
import type { NaturalHistory } from './natural-history.ts';
import { Relatives } from './relatives.ts';
import { organismsNamed, type TaxonName } from './taxon-names.ts';

/** Judges taxa against one class set. */
export class TaxonJudge {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #covers: AncestorCovers;
  readonly #doubts: Doubts;
  readonly #nameDoubts: NameDoubts;
  readonly #common = new Memo<Lineage, Common>();

  constructor(history: NaturalHistory, index: ClassIndex) {
    this.#history = history;
    this.#index = index;
    this.#covers = new AncestorCovers(history, index);
    const relatives = new Relatives(history);
    this.#doubts = new Doubts(history, index, relatives);
    this.#nameDoubts = new NameDoubts(history, index, relatives);
  }

  /** The paths that judgements refer to by `via`. */
  get sharedPaths(): ReadonlyMap<string, readonly Step[]> {
    return this.#covers.shared;
  }

  /** @param names every scientific name of one taxon, its own first */
  judge(names: readonly TaxonName[], vernaculars: readonly OtherName[]): Judgement {
    const [own, other] = names;
    const lineage = own?.lineage;
    if (own !== undefined && lineage !== undefined && other === undefined) {
      const isSpecies = own.name.epithets.length > 0 && vernaculars.length === 0;
      const isUnknown = isSpecies && organismsNamed(this.#history, own).length === 0;
      if (isUnknown && this.#ofSubspecies(own) === undefined) {
        return this.#unknownIn(lineage, own);
      }
    }
    const hits = names.map((name) => organismsNamed(this.#history, name));
    let cover: Cover | undefined;
    for (const [i, name] of names.entries()) {
      for (const { row, by } of hits[i] ?? []) {
        cover = better(cover, this.#ofOrganism(name, row, by));
      }
      cover = better(cover, this.#ofSubspecies(name));
      cover = better(cover, this.#ofOwnGroups(name));
      const above = name.lineage && this.#covers.best(name.lineage);
      cover = better(cover, above && startingWith(name.step, above));
    }
    const known = hits.flat().map(({ row }) => row);
    const doubts = isOverlap(cover) ? [] : this.#doubtsOf(names, vernaculars, known);
    return judgementOf(this.#index.list.name, cover, doubts);
  }

  /**
   * Most taxa of a large table: WordNet does not know the species, so that all of one genus are
   * judged alike, unless the epithet reminds of a class.
   */
  #unknownIn(lineage: Lineage, name: TaxonName): Judgement {
    const common = this.#commonIn(lineage, name);
    if (isOverlap(common.cover)) return common.judgement;
    const own = this.#nameDoubts.of(name);
    if (lineage.nearestGroup === undefined) own.push({ kind: 'unplaced', text: name.name.text });
    if (own.length === 0) return common.judgement;
    return judgementOf(this.#index.list.name, common.cover, [...own, ...common.doubts]);
  }

  #commonIn(lineage: Lineage, name: TaxonName): Common {
    const { genus } = name.name;
    let common = this.#common.get(lineage);
    // In a subgenus two genera may share a lineage, and doubts are of the genus.
    if (common?.genus !== genus) {
      const above = this.#covers.best(lineage);
      const cover = above && startingWith(name.step, above);
      const doubts = isOverlap(cover) ? [] : this.#doubts.ofLineage(name);
      common = {
        genus,
        cover,
        doubts,
        judgement: judgementOf(this.#index.list.name, cover, doubts),
      };
      this.#common.set(lineage, common);
    }
    return common;
  }

  /**
   * What is said of every species of this one's genus, and whether a stem that WordNet knows makes
   * one of them an exception. Undefined where each must be judged by itself.
   *
   * @param name of a species in a genus of which WordNet has no species
   */
  ofCongeners(name: TaxonName): CommonJudgement | undefined {
    const { lineage } = name;
    if (lineage === undefined) return undefined;
    const { judgement, cover } = this.#commonIn(lineage, name);
    if (isOverlap(cover)) return { judgement, isException: () => false };
    if (lineage.nearestGroup === undefined) return undefined; // each is unplaced by its own name
    return { judgement, isException: this.#nameDoubts.reminders(name) };
  }

  /**
   * What is said of every genus that WordNet does not know and of this one's lineage. Undefined
   * where each must be judged by itself.
   */
  ofUnknownGenus({ lineage, step }: TaxonName): Judgement | undefined {
    if (lineage === undefined) return undefined;
    const above = this.#covers.best(lineage);
    const cover = above && startingWith(step, above);
    const doubts = isOverlap(cover) ? [] : this.#doubts.genusMember(lineage);
    if (!isOverlap(cover) && lineage.nearestGroup === undefined) return undefined;
    return judgementOf(this.#index.list.name, cover, doubts);
  }

  /** A class has a name of three words that begins with this one: a subspecies. */
  #ofSubspecies({ step, name }: TaxonName): Cover | undefined {
    if (name.epithets.length !== 1) return undefined;
    const { species, lexicon } = this.#history;
    return species
      .inGenus(name.genus)
      .filter(({ text, row }) => text.startsWith(`${name.text} `) && this.#index.isClass(row))
      .map(({ row }): Cover => {
        const path = [step, synsetStep('has-kind', lexicon, row)];
        return { tier: 'T1', nearest: nearestOf(this.#index, row, 1), path };
      })
      .reduce<Cover | undefined>(better, undefined);
  }

  /** The name is a lemma of this organism: the class itself, one above it, or one below it. */
  #ofOrganism({ step }: TaxonName, row: number, by: Step['by']): Cover | undefined {
    const { lexicon } = this.#history;
    const above = this.#covers.ofOrganism(row, 0, by);
    const below = this.#index.classBelow(row, (next) => lexicon.hyponyms(next));
    const lower: Cover | undefined = below && {
      tier: 'T1',
      nearest: nearestOf(this.#index, below.row, below.path.length + 1),
      path: [synsetStep(by, lexicon, row), ...synsetSteps('has-kind', lexicon, below.path)],
    };
    const cover = better(above, lower);
    return cover && startingWith(step, cover);
  }

  /** The name is that of a group: the class that names it, or a class in it. */
  #ofOwnGroups({ step, name, level, isOpen, lineage }: TaxonName): Cover | undefined {
    if (name.epithets.length > 0 || isOpen) return undefined;
    const { lexicon, taxonomy, kingdoms } = this.#history;
    let cover: Cover | undefined;
    if (level === genusLevel) {
      for (const row of this.#history.genusNames.of(name.text)) {
        if (!areCompatible(lineage?.kingdom, kingdoms.of(row))) continue;
        const found = this.#covers.ofOrganism(row, 0, 'names');
        cover = better(cover, found && startingWith(step, found));
      }
    }
    for (const group of taxonomy.groupsNamed(name.text, level)) {
      if (!areCompatible(lineage?.kingdom, kingdoms.of(group))) continue;
      for (const found of [this.#covers.named(group), this.#covers.ofGroup(group, familyLevel)]) {
        cover = better(cover, found && startingWith(step, found));
      }
      const below = this.#index.classBelow(group, (row) => [
        ...lexicon.members(row),
        ...lexicon.hyponyms(row),
      ]);
      if (below === undefined) continue;
      const steps = below.path.map((row, i) => {
        const from = i === 0 ? group : (below.path[i - 1] as number);
        const by = lexicon.members(from).includes(row) ? 'member' : 'has-kind';
        return synsetStep(by, lexicon, row);
      });
      const path = [step, synsetStep('group', lexicon, group), ...steps];
      const nearest = nearestOf(this.#index, below.row, path.length - 1);
      cover = better(cover, { tier: 'T1', nearest, path });
    }
    return cover;
  }

  #doubtsOf(
    names: readonly TaxonName[],
    vernaculars: readonly OtherName[],
    known: readonly number[],
  ): readonly Doubt[] {
    const doubts = known.flatMap((row) => this.#doubts.product(row));
    for (const name of names) doubts.push(...this.#doubts.ofLineage(name));
    for (const { name } of names) {
      const isOfSpecies = name.isUnresolved && name.epithets.length > 0;
      if (isOfSpecies) doubts.push({ kind: 'unresolved-name', text: name.text });
    }
    if (known.length > 0) return doubts; // WordNet has this species: it is none of the others
    for (const name of names) doubts.push(...this.#nameDoubts.of(name));
    doubts.push(...this.#doubts.vernacular(vernaculars, names[0]?.lineage));
    const isPlaced = names.some(({ lineage }) => lineage?.nearestGroup !== undefined);
    if (!isPlaced) doubts.push({ kind: 'unplaced', text: names[0]?.name.text ?? '' });
    return doubts;
  }
}

/** What all species of one lineage have in common that WordNet does not know. */
interface Common {
  readonly genus: string;
  readonly cover: Cover | undefined;
  readonly doubts: readonly Doubt[];
  readonly judgement: Judgement;
}

/** What is said of all species of a genus, but for exceptions by the stem of their epithet. */
export interface CommonJudgement {
  readonly judgement: Judgement;
  readonly isException: (stem: string) => boolean;
}

function isOverlap(cover: Cover | undefined): boolean {
  return cover?.tier === 'T0' || cover?.tier === 'T1';
}
