import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { Busy, InvalidInput } from '../../../../src/errors.ts';
import {
  type BudgetPlan,
  type Budgets,
  defaultBudgets,
  openBudgets,
  type Reservation,
  waitText,
} from '../../../../src/io/index.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { mostInAny } from '../../../support/windows.ts';

const host = 'example.org:443';
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const free = { requests: {}, bytes: {}, atOnce: 1, spacingMs: 0 } as const;

function planOf(change: Partial<BudgetPlan['others']>): BudgetPlan {
  return { named: [], others: { ...free, ...change } };
}

function stage(t: ExecutionContext, plan: BudgetPlan, clock = fakeClock()) {
  const path = join(temporaryFolder(t), 'budgets.sqlite');
  const budgets = openBudgets(path, { plan, now: clock.now });
  t.teardown(() => budgets.close());
  return { budgets, clock, path };
}

function mustReserve(budgets: Budgets, bytes = 0, at = host): Reservation {
  const answer = budgets.reserve(at, bytes);
  if (answer.kind === 'wait') throw new Error(waitText(answer));
  return answer;
}

function waitOf(budgets: Budgets, bytes = 0, at = host): string | undefined {
  const answer = budgets.look(at, bytes);
  return answer === undefined ? undefined : waitText(answer);
}

test('reserve() says how long to wait, and for what', (t) => {
  const { budgets, clock } = stage(t, planOf({ requests: { minute: 2 }, spacingMs: 3_000 }));
  mustReserve(budgets);
  t.is(waitOf(budgets), `waiting 3 s between requests to ${host}`);
  clock.advance(3_000);
  mustReserve(budgets);
  t.is(waitOf(budgets), `waiting 58 s for the minute's budget of requests of ${host}`);
  const answer = budgets.reserve(host, 0);
  t.like(answer, { why: { kind: 'budget', window: 'minute', of: 'requests' } });
  clock.advance(answer.kind === 'wait' ? answer.ms : 0);
  mustReserve(budgets);
  t.deepEqual(budgets.spent(host).hour, { requests: 3, bytes: 0 });
});

