import type { Doubt, Judgement, OtherName, Step } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { familyLevel, genusLevel, speciesLevel } from '../taxonomy/ranks.ts';
import { AncestorCovers } from './ancestor-covers.ts';
import { better, type Cover, nearestOf, startingWith, synsetStep, synsetSteps } from './cover.ts';
import { Doubts } from './doubts.ts';
import type { NaturalHistory } from './natural-history.ts';
import { organismsNamed, type TaxonName } from './taxon-names.ts';

/** Judges taxa against one class set. */
export class TaxonJudge {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #covers: AncestorCovers;
  readonly #doubts: Doubts;

  constructor(history: NaturalHistory, index: ClassIndex) {
    this.#history = history;
    this.#index = index;
    this.#covers = new AncestorCovers(history, index);
    this.#doubts = new Doubts(history, index);
  }

  /** The paths that judgements refer to by `via`. */
  get sharedPaths(): ReadonlyMap<string, readonly Step[]> {
    return this.#covers.shared;
  }

  /** @param names every scientific name of one taxon, its own first */
  judge(names: readonly TaxonName[], vernaculars: readonly OtherName[]): Judgement {
    const against = this.#index.list.name;
    let cover: Cover | undefined;
    const rows: number[] = [];
    for (const name of names) {
      const hits = organismsNamed(this.#history, name);
      rows.push(...hits.map(({ row }) => row));
      for (const { row, by } of hits) cover = better(cover, this.#ofOrganism(name, row, by));
      cover = better(cover, this.#ofOwnGroups(name));
      if (name.lineage !== undefined) {
        const above = this.#covers.best(name.lineage);
        cover = better(cover, above && startingWith(name.step, above));
      }
    }
    const tier = cover?.tier ?? 'none';
    const path = isOwnNameAlone(cover) ? [] : (cover as Cover).path;
    const rest = { nearest: cover?.nearest, path, via: cover?.via?.key };
    if (tier === 'T0' || tier === 'T1') return { against, tier, ...rest };
    const doubts = this.#doubtsOf(names, vernaculars, rows, tier === 'none');
    if (doubts.length === 0) return { against, tier, ...rest };
    return { against, tier: 'review', proven: tier, ...rest, doubts };
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
    for (const group of taxonomy.groupsNamed(name.text, level)) {
      const kingdom = kingdoms.of(group);
      if (lineage?.kingdom !== undefined && kingdom !== undefined && kingdom !== lineage.kingdom)
        continue;
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
    rows: readonly number[],
    isUncovered: boolean,
  ): readonly Doubt[] {
    const isSpecies = names.some(({ level }) => level !== undefined && level <= genusLevel);
    const lineage = names[0]?.lineage;
    const doubts: Doubt[] = this.#doubts.vernacular(vernaculars, lineage).slice();
    for (const row of rows) doubts.push(...this.#doubts.product(row));
    for (const name of names) {
      if (rows.length === 0)
        doubts.push(...this.#doubts.sameEpithet(name), ...this.#doubts.misspelling(name));
      if (isSpecies) doubts.push(...this.#doubts.genusMember(name.lineage));
      if (name.isOpen) doubts.push(...this.#doubts.openName(name));
      else if (name.name.isUnresolved) {
        doubts.push({ kind: 'unresolved-name', text: name.name.text });
      }
      doubts.push(...this.#homonym(name));
    }
    const isPlaced =
      rows.length > 0 || names.some(({ lineage: above }) => above?.nearestGroup !== undefined);
    if (!isPlaced && isUncovered)
      doubts.push({ kind: 'unplaced', text: names[0]?.name.text ?? '' });
    return distinct(doubts);
  }

  /** A genus of several kingdoms, where the candidate does not say which is meant. */
  #homonym({ name, lineage, level }: TaxonName): readonly Doubt[] {
    if (lineage?.kingdom !== undefined || (level ?? speciesLevel) > genusLevel) return [];
    const groups = this.#history.taxonomy.groupsNamed(name.genus, genusLevel);
    if (groups.length < 2) return [];
    return groups.map((group) => ({
      kind: 'homonym',
      text: name.genus,
      label: this.#history.lexicon.title(group),
      wnid: this.#history.lexicon.wnid(group),
    }));
  }
}

/** Nothing but the candidate's name before a shared path, or before no path at all. */
function isOwnNameAlone(cover: Cover | undefined): boolean {
  return cover === undefined || (cover.path.length === 1 && cover.path[0]?.by === 'name');
}

/** Each doubt once, in a fixed order; of a misspelling nothing else needs to be said. */
function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
  const misspelt = new Set(
    doubts.filter(({ kind }) => kind === 'misspelling').map(({ wnid }) => wnid),
  );
  const byKey = new Map(
    doubts
      .filter(({ kind, wnid }) => kind !== 'same-epithet' || !misspelt.has(wnid))
      .map((doubt) => [`${doubt.kind} ${doubt.wnid} ${doubt.text}`, doubt]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, doubt]) => doubt);
}
