import { Memo } from '../memo.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { highestNarrowLevel, orderLevel } from '../taxonomy/ranks.ts';
import { type Lineage, upwards } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';

/** Which organisms of WordNet could stand in a candidate's lineage. */
export class Relatives {
  readonly #history: NaturalHistory;
  readonly #groups = new Memo<Lineage, readonly number[]>();
  readonly #orders = new Memo<Lineage, readonly number[]>();

  constructor(history: NaturalHistory) {
    this.#history = history;
  }

  /**
   * Could an organism be in this lineage? Of a compatible kingdom, and in the same order, or where
   * WordNet knows no order of the lineage, in the same class, or where it knows no class either, in
   * any group of it.
   */
  include(row: number, lineage: Lineage | undefined): boolean {
    const { kingdoms, taxonomy } = this.#history;
    if (!areCompatible(lineage?.kingdom, kingdoms.of(row))) return false;
    const above = taxonomy.groupsAbove(row);
    const near = this.near(lineage);
    if (near === undefined || above.length === 0) return true;
    return near.some((group) => above.includes(group));
  }

  /**
   * The groups of a lineage, and those that WordNet counts them to, as far up as they tell.
   * Undefined where WordNet knows none.
   */
  near(lineage: Lineage | undefined): readonly number[] | undefined {
    if (lineage?.nearestGroup === undefined) return undefined;
    const from = placed(lineage);
    let near = this.#groups.get(from);
    if (near === undefined) {
      near = this.#nearOf(from);
      this.#groups.set(from, near);
    }
    return near;
  }

  #nearOf(lineage: Lineage): readonly number[] {
    const { taxonomy } = this.#history;
    const given = [...upwards(lineage)].flatMap((above) => above.groups);
    const all = [...new Set(given.flatMap((group) => taxonomy.groupsAbove(group)))];
    const highest = [orderLevel, highestNarrowLevel].find((most) =>
      all.some((group) => taxonomy.groupLevel(group) <= most),
    );
    return all.filter((group) => taxonomy.groupLevel(group) <= (highest ?? Infinity));
  }

  /** The groups of a lineage from the order down. */
  ordersOf(lineage: Lineage | undefined): readonly number[] {
    if (lineage === undefined) return nothing;
    const from = placed(lineage);
    let orders = this.#orders.get(from);
    if (orders === undefined) {
      orders = [...upwards(from)]
        .flatMap(({ groups }) => groups)
        .filter((group) => this.#history.taxonomy.groupLevel(group) <= orderLevel);
      this.#orders.set(from, orders);
    }
    return orders;
  }
}

const nothing: readonly number[] = [];

/** The nearest of a lineage that has groups, or the highest: what is below adds none. */
function placed(lineage: Lineage): Lineage {
  let at = lineage;
  while (at.groups.length === 0 && at.parent !== undefined) at = at.parent;
  return at;
}
