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
