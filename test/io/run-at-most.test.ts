import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { openLimiter, runAtMost } from '../../src/io/index.ts';

test('runAtMost() keeps to its number, and to the order of the items', async (t) => {
  let running = 0;
  let most = 0;
  const results = await runAtMost(2, [5, 1, 4, 2, 3], async (n) => {
    most = Math.max(most, ++running);
    for (let i = 0; i < n; i++) await setImmediate();
    running--;
    return n * 10;
  });
  t.deepEqual(results, [50, 10, 40, 20, 30]);
  t.is(most, 2);
});

test('runAtMost() begins nothing after an error, and ends what runs', async (t) => {
  const begun: number[] = [];
  const ended: number[] = [];
  const run = runAtMost(2, [1, 2, 3, 4], async (n) => {
    begun.push(n);
    if (n === 1) throw new Error('no');
    for (let i = 0; i < 5; i++) await setImmediate();
    ended.push(n);
  });
  await t.throwsAsync(run, { message: 'no' });
  t.deepEqual(begun, [1, 2]);
  t.deepEqual(ended, [2]);
});

test('openLimiter() begins nothing that was aborted while it waited', async (t) => {
  const limit = openLimiter(1);
  let finish = () => {};
  const first = limit(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const abort = new AbortController();
  let isBegun = false;
  const second = limit(async () => {
    isBegun = true;
  }, abort.signal);
  const third = limit(async () => 3, new AbortController().signal);
  abort.abort(new Error('stop'));
  await t.throwsAsync(second, { message: 'stop' });
  finish();
  await first;
  t.is(await third, 3);
  t.false(isBegun);
});
