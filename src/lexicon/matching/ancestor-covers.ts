import type { Step } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { Memo } from '../memo.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { classLevel, genusLevel, highestNarrowLevel, speciesLevel } from '../taxonomy/ranks.ts';
import {
  better,
  type Cover,
  nearestOf,
  startingWith,
  synsetStep,
  synsetSteps,
  tierOfLevel,
} from './cover.ts';
import type { Lineage } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';

/** The classes of one set that cover taxa, found through their ancestors, each looked at once. */
export class AncestorCovers {
  readonly #history: NaturalHistory;
  readonly #index: ClassIndex;
  readonly #best = new Memo<Lineage, Cover | undefined>();
  readonly #shared = new Map<string, readonly Step[]>();
  readonly #ofGroup = new Map<string, Cover | undefined>();

  constructor(history: NaturalHistory, index: ClassIndex) {
    this.#history = history;
    this.#index = index;
  }

  /** The strongest cover by a lineage or anything above it; its path is a shared one. */
  best(lineage: Lineage): Cover | undefined {
    if (this.#best.has(lineage)) return this.#best.get(lineage);
    const { parent } = lineage;
    const inherited = parent === undefined ? undefined : this.best(parent);
    const farther = inherited && {
      ...inherited,
      nearest: { ...inherited.nearest, distance: inherited.nearest.distance + 1 },
    };
    const cover = better(this.#own(lineage), farther);
    this.#best.set(lineage, cover);
    return cover;
  }

  /** The paths that judgements refer to, by the key of the ancestor at which they begin. */
  get shared(): ReadonlyMap<string, readonly Step[]> {
    return this.#shared;
  }

  #own(lineage: Lineage): Cover | undefined {
    const { ancestor, level, groups } = lineage;
    const first: Step = {
      by: ancestor.key.startsWith('implied:') ? 'implied' : 'ancestor',
      text: ancestor.name,
      rank: ancestor.rank,
    };
    let cover: Cover | undefined;
    if (level !== undefined && level <= speciesLevel) cover = this.#ofSpecies(lineage, first);
    for (const row of this.#namedDirectly(lineage)) {
      const own = this.ofOrganism(row, level ?? highestNarrowLevel, 'names');
      cover = better(cover, own && startingWith(first, own));
    }
    for (const group of groups) {
      const own = this.ofGroup(group, level ?? this.#history.taxonomy.groupLevel(group));
      cover = better(cover, own && startingWith(first, own));
    }
    if (cover === undefined) return undefined;
    this.#shared.set(ancestor.key, cover.path);
    return { ...cover, path: [], via: { key: ancestor.key, path: cover.path } };
  }

  /** Organisms that bear the name of a genus, or of a group so high that WordNet has none of it. */
  #namedDirectly({ ancestor, level, groups, kingdom }: Lineage): readonly number[] {
    const { lexicon, taxonomy, kingdoms, genusNames } = this.#history;
    const isGenus = level !== undefined && level > speciesLevel && level <= genusLevel;
    const isHigh = level !== undefined && level >= classLevel && groups.length === 0;
    if (!isGenus && !isHigh) return [];
    const rows = isGenus
      ? genusNames.of(ancestor.name)
      : lexicon.named(ancestor.name).filter((row) => taxonomy.isOrganism(row));
    return rows.filter((row) => areCompatible(kingdom, kingdoms.of(row)));
  }

  /** A species above a subspecies: if it is a class, the candidate is part of that class. */
  #ofSpecies({ ancestor, kingdom }: Lineage, first: Step): Cover | undefined {
    const { lexicon, taxonomy, kingdoms } = this.#history;
    const rows = lexicon
      .named(ancestor.name)
      .filter((row) => taxonomy.isOrganism(row) && areCompatible(kingdom, kingdoms.of(row)));
    return rows
      .map((row) => this.ofOrganism(row, speciesLevel))
      .map((cover) => cover && startingWith(first, cover))
      .reduce(better, undefined);
  }

