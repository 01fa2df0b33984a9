import test from 'ava';
import { runOnThreads } from '../../src/engine/index.ts';
import { Interrupted, StorageFailure } from '../../src/errors.ts';
import { tasksModule } from '../support/tasks.ts';

const items = Array.from({ length: 200 }, (_, i) => i);

async function collect(name: string, signal?: AbortSignal): Promise<readonly number[]> {
  const task = { module: tasksModule, name, context: 1000 };
  const results: number[] = [];
  for await (const batch of runOnThreads<number, number>(task, items, {
    threads: 3,
    batchSize: 7,
    signal,
  })) {
    results.push(...batch);
  }
  return results;
}

test('runOnThreads() returns each result once', async (t) => {
  const results = [...(await collect('addTo'))].sort((a, b) => a - b);
  t.deepEqual(
    results,
    items.map((item) => item + 1000),
  );
});

test('runOnThreads() carries an error with its class and message', async (t) => {
  await t.throwsAsync(collect('failAt'), {
    instanceOf: StorageFailure,
    message: 'The disk is full',
  });
});

test('runOnThreads() ends when a thread dies', async (t) => {
  await t.throwsAsync(collect('endThread'), { message: /ended with code 3/ });
});

test('runOnThreads() stops with the reason of its signal', async (t) => {
  await t.throwsAsync(collect('addTo', AbortSignal.abort(new Interrupted('Enough'))), {
    instanceOf: Interrupted,
  });
});

test('runOnThreads() hands over the bytes that results hold', async (t) => {
  const task = { module: tasksModule, name: 'bytesOf', context: 7 };
  const lengths: number[] = [];
  for await (const batch of runOnThreads<number, { readonly bytes: Uint8Array }>(task, [1, 2, 3], {
    threads: 1,
    batchSize: 3,
  })) {
    for (const { bytes } of batch) {
      t.true(bytes.every((byte) => byte === 7));
      lengths.push(bytes.length);
    }
  }
  t.deepEqual(lengths, [1, 2, 3]);
});
