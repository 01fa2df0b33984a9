import { RemoteFailure } from '../../errors.ts';
import { type AttemptWorld, attempt } from './attempt.ts';
import type { Budgets } from './budgets/index.ts';
import type { Expected, FetchOptions } from './fetch-options.ts';
import type { Failed, FetchedBytes, NotModified, Part, Refused } from './fetch-result.ts';
import { refused } from './redirect.ts';
import type { Usage } from './usage.ts';

export interface FetchWorld extends AttemptWorld {
  readonly budgets: Budgets;
  readonly usage: Usage;
  readonly mostAttempts: number;
}

export interface StubbornOptions<T> extends FetchOptions {
  readonly expects: Expected;
  readonly isHead?: boolean | undefined;
  /** What to make of a whole body; a failure where it is worth asking again. */
  readonly read: (fetched: FetchedBytes) => T | Failed;
}

/**
 * Tries again where that may help, behind the bytes that have come; see {@link Failed}.
 *
 * @throws {RemoteFailure} when no attempt brought an answer
 */
export async function fetchStubbornly<T extends { readonly kind: 'fetched' }>(
  url: string,
  { read, ...options }: StubbornOptions<T>,
  world: FetchWorld,
): Promise<T | NotModified | Refused> {
  let part: Part | undefined;
  for (let attempts = 1; ; attempts++) {
    const result = await attempt(url, { ...options, part }, world);
    const answer = result.kind === 'fetched' ? read(result) : result;
    if (answer.kind !== 'failed') return answer;
    const delayMs = pauseAfter(answer, attempts, world);
    if (!answer.retryable || attempts >= world.mostAttempts || delayMs === undefined) {
      return giveUp(answer, { url, attempts });
    }
    part = answer.part;
    world.usage.count(answer.host, { retries: 1 });
    if (delayMs > 0) await waitOn(answer, delayMs, { ...options, world });
  }
}

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
/** Of a host that says 429 without a time: longer, since its windows are of minutes. */
const firstPauseMs = 15_000;
const leastPauseMs = 1_000;
const longestPauseMs = 3_600_000;
/** Whoever asks to be left alone for longer is not asked again by this call. */
const longestRetryAfterMs = 600_000;

/**
 * Milliseconds to sleep before the next attempt: up to a second, doubled by each attempt, at random
 * ("full jitter"), and no less than the server asks for. A host that is asked too much is left alone
 * by everybody, and the next attempt waits with them. `undefined` after too long a time.
 */
function pauseAfter(
  { pausesHost, retryAfterMs: asked, host }: Failed,
  attempts: number,
  { budgets, clock }: FetchWorld,
): number | undefined {
  const doubled = 2 ** (attempts - 1);
  if (pausesHost) {
    budgets.pause(
      host,
      Math.min(Math.max(asked ?? firstPauseMs * doubled, leastPauseMs), longestPauseMs),
    );
  }
  if (asked !== undefined && asked > longestRetryAfterMs) return undefined;
  if (pausesHost) return 0;
  return Math.max(asked ?? 0, clock.random() * Math.min(longestDelayMs, firstDelayMs * doubled));
}

async function waitOn(
  { host, what }: Failed,
  ms: number,
  { onWait, signal, world }: FetchOptions & { readonly world: FetchWorld },
): Promise<void> {
  onWait?.({ kind: 'wait', host, ms, why: { kind: 'retry', after: what } });
  world.usage.count(host, { waits: 1, waitedMs: ms });
  await world.clock.sleep(ms, signal);
  signal?.throwIfAborted();
}

function giveUp(
  { what, lastly, retryable, retryAfterMs, cause }: Failed,
  { url, attempts }: { readonly url: string; readonly attempts: number },
): Refused {
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  if (lastly !== undefined) return refused(lastly, `${what}, after ${times}`, url);
  throw new RemoteFailure(`${what}, after ${times}: ${url}`, {
    ...{ url, retryable, retryAfterMs, cause },
  });
}
