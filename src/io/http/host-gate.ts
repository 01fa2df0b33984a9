import { type Limiter, openLimiter } from '../run-at-most.ts';
import type { Budgets, Reservation, Wait } from './budgets/index.ts';
import type { Clock } from './clock.ts';
import type { Usage } from './usage.ts';

/** Lets requests to hosts through, each when its host's budget allows it. */
export interface HostGate {
  /**
   * Runs `work` when it may: at most so many at once, spaced, within every window. What is held of
   * the budget and does not come is given back when `work` has ended.
   *
   * @param host `host:port`
   * @throws the reason of the signal, at once when it is aborted while waiting
   */
  pass<T>(
    host: string,
    options: PassOptions,
    work: (reservation: Reservation) => Promise<T>,
  ): Promise<T>;
}

export interface PassOptions {
  /** Expected to come. */
  readonly bytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait; a long one comes in pieces, so that progress moves. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}

/** For every request of this process: two gates over the same budgets double what is at once. */
export function openHostGate(
  budgets: Budgets,
  { sleep, usage }: { readonly sleep: Clock['sleep']; readonly usage: Usage },
): HostGate {
  const doors = new Map<string, Door>();
  const doorOf = (host: string) => {
    const { name, atOnce } = budgets.budgetOf(host);
    const door = doors.get(name) ?? { inside: openLimiter(atOnce), entry: openLimiter(1) };
    doors.set(name, door);
    return door;
  };
  const enter = async (host: string, { bytes, signal, onWait }: PassOptions) => {
    for (;;) {
      signal?.throwIfAborted();
      const answer = budgets.reserve(host, bytes);
      if (answer.kind === 'reserved') return counted(host, answer, usage);
      onWait?.(answer);
      const ms = Math.min(Math.ceil(answer.ms), longestSleepMs);
      usage.count(host, { waits: 1, waitedMs: ms });
      await sleep(ms, signal);
    }
  };
  return {
    pass(host, options, work) {
      const { inside, entry } = doorOf(host);
      return inside(async () => {
        const reservation = await entry(() => enter(host, options), options.signal);
        try {
          return await work(reservation);
        } finally {
          reservation.settle();
        }
      }, options.signal);
    },
  };
}

function counted(host: string, reservation: Reservation, usage: Usage): Reservation {
  usage.count(host, { requests: 1 });
  return {
    ...reservation,
    charge(bytes) {
      usage.count(host, { bytes });
      reservation.charge(bytes);
    },
  };
}

/** One waits at the entry for the budget, the others behind it. */
interface Door {
  readonly inside: Limiter;
  readonly entry: Limiter;
}

/** Other processes may give back what they held: look again. */
const longestSleepMs = 60_000;