test('reserve() holds expected bytes, so that many in flight stay within the budget', (t) => {
  const { budgets, clock } = stage(t, planOf({ bytes: { hour: 1_000 } }));
  const first = mustReserve(budgets, 400);
  const second = mustReserve(budgets, 400);
  t.regex(waitOf(budgets, 400) ?? '', /hour's budget of bytes/);
  first.charge(100);
  first.settle();
  first.settle();
  t.is(waitOf(budgets, 400), undefined);
  second.expect(900);
  t.deepEqual(budgets.spent(host).hour, { requests: 2, bytes: 1_000 });
  second.charge(950);
  second.settle();
  t.deepEqual(budgets.spent(host).hour, { requests: 2, bytes: 1_050 });
  clock.advance(hour + 2 * minute);
  t.is(waitOf(budgets, 5_000), undefined);
  t.deepEqual(budgets.spent(host).day, { requests: 2, bytes: 1_050 });
});

test('a reservation counts bytes when they come, and its rest until then', (t) => {
  const { budgets, clock } = stage(t, planOf({ bytes: { minute: 2_000_000 } }));
  const slow = mustReserve(budgets, 1_000_000);
  clock.advance(40 * second);
  slow.charge(300_000);
  clock.advance(40 * second);
  t.is(budgets.spent(host).minute.bytes, 1_000_000);
  slow.charge(300_000);
  slow.settle();
  t.is(budgets.spent(host).minute.bytes, 600_000);
  clock.advance(30 * second);
  t.is(budgets.spent(host).minute.bytes, 300_000);
});

test('pause() holds everybody back, the longer one wins', (t) => {
  const { budgets, clock } = stage(t, planOf({}));
  budgets.pause(host, 20_000);
  budgets.pause(host, 10_000);
  t.is(waitOf(budgets), `waiting 20 s as asked by ${host}`);
  t.is(waitOf(budgets, 0, 'example.org:80'), undefined);
  clock.advance(20_000);
  mustReserve(budgets);
});

test('hosts that are named together are counted together', (t) => {
  const named = { ...free, name: 'both', hosts: ['a.org:443', 'b.org:443'], requests: { day: 2 } };
  const { budgets } = stage(t, { named: [named], others: free });
  mustReserve(budgets, 0, 'a.org:443');
  mustReserve(budgets, 0, 'b.org:443');
  t.regex(waitOf(budgets, 0, 'a.org:443') ?? '', /day's budget of requests of a.org:443/);
  t.is(waitOf(budgets, 0, 'a.org:80'), undefined);
});

test('openBudgets() goes on where an earlier process stopped', (t) => {
  const plan = planOf({ requests: { day: 1 } });
  const { budgets, clock, path } = stage(t, plan);
  mustReserve(budgets, 500);
  budgets.pause(host, 5_000);
  const later = openBudgets(path, { plan, now: clock.now });
  t.teardown(() => later.close());
  t.regex(waitOf(later) ?? '', /day's budget/);
  t.deepEqual(later.spent(host).minute, { requests: 1, bytes: 500 });
  clock.advance(day + hour);
  t.is(waitOf(later), undefined);
});

test('a clock that is set back lets nothing through early, and nobody wait for good', (t) => {
  const { budgets, clock } = stage(t, planOf({ requests: { minute: 2 }, spacingMs: 1_000 }));
  mustReserve(budgets);
  clock.advance(1_000);
  mustReserve(budgets);
  budgets.pause(host, 400 * day);
  clock.advance(-300 * day);
  t.regex(waitOf(budgets) ?? '', /waiting 86400 s as asked/);
  t.is(budgets.spent(host).minute.requests, 2);
  clock.advance(minute + second);
  t.is(budgets.spent(host).minute.requests, 0);
});

test('openBudgets() refuses what is no store, and touches it not', (t) => {
  const folder = temporaryFolder(t);
  const text = join(folder, 'text');
  writeFileSync(text, 'not a database, but long enough to be looked at as one');
  const other = join(folder, 'other');
  const database = new DatabaseSync(other);
  database.exec('CREATE TABLE mine (x)');
  database.close();
  for (const path of [text, other]) {
    const before = readFileSync(path);
    const error = t.throws(() => openBudgets(path, { plan: planOf({}), now: () => 0 }), {
      instanceOf: InvalidInput,
      message: /^Not the budgets of downloads, or damaged/,
    });
    t.true(error?.message.endsWith(path));
    t.deepEqual(readFileSync(path), before);
  }
});

const badPlans: readonly (readonly [what: string, plan: BudgetPlan, sentence: RegExp])[] = [
  ['no request a minute', planOf({ requests: { minute: 0 } }), /others.requests.minute$/],
  ['half a byte a day', planOf({ bytes: { day: 0.5 } }), /others.bytes.day$/],
  ['nobody at once', planOf({ atOnce: 0 }), /others.atOnce$/],
  ['time that runs back', planOf({ spacingMs: -1 }), /others.spacingMs$/],
  [
    'a host without its port',
    { named: [{ ...free, name: 'a', hosts: ['a.org'] }], others: free },
    /Not a host with its port \(got "a.org"\): the budgets of hosts at named\[0\].hosts\[0\]$/,
  ],
];

for (const [what, plan, message] of badPlans) {
  test(`openBudgets() refuses ${what}`, (t) => {
    const path = join(temporaryFolder(t), 'budgets.sqlite');
    t.throws(() => openBudgets(path, { plan, now: () => 0 }), {
      instanceOf: InvalidInput,
      message,
    });
  });
}

test('defaultBudgets stay under what iNaturalist publishes', (t) => {
  const { budgets } = stage(t, defaultBudgets);
  t.like(budgets.budgetOf('api.inaturalist.org:443'), { requests: { minute: 60, day: 10_000 } });
  const media = budgets.budgetOf('inaturalist-open-data.s3.amazonaws.com:443');
  t.is(media, budgets.budgetOf('static.inaturalist.org:443'));
  t.true((media.bytes.hour ?? Infinity) < 5e9 && (media.bytes.day ?? Infinity) < 24e9);
  t.is(budgets.budgetOf(host).name, host);
});

test('no window ever holds more than its limit, whatever comes when', (t) => {
  const arrivals = fc.array(
    fc.record({
      gapMs: fc.oneof(fc.nat(3_000), fc.nat(40_000), fc.constant(0), fc.nat(3 * hour)),
      expected: fc.nat(1_500),
      come: fc.nat(1_500),
      isPatient: fc.boolean(),
    }),
    { minLength: 1, maxLength: 120 },
  );
  const limits = { requests: { minute: 5, hour: 40 }, bytes: { minute: 3_000, day: 60_000 } };
  fc.assert(
    fc.property(arrivals, fc.nat(day), (all, offset) => {
      const clock = fakeClock(1_700_000_000_000 + offset);
      const plan = planOf({ ...limits, spacingMs: 500 });
      const budgets = openBudgets(':memory:', { plan, now: clock.now });
      const times: number[] = [];
      const bytes: number[] = [];
      for (const { gapMs, expected, come, isPatient } of all) {
        clock.advance(gapMs);
        let answer = budgets.reserve(host, expected);
        // Who waits exactly as told comes at the earliest moment that can be wrong.
        if (answer.kind === 'wait' && isPatient) {
          clock.advance(answer.ms);
          answer = budgets.reserve(host, expected);
        }
        if (answer.kind === 'wait') continue;
        answer.charge(Math.min(come, expected));
        answer.settle();
        times.push(answer.atMs);
        bytes.push(Math.min(come, expected));
      }
      budgets.close();
      return (
        mostInAny(minute, times) <= 5 &&
        mostInAny(hour, times) <= 40 &&
        mostInAny(minute, times, bytes) <= 3_000 &&
        mostInAny(day, times, bytes) <= 60_000 &&
        times.slice(1).every((time, i) => time - (times[i] as number) >= 500)
      );
    }),
    { numRuns: 60 },
  );
  t.pass();
});

test('whoever waits as told gets through at once, with no budget left unused', (t) => {
  const { budgets, clock } = stage(t, planOf({ requests: { minute: 10, hour: 300 } }));
  const start = clock.now();
  for (let sent = 0; sent < 900; ) {
    const answer = budgets.reserve(host, 0);
    if (answer.kind === 'reserved') {
      answer.settle();
      sent++;
    } else clock.advance(answer.ms);
  }
  // Two full hours, then the rest; a part of each window is the price.
  t.true(clock.now() - start < 2 * hour * 1.03 + 31 * minute);
});

test('reserve() is Busy when another process keeps the store', (t) => {
  const { budgets, path } = stage(t, planOf({}));
  const other = new DatabaseSync(path);
  t.teardown(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  t.throws(() => budgets.reserve(host, 0), { instanceOf: Busy, message: /keeps the budgets/ });
  other.exec('ROLLBACK');
  mustReserve(budgets);
});
