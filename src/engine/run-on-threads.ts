import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Task } from '../records/index.ts';
import { unpackError } from './carried-error.ts';
import type { Answer } from './messages.ts';

export interface ThreadOptions {
  /** How many threads work at once. */
  readonly threads: number;
  /** Items handed over at a time. */
  readonly batchSize: number;
  readonly signal?: AbortSignal | undefined;
}

/** Orders given to a thread before its answers are awaited, so that it never idles. */
const ordersAhead = 2;

/**
 * What is new in a thread's heap may grow so far before it is cleaned. Left alone it grows to 192
 * MiB, which costs an audit of 1.6 million taxa 130 MiB more on two threads and makes it no faster.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 32 };

/**
 * Runs a task over items on worker threads and yields the results batch by batch, in whatever
 * order they are finished. Items are pulled as they are needed, so their number costs no memory.
 *
 * @throws the signal's reason when it fires; the threads are stopped
 * @throws whatever the task throws; the threads are stopped
 */
export async function* runOnThreads<Item, Result>(
  task: Task<Item, Result>,
  items: Iterable<Item>,
  { threads, batchSize, signal }: ThreadOptions,
): AsyncGenerator<readonly Result[]> {
  const batches = inBatches(items, batchSize);
  const pool = new Map<Worker, number>();
  const answers = new Answers<Result>();
  const stop = () => answers.fail(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();

  const giveOrder = (worker: Worker): boolean => {
    const { value, done } = batches.next();
    if (done === true) return false;
    worker.postMessage({ module: task.module, name: task.name, items: value });
    pool.set(worker, (pool.get(worker) ?? 0) + 1);
    return true;
  };
  try {
    for (let i = 0; i < threads; i++) {
      const worker = newThread(task.context, answers);
      pool.set(worker, 0);
      for (let k = 0; k < ordersAhead; k++) if (!giveOrder(worker)) break;
    }
    while ([...pool.values()].some((pending) => pending > 0)) {
      const { worker, results } = await answers.next();
      pool.set(worker, (pool.get(worker) as number) - 1);
      giveOrder(worker);
      yield results;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all([...pool.keys()].map((worker) => worker.terminate()));
  }
}

function* inBatches<Item>(items: Iterable<Item>, size: number): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function newThread<Result>(context: unknown, answers: Answers<Result>): Worker {
  const url = new URL(`./thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(url, { workerData: context, resourceLimits });
  worker.on('message', (answer: Answer) => {
    if (answer.kind === 'failed') answers.fail(unpackError(answer.error));
    else answers.add({ worker, results: answer.results as readonly Result[] });
  });
  worker.on('error', (error) => answers.fail(error));
  worker.on('exit', (code) => answers.fail(new Error(`A worker thread ended with code ${code}`)));
  return worker;
}

interface ThreadAnswer<Result> {
  readonly worker: Worker;
  readonly results: readonly Result[];
}

/** Answers that have come in, and the one who waits for the next. */
class Answers<Result> {
  #waiting: PromiseWithResolvers<void> | undefined;
  readonly #queue: ThreadAnswer<Result>[] = [];
  #failure: unknown;

  add(answer: ThreadAnswer<Result>): void {
    this.#queue.push(answer);
    this.#waiting?.resolve();
  }

  fail(error: unknown): void {
    this.#failure ??= error;
    this.#waiting?.resolve();
  }

  async next(): Promise<ThreadAnswer<Result>> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const answer = this.#queue.shift();
      if (answer !== undefined) return answer;
      this.#waiting = Promise.withResolvers();
      await this.#waiting.promise;
    }
  }
}
