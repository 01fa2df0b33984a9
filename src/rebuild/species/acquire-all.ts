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
import { eachAtOnce } from './each-at-once.ts';

export interface AcquireAllOptions extends AcquireTools {
  readonly journal: Journal;
  /** Photos under way at once. */
  readonly atOnce: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Waits before so many photos are asked for once more. */
  readonly rest?: ((photos: number) => Promise<void>) | undefined;
}

/** What came of asking for all photos. */
export interface Acquisition {
  readonly photos: number;
  /** Of them, how many are missing for a reason that may pass. */
  readonly failed: number;
  /** What is said of one of those. */
  readonly example: string | undefined;
}

const table = 'acquired';

const serverError = 'fetch-server-error';

/** Reasons that may pass: whoever asks again later may get the photo. */
const passing: readonly string[] = [serverError, 'fetch-truncated'];

/** So many photos in a row that a server fails to give: it is not the photos. */
const mostFailuresInARow = 20;

/**
 * Fetches every photo that the journal does not hold. Each is journalled as soon as it is on the
 * disk, so that whatever ends this, only what was under way is fetched again.
 *
 * Photos that did not come for a reason that may pass are asked for once more after all the others,
 * and so are those of an earlier run; what fails then is skipped with the reason.
 *
 * @throws {RemoteFailure} when the server fails for one photo after the other, or for every one
 * @throws the signal's reason when it fires, after what is under way has ended
 */
export async function acquireAll(
  orders: Iterable<PhotoOrder>,
  options: AcquireAllOptions,
): Promise<Acquisition> {
  const { signal, onProgress, rest } = options;
  const again: PhotoOrder[] = [];
  let images = 0;
  let done = 0;
  let failuresInARow = 0;
  let lastFailure: RemoteFailure | undefined;
  const take = (outcome: Acquired) => {
    if (outcome.kind === 'image') images++;
    done++;
    onProgress?.(done);
  };
  await eachAtOnce(orders, options, async (order) => {
    const known = await knownOf(order, options);
    const { outcome, failure } =
      known === undefined ? await ask(order, options) : { outcome: known };
    if (failure !== undefined) {
      lastFailure = failure;
      if (++failuresInARow >= mostFailuresInARow) throw failure;
    } else if (known === undefined && outcome.kind === 'image') failuresInARow = 0;
    if (mayPass(outcome)) again.push(order);
    else take(outcome);
  });
  if (lastFailure !== undefined && images === 0) throw lastFailure;
  if (again.length > 0) await rest?.(again.length);
  signal?.throwIfAborted();
  let failed = 0;
  let example: string | undefined;
  await eachAtOnce(again, options, async (order) => {
    const { outcome, failure } = await ask(order, options);
    lastFailure = failure ?? lastFailure;
    if (mayPass(outcome)) {
      failed++;
      example = outcome.detail;
    }
    take(outcome);
  });
  if (lastFailure !== undefined && images === 0) throw lastFailure;
  return { photos: done, failed, example };
}

type SkippedPhoto = Extract<Acquired, { readonly kind: 'skipped' }>;

function mayPass(outcome: Acquired): outcome is SkippedPhoto {
  return outcome.kind === 'skipped' && passing.includes(outcome.reason);
}

/** Asks for a photo and journals what became of it. */
async function ask(
  order: PhotoOrder,
  options: AcquireAllOptions,
): Promise<{ readonly outcome: Acquired; readonly failure?: RemoteFailure }> {
  let failure: RemoteFailure | undefined;
  const outcome = await acquirePhoto(order, options).catch((error: unknown): Acquired => {
    if (!(error instanceof RemoteFailure) || options.signal?.aborted === true) throw error;
    failure = error;
    return { kind: 'skipped', reason: serverError, detail: error.message };
  });
  await withStorageErrors(options.staging, async () => {
    options.journal.put(table, [[keyOf(order), outcome]]);
  });
  return { outcome, ...(failure === undefined ? {} : { failure }) };
}

/** What became of a photo; `undefined` while nothing has. */
export function acquiredOf(order: PhotoOrder, journal: Journal): Acquired | undefined {
  return journal.get(table, keyOf(order)) as Acquired | undefined;
}

/** What an earlier run found, while the file it wrote is there. */
async function knownOf(
  order: PhotoOrder,
  { journal, staging }: Pick<AcquireAllOptions, 'journal' | 'staging'>,
): Promise<Acquired | undefined> {
  const outcome = acquiredOf(order, journal);
  if (outcome?.kind !== 'image') return outcome;
  const found = await stat(join(staging, outcome.written.path)).catch(() => undefined);
  return found?.size === outcome.written.bytes ? outcome : undefined;
}

function keyOf({ photo }: PhotoOrder): string {
  return String(photo.photoId).padStart(12, '0');
}
