import test from 'ava';
import fc from 'fast-check';
import {
  firstPart,
  freeAt,
  partAt,
  windowNames,
  windows,
} from '../../../../src/io/http/budgets/windows.ts';

test('freeAt() allows what fits, now', (t) => {
  const spent = [{ part: partAt('minute', 1_000_000), amount: 3 }];
  t.is(freeAt(spent, 1, { window: 'minute', limit: 4, now: 1_000_100 }), 1_000_100);
});

test('freeAt() waits until the oldest part is a whole window old', (t) => {
  const spent = [
    { part: 10, amount: 2 },
    { part: 20, amount: 2 },
  ];
  const bounds = { window: 'minute', limit: 4, now: 15_000 } as const;
  t.is(freeAt(spent, 2, bounds), (10 + 121) * 500);
  t.is(freeAt(spent, 3, bounds), (20 + 121) * 500);
});

test('freeAt() lets a need above the limit go when nothing else counts', (t) => {
  const bounds = { window: 'hour', limit: 10, now: 500 } as const;
  t.is(freeAt([], 99, bounds), 500);
  t.is(freeAt([{ part: 0, amount: 1 }], 99, bounds), 121 * 30_000);
});

test('parts that no longer count lie wholly outside the window', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...windowNames),
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 0, max: 2 * windows.day }),
      (window, earlier, later) => {
        const now = earlier + later;
        const counts = partAt(window, earlier) >= firstPart(window, now);
        return counts || later > windows[window];
      },
    ),
  );
  t.pass();
});
