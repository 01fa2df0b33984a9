import { setImmediate } from 'node:timers/promises';

/** The event loop gets a turn at least this often, so that progress is drawn and signals are heard. */
const longestStretchMs = 10;

/**
 * Passes items on and lets other work of this process run in between. Order and content are those
 * of `items`.
 */
export async function* breathe<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  let since = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - since < longestStretchMs) continue;
    await setImmediate();
    since = performance.now();
  }
}
