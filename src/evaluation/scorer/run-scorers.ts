import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { unpackError } from '../../engine/index.ts';
import { ScorerDied } from '../../errors.ts';
import type { ScorerMessage, ScoringOrder, ShardOrder } from './messages.ts';

export interface ScorerOptions {
  /** Processes, each with a session and the model in memory. */
  readonly sessions: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((images: number) => void) | undefined;
  /** The program that is started; another one in tests. */
  readonly program?: URL | undefined;
}

/** What the processes took. */
export interface ScorerUsage {
  /** Of them together, user and system, their threads included. */
  readonly cpuMs: number;
  /** Of it or beside it, time within `run`. */
  readonly sessionMs: number;
}

/**
 * Scores shards in processes of their own, so that a blocked session blocks nobody and a crash of
 * the runtime ends one process. One that dies is started again once, with the shards it still had.
 *
 * @throws {ScorerDied} when it dies again, naming the shard
 * @throws whatever a process throws: a model that is refused, a score that is no number
 * @throws the signal's reason when it fires; the processes are ended
 */
export async function runScorers(
  order: ScoringOrder,
  options: ScorerOptions,
): Promise<ScorerUsage> {
  const { shards } = order;
  const sessions = Math.max(1, Math.min(options.sessions, shards.length));
  const stopped = new AbortController();
  const signals = [stopped.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const signal = AbortSignal.any(signals);
  const run = async (share: readonly ShardOrder[]) => {
    try {
      return await scoreStubbornly({ ...order, shards: share }, { ...options, signal });
    } catch (error) {
      stopped.abort(error);
      throw error;
    }
  };
  const shares = Array.from({ length: sessions }, (_, i) =>
    shards.filter((_, place) => place % sessions === i),
  );
  const outcomes = await Promise.allSettled(shares.map(run));
  options.signal?.throwIfAborted();
  if (stopped.signal.aborted) throw stopped.signal.reason;
  const usages = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  return {
    cpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    sessionMs: usages.reduce((sum, { sessionMs }) => sum + sessionMs, 0),
  };
}

/** Starts a process again where it died, once. */
async function scoreStubbornly(
  order: ScoringOrder,
  options: ScorerOptions & { readonly signal: AbortSignal },
): Promise<ScorerUsage> {
  const first = await scoreOnce(order, options);
  if (first.death === undefined) return first.usage;
  const left = order.shards.filter(({ shard }) => !first.done.has(shard));
  const second = await scoreOnce({ ...order, shards: left }, options);
  if (second.death === undefined) {
    return {
      cpuMs: first.usage.cpuMs + second.usage.cpuMs,
      sessionMs: first.usage.sessionMs + second.usage.sessionMs,
    };
  }
  const next = left.find(({ shard }) => !second.done.has(shard));
  const ids = next?.subjects.map(({ id }) => id) ?? [];
  throw new ScorerDied(
    `A process that holds the model died twice, ${second.death}, on the images ` +
      `${ids[0] ?? ''} to ${ids.at(-1) ?? ''}. If memory ran out, give --batch 1 or --sessions 1; ` +
      `what is finished is kept: ${order.model.where}`,
  );
}

interface Outcome {
  readonly usage: ScorerUsage;
  readonly done: ReadonlySet<number>;
  /** How it ended where it did not end by itself. */
  readonly death?: string | undefined;
}

function scoreOnce(
  order: ScoringOrder,
  { signal, onProgress, program }: ScorerOptions & { readonly signal: AbortSignal },
): Promise<Outcome> {
  const url =
    program ?? new URL(`./scorer-process${extname(import.meta.filename)}`, import.meta.url);
  return new Promise((resolve, reject) => {
    const child = fork(url, [], { serialization: 'advanced', execArgv: [] });
    const done = new Set<number>();
    let usage: ScorerUsage = { cpuMs: 0, sessionMs: 0 };
    let failure: Error | undefined;
    let isThrough = false;
    const stop = () => end(child);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.on('message', (message: ScorerMessage) => {
      if (message.kind === 'shard') done.add(message.shard);
      if (message.kind === 'progress') {
        usage = { ...usage, sessionMs: usage.sessionMs + message.sessionMs };
        onProgress?.(message.images);
      }
      if (message.kind === 'failed') failure = unpackError(message.error);
      if (message.kind === 'done') {
        isThrough = true;
        usage = { ...usage, cpuMs: message.cpuMs };
      }
    });
    child.on('error', (error) => {
      failure ??= error;
    });
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) return reject(signal.reason);
      if (failure !== undefined) return reject(failure);
      const death = isThrough ? undefined : deathText(code, killedBy);
      resolve({ usage, done, death });
    });
    child.send(order, () => {});
  });
}

/** It holds nothing that a sudden end could harm: shards are written whole or not at all. */
function end(child: ChildProcess): void {
  child.kill('SIGKILL');
}

function deathText(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `with code ${code}` : `killed by ${signal}`;
}
