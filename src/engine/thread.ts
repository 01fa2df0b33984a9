import { parentPort, workerData } from 'node:worker_threads';
import { packError } from './carried-error.ts';
import type { Answer, Order } from './messages.ts';

// Runs inside a worker thread: takes orders, calls the task's function on each item in turn.
const port = parentPort;
port?.on('message', (order: Order) => {
  void carryOut(order).then((answer) => port.postMessage(answer));
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
