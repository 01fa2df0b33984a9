import type { RemoteFailure } from '../../errors.ts';

const firstDelayMs = 1_000;
const longestWaitMs = 120_000;

/**
 * How long to wait before trying again: what the server asks for, else a second that doubles with
 * each attempt. `undefined` where trying again does not help, or only after too long.
 *
 * @param attempt the one that has just failed, from 1
 */
export function retryDelayMs(
  { retryable, retryAfterMs: asked }: RemoteFailure,
  attempt: number,
): number | undefined {
  if (!retryable) return undefined;
  const delayMs = asked ?? firstDelayMs * 2 ** (attempt - 1);
  return delayMs <= longestWaitMs ? delayMs : undefined;
}
