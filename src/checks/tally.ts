import { compareText, type Figures } from '../records/index.ts';
import { add } from './check.ts';

/** A tally as figures, by name: the order in which things were counted leaves no trace. */
export function sortedTally(counts: ReadonlyMap<string, number>): Figures {
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

/** Counts by row and column. */
export interface TallyTable {
  add(row: string, column: string): void;
  /** The rows as they were given, then others by name; columns by name. */
  figures(): Figures;
}

/** @param rows that stand in the figures even when nothing was counted in them */
export function tallyTable(rows: readonly string[]): TallyTable {
  const known = new Map(rows.map((row) => [row, new Map<string, number>()]));
  const others = new Map<string, Map<string, number>>();
  return {
    add(row, column) {
      const counts = known.get(row) ?? others.get(row) ?? new Map<string, number>();
      if (counts.size === 0 && !known.has(row)) others.set(row, counts);
      add(counts, column, 1);
    },
    figures() {
      const sorted = [...others].sort(([a], [b]) => compareText(a, b));
      return Object.fromEntries(
        [...known, ...sorted].map(([row, counts]) => [row, sortedTally(counts)]),
      );
    },
  };
}

/** Smallest, median and largest of some numbers; the median of an even number is the lower of two. */
export function spreadOf(numbers: readonly number[]): Figures {
  const sorted = numbers.toSorted((a, b) => a - b);
  return {
    smallest: sorted[0] ?? null,
    median: sorted[(sorted.length - 1) >> 1] ?? null,
    largest: sorted.at(-1) ?? null,
  };
}
