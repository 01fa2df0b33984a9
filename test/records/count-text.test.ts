import test from 'ava';
import fc from 'fast-check';
import { countText } from '../../src/records/index.ts';

test('countText() writes a count as the locale "en-US" does', (t) => {
  for (const count of [0, 999, 1_000, 21_841, -1_234_567]) {
    t.is(countText(count), count.toLocaleString('en-US'));
  }
  fc.assert(
    fc.property(fc.maxSafeInteger(), (count) => countText(count) === count.toLocaleString('en-US')),
  );
});
