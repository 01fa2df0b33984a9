import { compareText, type Figures, printableText } from '../../records/index.ts';

/** A bar: what was counted, and how much of it. */
export interface Bar {
  readonly name: string;
  readonly count: number;
}

/** Years that have a bar of their own; those before share one. */
const mostYears = 24;
const longestName = 20;

/** A table of figures as bars, in its order. */
export function barsOf(figure: Figures[string] | undefined): readonly Bar[] {
  return entriesOf(figure).map(([name, count]) => ({ name: shortName(name), count }));
}

/** Every year from the first to the last, then the photos without a date. */
export function yearBars(figure: Figures[string] | undefined): readonly Bar[] {
  const entries = entriesOf(figure);
  const years = entries
    .filter(([name]) => /^\d{4}$/.test(name))
    .sort(([a], [b]) => compareText(a, b));
  const last = Number(years.at(-1)?.[0] ?? 0);
  const first = Math.max(Number(years[0]?.[0] ?? 1), last - mostYears + 1);
  const countOf = new Map(years);
  const bars: Bar[] = [];
  for (let year = first; year <= last; year++) {
    const name = String(year).padStart(4, '0');
    bars.push({ name, count: countOf.get(name) ?? 0 });
  }
  const before = years.filter(([name]) => Number(name) < first);
  const sum = (some: readonly (readonly [string, number])[]) =>
    some.reduce((total, [, count]) => total + count, 0);
  const undated = sum(entries.filter(([name]) => !countOf.has(name)));
  return [
    ...(before.length === 0 ? [] : [{ name: 'earlier', count: sum(before) }]),
    ...bars,
    ...(undated === 0 ? [] : [{ name: 'no date', count: undated }]),
  ];
}

function entriesOf(figure: Figures[string] | undefined): readonly (readonly [string, number])[] {
  if (typeof figure !== 'object' || figure === null) return [];
  return Object.entries(figure).flatMap(([name, count]) =>
    typeof count === 'number' ? [[name, count] as const] : [],
  );
}

/** As it fits beside its bar. */
function shortName(name: string): string {
  const text = printableText(name);
  return text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text;
}
