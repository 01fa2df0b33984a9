import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RemoteFailure } from '../../errors.ts';
import { type Journal, withStorageErrors } from '../../io/index.ts';
import {
  type Acquired,
  type AcquireTools,
  acquirePhoto,
  type PhotoOrder,
} from './acquire-photo.ts';

export interface AcquireAllOptions extends AcquireTools {
  readonly journal: Journal;
  /** Photos under way at once. */
  readonly atOnce: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
}

const table = 'acquired';

/** Another build asks for these again. */
const serverError = 'fetch-server-error';

/** So many photos in a row that a server fails to give: it is not the photos. */
const mostFailuresInARow = 20;

/**
 * Fetches every photo that the journal does not hold. Each is journalled as soon as it is on the
 * disk, so that whatever ends this, only what was under way is fetched again.
 *
 * A photo that the server keeps failing to give is skipped as `fetch-server-error`; after many of those in
 * a row nothing more is asked.
 *
 * @throws {RemoteFailure} when the server fails for one photo after the other, or for every one
 * @throws the signal's reason when it fires, after what is under way has ended
 */
export async function acquireAll(
  orders: Iterable<PhotoOrder>,
  options: AcquireAllOptions,
): Promise<void> {
  const { journal, atOnce, signal, onProgress } = options;
  const pending = orders[Symbol.iterator]();
  let failuresInARow = 0;
  let failures = 0;
  let lastFailure: RemoteFailure | undefined;
  let done = 0;
  let isStopped = false;

  const settle = async (order: PhotoOrder): Promise<void> => {
    if (!(await isAcquired(order, options))) {
      const outcome = await acquirePhoto(order, options).catch((error: unknown) => {
        if (!(error instanceof RemoteFailure)) throw error;
        failuresInARow++;
        failures++;
        lastFailure = error;
        if (failuresInARow >= mostFailuresInARow || signal?.aborted === true) throw error;
        return { kind: 'skipped', reason: serverError, detail: error.message } as const;
      });
      if (outcome.kind === 'image') failuresInARow = 0;
      await withStorageErrors(options.staging, async () => {
        journal.put(table, [[keyOf(order), outcome]]);
      });
    }
    onProgress?.(++done);
  };
  const work = async (): Promise<void> => {
    while (!isStopped) {
      signal?.throwIfAborted();
      const { value: order, done: isLast } = pending.next();
      if (isLast === true) return;
      await settle(order);
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
  if (lastFailure !== undefined && failures === done) throw lastFailure;
}

/** What became of a photo; `undefined` while nothing has. */
export function acquiredOf(order: PhotoOrder, journal: Journal): Acquired | undefined {
  return journal.get(table, keyOf(order)) as Acquired | undefined;
}

async function isAcquired(
  order: PhotoOrder,
  { journal, staging }: Pick<AcquireAllOptions, 'journal' | 'staging'>,
): Promise<boolean> {
  const outcome = acquiredOf(order, journal);
  if (outcome === undefined) return false;
  if (outcome.kind === 'skipped') return outcome.reason !== serverError;
  const found = await stat(join(staging, outcome.written.path)).catch(() => undefined);
  return found?.size === outcome.written.bytes;
}

function keyOf({ photo }: PhotoOrder): string {
  return String(photo.photoId).padStart(12, '0');
}
