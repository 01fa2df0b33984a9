import { setTimeout } from 'node:timers/promises';

/** Time and chance, as whoever fetches gets them from the world. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends early, with the signal's reason, where that is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** At least 0, below 1. */
  readonly random: () => number;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch((error) => {
      signal?.throwIfAborted();
      throw error;
    });
  },
  random: () => Math.random(),
};
