import { fork } from 'node:child_process';
import { extname } from 'node:path';
import type { Trial, TrialOrder } from './trial.ts';

export interface TryOptions {
  readonly signal?: AbortSignal | undefined;
  /** For loading and one run together. */
  readonly timeoutMs?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * Runs a model once, on numbers that look random and are always the same, in a process of its own: a
 * run blocks the thread it is on, and a model that takes the runtime down takes only that process.
 *
 * @throws the signal's reason when it fires; the process is stopped
 */
export async function tryModel(
  path: string,
  { signal, timeoutMs = 120_000, seed = 1 }: TryOptions = {},
): Promise<Trial> {
  signal?.throwIfAborted();
  const module = new URL(`./run-trial${extname(import.meta.filename)}`, import.meta.url);
  const child = fork(module, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced', // as JSON, what is undefined would be lost
  });
  const { promise, resolve } = Promise.withResolvers<Trial>();
  const failed = (reason: string) => resolve({ kind: 'failed', reason });
  child.on('message', (trial: Trial) => resolve(trial));
  child.on('error', (error) => failed(`the process that runs it failed: ${error.message}`));
  child.on('exit', (code, by) => failed(`the process that ran it died (${by ?? `code ${code}`})`));
  const timer = setTimeout(() => failed(`it did not end in ${timeoutMs / 1000} s`), timeoutMs);
  const stop = () => failed('interrupted');
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const order: TrialOrder = { path, seed };
    child.send(order);
    const trial = await promise;
    signal?.throwIfAborted();
    return trial;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    child.kill('SIGKILL');
  }
}
