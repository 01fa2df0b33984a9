/** The times of whose every stretch a budget speaks. */
export const windows = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export type WindowName = keyof typeof windows;

export const windowNames: readonly WindowName[] = ['minute', 'hour', 'day'];

/**
 * A window is counted in so many parts of equal length, cut at multiples of that length, and one
 * part more, since it may begin within a part. So what is counted is never less than what any
 * stretch of the window's length held, at the price of 1/120 of the budget.
 */
const parts = 120;

function partMs(window: WindowName): number {
  return windows[window] / parts;
}

/** Number of the part that holds `atMs`. */
export function partAt(window: WindowName, atMs: number): number {
  return Math.floor(atMs / partMs(window));
}

/** The first part that still counts at `atMs`. */
export function firstPart(window: WindowName, atMs: number): number {
  return partAt(window, atMs) - parts;
}

/** What was spent in a part of a window. */
export interface Spent {
  readonly part: number;
  readonly amount: number;
}

/**
 * When `need` more may be spent, at `now` or later, if nothing else is spent meanwhile. A need above
 * the whole limit may be met when nothing else is counted.
 *
 * @param spent the parts that count at `now`, in order
 */
export function freeAt(
  spent: readonly Spent[],
  need: number,
  { window, limit, now }: { readonly window: WindowName; readonly limit: number; now: number },
): number {
  const room = limit - Math.min(need, limit);
  let counted = spent.reduce((sum, { amount }) => sum + amount, 0);
  if (counted <= room) return now;
  for (const { part, amount } of spent) {
    counted -= amount;
    if (counted <= room) return Math.max(now, (part + parts + 1) * partMs(window));
  }
  return now;
}
