import { setTimeout as sleep } from 'node:timers/promises';

/** The browser itself hangs, or the scripts of its page do not end. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const heldMs = 200;

/**
 * How long we wait for a page. Time in which we hold the page back ourselves, since a budget is used
 * up, is not its fault and does not count.
 */
export class Patience {
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  #holds = 0;
  #left: number;

  constructor(timeoutMs: number, signal?: AbortSignal) {
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    this.#left = timeoutMs;
  }

  /** The answer, or an error where the browser gives none: too late, or stopped in between. */
  async answer<T>(asked: Promise<T>): Promise<T> {
    const enough = new AbortController();
    const signal = AbortSignal.any([enough.signal, ...(this.#signal ? [this.#signal] : [])]);
    const late = sleep(this.#timeoutMs, undefined, { signal }).then(
      () => Promise.reject(new NoAnswer(`No answer within ${this.#timeoutMs} ms`)),
      () => {
        this.#signal?.throwIfAborted();
        return new Promise<never>(() => {}); // it came in time
      },
    );
    try {
      return await Promise.race([asked, late]);
    } finally {
      enough.abort();
    }
  }

  /** Starts anew: something came. */
  renew(): void {
    this.#left = this.#timeoutMs;
  }

  /** Runs what must not count. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#holds += 1;
    try {
      return await work();
    } finally {
      this.#holds -= 1;
    }
  }

  /** Waits a moment, a longer one while the page is held; says whether there is still time. */
  async wait(ms: number): Promise<boolean> {
    if (this.#left <= 0) return false;
    const start = performance.now();
    const held = this.#holds > 0;
    await sleep(held ? heldMs : ms);
    if (!held) this.#left -= performance.now() - start;
    return true;
  }
}
