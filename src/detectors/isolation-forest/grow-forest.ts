import { seededRandom } from '../../records/index.ts';
import type { FeatureRows } from '../feature-rows.ts';
import { depthLimit, type Forest, leaf } from './forest.ts';

export interface ForestOptions {
  readonly trees: number;
  /** Rows that each tree sees; all of them where there are fewer. */
  readonly samples: number;
  readonly seed: string;
}

/**
 * Grows a forest. Each tree has random numbers of its own, so none depends on another. A node takes a
 * column at random among those that differ in its rows, and a threshold between the least and the
 * greatest value; columns found equal are not asked again below it.
 */
export function growForest(features: FeatureRows, { trees, samples, seed }: ForestOptions): Forest {
  const grown = new Nodes();
  const seen = Math.min(samples, features.rows);
  for (let tree = 0; tree < trees; tree++) {
    growTree(features, seen, seededRandom(`${seed} tree ${tree}`).next, grown);
  }
  return { samples: seen, trees, ...grown.take() };
}

type Numbers = () => number;

function growTree(features: FeatureRows, samples: number, next: Numbers, grown: Nodes): void {
  const rows = drawRows(features.rows, samples, next);
  const order = Uint32Array.from({ length: features.columns }, (_, column) => column);
  const values = new Float32Array(samples);
  const limit = depthLimit(samples);

  const grow = (from: number, to: number, depth: number, equalColumns: number): void => {
    let equal = equalColumns;
    while (depth < limit && to - from > 1 && equal < order.length) {
      const at = equal + Math.floor(next() * (order.length - equal));
      const column = order[at] as number;
      const [least, most] = valuesOf(features, rows, from, to, column, values);
      if (least === most) {
        order[at] = order[equal] as number;
        order[equal++] = column;
        continue;
      }
      const threshold = between(least, most, next());
      grown.add(column, threshold);
      const middle = part(rows, values, from, to, threshold);
      grow(from, middle, depth + 1, equal);
      grow(middle, to, depth + 1, equal);
      return;
    }
    grown.add(leaf, to - from);
  };
  grow(0, samples, 0, 0);
}

/** Different rows, each set equally likely: R. W. Floyd's sampling. */
function drawRows(rows: number, samples: number, next: Numbers): Uint32Array {
  const drawn = new Set<number>();
  for (let last = rows - samples; last < rows; last++) {
    const row = Math.floor(next() * (last + 1));
    drawn.add(drawn.has(row) ? last : row);
  }
  return Uint32Array.from(drawn);
}

/** Copies what the rows have in a column; returns the least and the greatest. */
function valuesOf(
  features: FeatureRows,
  rows: Uint32Array,
  from: number,
  to: number,
  column: number,
  values: Float32Array,
): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const value = features.values[(rows[i] as number) * features.columns + column] as number;
    values[i] = value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** A float32 at `share` of the way, below `most`, so that both sides get rows. */
function between(least: number, most: number, share: number): number {
  const threshold = Math.fround(least + share * (most - least));
  return threshold < most ? threshold : least;
}

/** Puts rows with at most the threshold first; returns where the others begin. */
function part(
  rows: Uint32Array,
  values: Float32Array,
  from: number,
  to: number,
  threshold: number,
) {
  let middle = from;
  for (let i = from; i < to; i++) {
    if ((values[i] as number) > threshold) continue;
    const [row, value] = [rows[i] as number, values[i] as number];
    rows[i] = rows[middle] as number;
    values[i] = values[middle] as number;
    rows[middle] = row;
    values[middle] = value;
    middle++;
  }
  return middle;
}

/** Nodes in the order they are grown. */
class Nodes {
  readonly #columns: number[] = [];
  readonly #thresholds: number[] = [];

  add(column: number, threshold: number): void {
    this.#columns.push(column);
    this.#thresholds.push(threshold);
  }

  take(): Pick<Forest, 'columns' | 'thresholds'> {
    return {
      columns: Uint32Array.from(this.#columns),
      thresholds: Float32Array.from(this.#thresholds),
    };
  }
}
