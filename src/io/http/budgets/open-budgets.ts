import { parseAs } from '../../../records/index.ts';
import type { HostTimes } from './budget-rows.ts';
import { type BudgetStore, longestPauseMs, openBudgetStore } from './budget-store.ts';
import {
  type BudgetPlan,
  budgetOf,
  budgetPlanSchema,
  type HostBudget,
  type Limits,
} from './host-budget.ts';
import { openReservation, type Reservation } from './reservation.ts';
import type { Wait, WaitReason } from './wait.ts';
import { freeAt, type WindowName, windowNames } from './windows.ts';

/**
 * Requests and bytes that were asked of hosts, and when more may be; kept in a file that processes
 * share. Hosts are named `host:port`.
 */
export interface Budgets {
  /** The budget that holds for a host. */
  budgetOf(host: string): HostBudget;
  /**
   * Counts a request that is about to go and holds the bytes it is expected to bring, or says how
   * long to wait. What was asked for is never above a limit in any window of time.
   *
   * @param bytes expected; more than a limit waits until the window is empty
   * @throws {Busy} when another process keeps the store for seconds
   */
  reserve(host: string, bytes: number): Reservation | Wait;
  /** How long {@link reserve} would have to wait now; `undefined` where it would not. */
  look(host: string, bytes: number): Wait | undefined;
  /** Lets no request go to a host for a while; a longer pause that holds already stays. */
  pause(host: string, ms: number): void;
  /** What counts now against the limits of a host. */
  spent(host: string): Readonly<Record<WindowName, { requests: number; bytes: number }>>;
  close(): void;
}

/** Opens the budgets kept at `path`, or begins them. */
export function openBudgets(
  path: string,
  { plan, now }: { readonly plan: BudgetPlan; readonly now: () => number },
): Budgets {
  const parsed = parseAs(budgetPlanSchema, plan, 'the budgets of hosts');
  const store = openBudgetStore(path, now);
  const of = (host: string) => budgetOf(host, parsed);
  return {
    budgetOf: of,
    reserve(host, bytes) {
      const budget = of(host);
      return store.transact(budget.name, (atMs) => {
        const wait = waitFor({ host, bytes, now: atMs }, budget, store);
        if (wait !== undefined) return wait;
        store.add(budget.name, atMs, { requests: 1, bytes });
        const { pausedUntilMs } = store.hostTimes(budget.name);
        store.setHostTimes(budget.name, { lastMs: atMs, pausedUntilMs });
        return openReservation(store, { name: budget.name, atMs, bytes });
      });
    },
    look(host, bytes) {
      const budget = of(host);
      return store.transact(budget.name, (atMs) =>
        waitFor({ host, bytes, now: atMs }, budget, store),
      );
    },
    pause(host, ms) {
      const { name } = of(host);
      store.transact(name, (atMs) => {
        const times = store.hostTimes(name);
        const until = atMs + Math.min(ms, longestPauseMs);
        store.setHostTimes(name, { ...times, pausedUntilMs: Math.max(until, times.pausedUntilMs) });
      });
    },
    spent(host) {
      const { name } = of(host);
      return store.transact(name, () => ({
        minute: sumOf(store, name, 'minute'),
        hour: sumOf(store, name, 'hour'),
        day: sumOf(store, name, 'day'),
      }));
    },
    close: () => store.close(),
  };
}

interface Asked {
  readonly host: string;
  readonly bytes: number;
  readonly now: number;
}

/** The longest of all waits. */
function waitFor(
  { host, bytes, now }: Asked,
  budget: HostBudget,
  store: BudgetStore,
): Wait | undefined {
  const longest = [
    ...timeWaits(store.hostTimes(budget.name), budget.spacingMs, now),
    ...windowNames.flatMap((window) => {
      const rows = store.spent(budget.name, window);
      return (['requests', 'bytes'] as const).flatMap((of): readonly Until[] => {
        const limit = (budget[of] as Limits)[window];
        if (limit === undefined) return [];
        const spent = rows.map((row) => ({ part: row.part, amount: row[of] }));
        const need = of === 'requests' ? 1 : bytes;
        return [
          {
            atMs: freeAt(spent, need, { window, limit, now }),
            why: { kind: 'budget', window, of },
          },
        ];
      });
    }),
  ].reduce((a, b) => (b.atMs > a.atMs ? b : a));
  if (longest.atMs <= now) return undefined;
  return { kind: 'wait', host, ms: longest.atMs - now, why: longest.why };
}

interface Until {
  readonly atMs: number;
  readonly why: WaitReason;
}

/** Times that lie further ahead than they can are from before the clock was set back. */
function timeWaits(
  { lastMs, pausedUntilMs }: HostTimes,
  spacingMs: number,
  now: number,
): readonly Until[] {
  const spacedAt = lastMs === 0 ? now : Math.min(lastMs, now) + spacingMs;
  return [
    { atMs: spacedAt, why: { kind: 'spacing' } },
    { atMs: Math.min(pausedUntilMs, now + longestPauseMs), why: { kind: 'paused' } },
  ];
}

function sumOf(store: BudgetStore, name: string, window: WindowName) {
  return store.spent(name, window).reduce(
    (sum, { requests, bytes }) => ({
      requests: sum.requests + requests,
      bytes: sum.bytes + bytes,
    }),
    { requests: 0, bytes: 0 },
  );
}
