import type { Taxonomy } from '../taxonomy/taxonomy.ts';
import type { Lexicon } from '../wordnet/lexicon.ts';
import type { ClassList } from './class-list.ts';

/** Up to so many classes of the set below it, a class is narrow: a leaf or nearly one. */
export const mostBelowNarrow = 10;

/** A class reached from some row by hypernyms: the rows in between, itself last. */
export interface ClassAbove {
  readonly row: number;
  readonly path: readonly number[];
}

/** A class list laid over the lexicon. */
export class ClassIndex {
  readonly list: ClassList;
  readonly taxonomy: Taxonomy;
  readonly lexicon: Lexicon;
  readonly size: number;
  /** Labels of classes without a synset, case-folded. */
  readonly unbound: ReadonlyMap<string, string>;
  readonly #isClass: Uint8Array;
  readonly #labels = new Map<number, string>();
  readonly #below = new Map<number, number>();
  readonly #above = new Map<number, readonly ClassAbove[]>();

  /** @throws {InvalidInput} naming a class whose wnid no noun of WordNet 3.0 has */
  constructor(list: ClassList, taxonomy: Taxonomy) {
    const { lexicon } = taxonomy;
    this.list = list;
    this.taxonomy = taxonomy;
    this.lexicon = lexicon;
    this.#isClass = new Uint8Array(lexicon.size);
    const unbound = new Map<string, string>();
    if (list.members === 'all-nouns') this.#isClass.fill(1);
    else {
      for (const { label, wnid } of list.members) {
        if (wnid !== undefined) {
          const row = lexicon.row(wnid, list.where);
          this.#isClass[row] = 1;
          if (label !== undefined) this.#labels.set(row, label);
        } else if (label !== undefined) unbound.set(label.toLowerCase(), label);
      }
    }
    this.unbound = unbound;
    this.size = list.members === 'all-nouns' ? lexicon.size : list.members.length;
  }

  isClass(row: number): boolean {
    return this.#isClass[row] === 1;
  }

  /** The class's own label, else the first lemma of its synset. */
  label(row: number): string {
    return this.#labels.get(row) ?? this.lexicon.title(row);
  }

  /**
   * Has the set at most `mostBelowNarrow` classes below this row, and in the groups that it names?
   * Few things are filed below "dicot", yet it names a group of thousands.
   */
  isNarrow(row: number): boolean {
    let count = this.#below.get(row);
    if (count === undefined) {
      const below = new Set(this.lexicon.below(row));
      for (const group of this.lexicon.groups(row)) {
        if (!this.taxonomy.isGroup(group) || !this.taxonomy.namesOf(group).includes(row)) continue;
        for (const organism of this.taxonomy.organismsIn(group)) below.add(organism);
      }
      below.delete(row);
      count = [...below].filter((lower) => this.isClass(lower)).length;
      this.#below.set(row, count);
    }
    return count <= mostBelowNarrow;
  }

  /** The row itself if it is a class, and every class above it, nearest first. */
  classesAbove(row: number): readonly ClassAbove[] {
    const found = this.#above.get(row);
    if (found !== undefined) return found;
    const from = new Map<number, number>([[row, -1]]);
    const classes: ClassAbove[] = [];
    for (const next of from.keys()) {
      if (this.isClass(next)) classes.push({ row: next, path: pathTo(next, from) });
      for (const hypernym of this.lexicon.hypernyms(next)) {
        if (!from.has(hypernym)) from.set(hypernym, next);
      }
    }
    this.#above.set(row, classes);
    return classes;
  }

  /** The nearest class below a row by `down`, with the rows in between, itself last. */
  classBelow(row: number, down: (row: number) => Iterable<number>): ClassAbove | undefined {
    const from = new Map<number, number>([[row, -1]]);
    for (const next of from.keys()) {
      if (next !== row && this.isClass(next)) return { row: next, path: pathTo(next, from) };
      for (const lower of down(next)) if (!from.has(lower)) from.set(lower, next);
    }
    return undefined;
  }
}

/** The rows after the first on the way to `row`, itself last. */
function pathTo(row: number, from: ReadonlyMap<number, number>): readonly number[] {
  const path: number[] = [];
  for (let at = row; from.get(at) !== -1; at = from.get(at) as number) path.unshift(at);
  return path;
}
