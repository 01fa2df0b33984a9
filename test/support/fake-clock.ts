import type { Clock } from '../../src/io/index.ts';

export interface FakeClock extends Clock {
  /** Sleeps so far, in milliseconds each. */
  readonly sleeps: readonly number[];
  advance(ms: number): void;
}

/** A clock that moves when someone sleeps, and whose chance is always the highest. */
export function fakeClock(startMs = Date.parse('2026-01-01T00:00:00Z')): FakeClock {
  let nowMs = startMs;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => nowMs,
    random: () => 1,
    advance(ms) {
      nowMs += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleeps.push(ms);
      nowMs += ms;
    },
  };
}
