import type { HostBudget } from '../../io/index.ts';

const windowSeconds = { minute: 60, hour: 3_600, day: 86_400 } as const;

/**
 * Seconds that a host's budget lets so many requests and bytes take at least: what is over the limit
 * of a window waits for the next. Counted from a budget of which nothing is spent.
 */
export function secondsUnderBudget(
  { requests, bytes, spacingMs }: HostBudget,
  cost: { readonly requests: number; readonly bytes: number },
): number {
  const waits = (['minute', 'hour', 'day'] as const).flatMap((window) => [
    waitFor(cost.requests, requests[window], windowSeconds[window]),
    waitFor(cost.bytes, bytes[window], windowSeconds[window]),
  ]);
  return Math.max((cost.requests * spacingMs) / 1000, ...waits);
}

/** The first window's worth goes at once. */
function waitFor(amount: number, limit: number | undefined, seconds: number): number {
  return limit === undefined ? 0 : Math.max(0, amount / limit - 1) * seconds;
}
