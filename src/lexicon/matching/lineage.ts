import { Memo } from '../memo.ts';
import { areCompatible, type Kingdom, kingdomNamed } from '../taxonomy/kingdoms.ts';
import { levelOf } from '../taxonomy/ranks.ts';
import type { Ancestor } from './candidate.ts';
import type { NaturalHistory } from './natural-history.ts';

/** An ancestor, looked up in WordNet. */
export interface Lineage {
  readonly ancestor: Ancestor;
  readonly parent?: Lineage | undefined;
  /** Height of its rank, undefined where the input does not say. */
  readonly level: number | undefined;
  /** Known where it or something above it names a kingdom that all agree on. */
  readonly kingdom: Kingdom | undefined;
  /** Its groups in WordNet; those of other kingdoms are left out. */
  readonly groups: readonly number[];
  /** The first group of it or of what is above it; undefined where WordNet knows none. */
  readonly nearestGroup: number | undefined;
}

/** Looks ancestors up, each once. */
export class Lineages {
  readonly #history: NaturalHistory;
  readonly #found = new Memo<Ancestor, Lineage>();
  /** Siblings come one after the other. */
  #last: Lineage | undefined;
  readonly #implied = new Memo<string, Ancestor>();

  constructor(history: NaturalHistory) {
    this.#history = history;
  }

  of(ancestor: Ancestor): Lineage {
    if (this.#last?.ancestor === ancestor) return this.#last;
    this.#last = this.#find(ancestor);
    return this.#last;
  }

  #find(ancestor: Ancestor): Lineage {
    let lineage = this.#found.get(ancestor);
    if (lineage === undefined) {
      const parent = ancestor.parent === undefined ? undefined : this.#find(ancestor.parent);
      lineage = this.#lookUp(ancestor, parent);
      this.#found.set(ancestor, lineage);
    }
    return lineage;
  }

  /** A taxon that a name says is there although the input does not. */
  implied(
    rank: 'genus' | 'species' | undefined,
    name: string,
    parent: Lineage | undefined,
  ): Lineage {
    const key = `implied:${parent?.ancestor.key ?? ''}:${name}`;
    let ancestor = this.#implied.get(key);
    if (ancestor === undefined) {
      ancestor = { key, name, rank, parent: parent?.ancestor };
      this.#implied.set(key, ancestor);
    }
    return this.of(ancestor);
  }

  #lookUp(ancestor: Ancestor, parent: Lineage | undefined): Lineage {
    const { taxonomy, kingdoms } = this.#history;
    const level = levelOf(ancestor.rank);
    const inherited = parent?.kingdom ?? kingdomNamed(ancestor.name, ancestor.rank);
    const groups = taxonomy
      .groupsNamed(ancestor.name, level)
      .filter((group) => areCompatible(inherited, kingdoms.of(group)));
    const [only] = groups;
    const kingdom =
      inherited ??
      (parent === undefined && groups.length === 1 ? kingdoms.of(only as number) : undefined);
    return { ancestor, parent, level, kingdom, groups, nearestGroup: only ?? parent?.nearestGroup };
  }
}

/** A lineage and all above it, the nearest first. */
export function* upwards(lineage: Lineage | undefined): Generator<Lineage> {
  for (let at = lineage; at !== undefined; at = at.parent) yield at;
}
