/**
 * Runs so many at once, in order.
 *
 * @throws the first error, or the signal's reason, once what is under way has ended
 */
export async function eachAtOnce<T>(
  items: Iterable<T>,
  { atOnce, signal }: { readonly atOnce: number; readonly signal?: AbortSignal | undefined },
  run: (item: T) => Promise<void>,
): Promise<void> {
  const pending = items[Symbol.iterator]();
  let isStopped = false;
  const work = async (): Promise<void> => {
    while (!isStopped) {
      signal?.throwIfAborted();
      const { value: item, done: isLast } = pending.next();
      if (isLast === true) return;
      await run(item);
    }
  };
  const workers = Array.from({ length: atOnce }, async () => {
    try {
      await work();
    } catch (error) {
      isStopped = true;
      throw error;
    }
  });
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
