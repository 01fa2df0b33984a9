import { setImmediate } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import {
  type BudgetPlan,
  openBudgets,
  openHostGate,
  openUsage,
  systemClock,
  type Wait,
} from '../../../src/io/index.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const host = 'example.org:443';

function stage(t: ExecutionContext, others: Partial<BudgetPlan['others']>) {
  const clock = fakeClock();
  const plan = {
    named: [],
    others: { requests: {}, bytes: {}, atOnce: 2, spacingMs: 0, ...others },
  };
  const budgets = openBudgets(':memory:', { plan, now: clock.now });
  t.teardown(() => budgets.close());
  const usage = openUsage();
  return { clock, budgets, usage, gate: openHostGate(budgets, { sleep: clock.sleep, usage }) };
}

test('pass() lets so many in at once, spaced, first come first served', async (t) => {
  const { gate, clock } = stage(t, { atOnce: 2, spacingMs: 1_000 });
  let inside = 0;
  let most = 0;
  const entered: (readonly [n: number, atMs: number])[] = [];
  const start = clock.now();
  await Promise.all(
    [0, 1, 2, 3, 4].map((n) =>
      gate.pass(host, { bytes: 0 }, async ({ atMs }) => {
        entered.push([n, atMs - start]);
        most = Math.max(most, ++inside);
        for (let i = 0; i < 20; i++) await setImmediate();
        inside--;
      }),
    ),
  );
  t.deepEqual(entered, [
    [0, 0],
    [1, 1_000],
    [2, 2_000],
    [3, 3_000],
    [4, 4_000],
  ]);
  t.is(most, 2);
});

test('pass() gives back what was held when the work throws', async (t) => {
  const { gate, budgets, usage } = stage(t, {});
  const work = gate.pass(host, { bytes: 5_000 }, async (reservation) => {
    reservation.charge(7);
    throw new Error('no');
  });
  await t.throwsAsync(work, { message: 'no' });
  t.deepEqual(budgets.spent(host).day, { requests: 1, bytes: 7 });
  t.like(usage.total, { requests: 1, bytes: 7 });
});

test('pass() ends a long wait at once when it is aborted, and those behind it go on', async (t) => {
  const budgets = openBudgets(':memory:', {
    plan: { named: [], others: { requests: {}, bytes: {}, atOnce: 1, spacingMs: 0 } },
    now: systemClock.now,
  });
  t.teardown(() => budgets.close());
  budgets.pause(host, 3_600_000);
  const usage = openUsage();
  const gate = openHostGate(budgets, { sleep: systemClock.sleep, usage });
  const abort = new AbortController();
  const waits: Wait[] = [];
  const onWait = (wait: Wait) => {
    waits.push(wait);
    void setImmediate().then(() => abort.abort(new Error('stop')));
  };
  let isRun = false;
  const work = async () => {
    isRun = true;
  };
  const options = { bytes: 0, signal: abort.signal, onWait };
  const calls = [1, 2, 3].map(() => gate.pass(host, options, work));
  for (const call of calls) await t.throwsAsync(call, { message: 'stop' });
  t.false(isRun);
  t.is(waits.length, 1);
  t.is(waits[0]?.why.kind, 'paused');
  t.is(await gate.pass('other.example:443', { bytes: 0 }, async () => 'through'), 'through');
});
