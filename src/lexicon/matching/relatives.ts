import { Memo } from '../memo.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { highestNarrowLevel, orderLevel } from '../taxonomy/ranks.ts';
import { type Lineage, upwards } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';

/** Which organisms of WordNet could stand in a candidate's lineage. */
export class Relatives {
  readonly #history: NaturalHistory;
  readonly #groups = new Memo<Lineage, readonly number[]>();
  readonly #orders = new Memo<Lineage | undefined, readonly number[]>();

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
  ordersOf(lineage: Lineage | undefined): readonly number[] {
    let orders = this.#orders.get(lineage);
    if (orders === undefined) {
      orders = [...upwards(lineage)]
        .flatMap(({ groups }) => groups)
        .filter((group) => this.#history.taxonomy.groupLevel(group) <= orderLevel);
      this.#orders.set(lineage, orders);
    }
    return orders;
  }
}