  /**
   * The strongest class that covers a whole taxonomic group: the group as a class, or what names it
   * and all above that. The path begins with the group.
   *
   * @param level height of the rank that the candidate's own data gives the group
   */
  ofGroup(group: number, level: number): Cover | undefined {
    const key = `${group} ${level}`;
    if (!this.#ofGroup.has(key)) this.#ofGroup.set(key, this.#lookAtGroup(group, level));
    return this.#ofGroup.get(key);
  }

  #lookAtGroup(group: number, level: number): Cover | undefined {
    const { lexicon, taxonomy } = this.#history;
    const groupStep = synsetStep('group', lexicon, group);
    let cover: Cover | undefined;
    if (this.#index.isClass(group)) {
      const tier = tierOfLevel(level, this.#index.isNarrow(group));
      cover = { tier, nearest: nearestOf(this.#index, group, 1), path: [groupStep] };
    }
    for (const name of taxonomy.namesOf(group)) {
      for (const above of this.#index.classesAbove(name)) {
        const covered = this.#levelCovered(above.row, group, level);
        const path = [
          groupStep,
          synsetStep('names', lexicon, name),
          ...synsetSteps('is-a', lexicon, above.path),
        ];
        cover = better(cover, {
          tier: tierOfLevel(covered, this.#index.isNarrow(above.row)),
          nearest: nearestOf(this.#index, above.row, path.length),
          path,
        });
      }
    }
    return cover;
  }

  /** The class that a group is: itself, or the organism that names it and no more than it. */
  named(group: number): Cover | undefined {
    const { lexicon, taxonomy } = this.#history;
    const groupStep = synsetStep('group', lexicon, group);
    const level = taxonomy.groupLevel(group);
    if (this.#index.isClass(group)) {
      return { tier: 'T0', nearest: nearestOf(this.#index, group, 1), path: [groupStep] };
    }
    return taxonomy
      .namesOf(group)
      .filter((row) => this.#index.isClass(row) && this.#levelCovered(row, group, level) === level)
      .map((row): Cover => {
        const path = [groupStep, synsetStep('names', lexicon, row)];
        return { tier: 'T0', nearest: nearestOf(this.#index, row, path.length), path };
      })
      .reduce<Cover | undefined>(better, undefined);
  }

  /**
   * Height of the rank that a class covers when it was reached through a group: at least that of the
   * group, which is also its own where WordNet ranks it nowhere and it holds nothing else.
   */
  #levelCovered(row: number, group: number, level: number): number | undefined {
    const { lexicon, taxonomy } = this.#history;
    const own = taxonomy.organismLevel(row);
    if (own !== undefined) return Math.max(level, own);
    if (level > genusLevel) return level > highestNarrowLevel ? level : undefined;
    return isWithin(row, taxonomy.organismsIn(group), (next) => lexicon.hyponyms(next))
      ? level
      : undefined;
  }

  /**
   * The strongest class at or above an organism's synset. The path begins with the synset, whose
   * step says that the name before it is a lemma of it.
   *
   * @param level height that a class equal to the synset has at least
   */
  ofOrganism(row: number, level: number, by: Step['by'] = 'lemma'): Cover | undefined {
    const { lexicon, taxonomy } = this.#history;
    const first = synsetStep(by, lexicon, row);
    return this.#index
      .classesAbove(row)
      .map((above): Cover => {
        const isItself = above.row === row;
        const own = taxonomy.organismLevel(above.row);
        const isNarrow = this.#index.isNarrow(above.row);
        const path = [first, ...synsetSteps('is-a', lexicon, above.path)];
        return {
          tier: isItself ? tierOfLevel(level, isNarrow) : tierOfLevel(own, isNarrow),
          nearest: nearestOf(this.#index, above.row, path.length),
          path,
        };
      })
      .reduce<Cover | undefined>(better, undefined);
  }
}

/** Is everything below a row in a set? Stops at the first that is not. */
function isWithin(
  row: number,
  set: ReadonlySet<number>,
  down: (row: number) => Iterable<number>,
): boolean {
  const seen = new Set([row]);
  for (const next of seen) {
    for (const lower of down(next)) {
      if (!set.has(lower)) return false;
      seen.add(lower);
    }
  }
  return true;
}
