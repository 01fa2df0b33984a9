import { parentPort, workerData } from 'node:worker_threads';
import { packError } from './carried-error.ts';
import type { Answer, Order } from './messages.ts';

// Runs inside a worker thread: takes orders, calls the task's function on each item in turn.
const port = parentPort;
port?.on('message', (order: Order) => {
  void carryOut(order).then((answer) => port.postMessage(answer, bytesOf(answer)));
});

async function carryOut({ module, name, items }: Order): Promise<Answer> {
  try {
    const work = (await import(module))[name];
    const results: unknown[] = [];
    for (const item of items) results.push(await work(item, workerData));
    return { kind: 'done', results };
  } catch (error) {
    return { kind: 'failed', error: packError(error) };
  }
}

/**
 * Bytes that a result holds are handed over and not copied, if it holds all of their memory: the
 * task has no use for them any more.
 */
function bytesOf(answer: Answer): readonly ArrayBuffer[] {
  if (answer.kind !== 'done') return [];
  const buffers = new Set<ArrayBuffer>();
  for (const result of answer.results) {
    if (typeof result !== 'object' || result === null) continue;
    for (const value of Object.values(result)) {
      if (!(value instanceof Uint8Array && value.buffer instanceof ArrayBuffer)) continue;
      if (value.length === value.buffer.byteLength) buffers.add(value.buffer);
    }
  }
  return [...buffers];
}
