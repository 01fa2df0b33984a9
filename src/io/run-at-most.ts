import pLimit from 'p-limit';

/**
 * Runs `work` on every item, at most `most` at a time, and returns the results in the order of the
 * items. After an error nothing more is begun; it is thrown when what runs has ended.
 */
export async function runAtMost<T, R>(
  most: number,
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const limit = pLimit(most);
  let first: { readonly error: unknown } | undefined;
  const runs = Array.from(items, (item) =>
    limit(async () => {
      if (first !== undefined) throw first.error;
      try {
        return await work(item);
      } catch (error) {
        first ??= { error };
        throw error;
      }
    }),
  );
  await Promise.allSettled(runs);
  if (first !== undefined) throw first.error;
  return Promise.all(runs);
}

/** Runs what it is given as soon as fewer than its number run, first come first served. */
export type Limiter = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * A limiter for work that comes one by one. What still waits when its signal is aborted is never
 * begun, and its caller hears at once; what runs has to end itself.
 */
export function openLimiter(most: number): Limiter {
  const limit = pLimit(most);
  return (work, signal) => {
    if (signal === undefined) return limit(work);
    return new Promise((resolve, reject) => {
      const leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      const run = limit(async () => {
        signal.removeEventListener('abort', leave);
        signal.throwIfAborted();
        return work();
      });
      run.then(resolve, reject);
      if (signal.aborted) leave();
    });
  };
}
