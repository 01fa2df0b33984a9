import test from 'ava';
import fc from 'fast-check';
import { countBetween } from '../../src/metrics/count-between.ts';
import { distinctKeys, sortKeys } from '../../src/metrics/sort-keys.ts';
import { numbers } from '../support/score-cases.ts';

function plainly(marks: Uint32Array, keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(2 * marks.length + 1);
  for (const key of keys) {
    const at = marks.findIndex((mark) => mark >= key);
    const place = at < 0 ? 2 * marks.length : marks[at] === key ? 2 * at + 1 : 2 * at;
    counts[place] = (counts[place] as number) + 1;
  }
  return counts;
}

/** Keys that lie close to each other, and anywhere. */
const keysOf = (length: number) =>
  fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 2 ** 32 - 2 }),
        fc.integer({ min: 0x407ffff0, max: 0x40800010 }),
        fc.constantFrom(0, 1, 0x407fffff, 0x40800000, 2 ** 32 - 2),
      ),
      { minLength: 1, maxLength: length },
    )
    .map((keys) => Uint32Array.from(keys));

test('countBetween() counts as a search for each key does', (t) => {
  fc.assert(
    fc.property(keysOf(40), keysOf(80), (some, keys) => {
      const { keys: marks } = distinctKeys(sortKeys(some));
      t.deepEqual(countBetween(marks, keys), plainly(marks, keys));
    }),
    { numRuns: 60 },
  );
});

for (const [title, markOf] of [
  ['crowd in one cell of a page', (i: number) => 0x40800000 + (i < 300 ? i : i * 0x10000)],
  ['are every key of a page', (i: number) => 0x40800000 + i],
  ['lie one to a page', (i: number) => i * 0x100000],
  ['are many more than keys', (i: number) => i * 3],
] as const) {
  test(`countBetween() counts as a search for each key does when marks ${title}`, (t) => {
    const number = numbers(5);
    const count = title.startsWith('are many') ? 20_000 : 1_000;
    const marks = Uint32Array.from({ length: count }, (_, i) => markOf(i));
    const lowest = marks[0] as number;
    const width = (marks[count - 1] as number) - lowest + 20;
    const keys = Uint32Array.from({ length: 2_000 }, (_, i) =>
      i % 2 === 0 ? Math.max(0, lowest - 10) + number() * width : lowest + number() * 400,
    );
    t.deepEqual(countBetween(marks, keys), plainly(marks, keys));
  });
}

for (const [title, keyOf] of [
  ['use all 32 bits', (u: number) => u * 2 ** 32],
  ['differ in their lowest bits alone', (u: number) => 0xbf800000 + u * 16],
  ['differ in their highest bits alone', (u: number) => Math.floor(u * 16) * 2 ** 28],
  ['are all the same', () => 7],
] as const) {
  test(`sortKeys() sorts into an array of its own when keys ${title}`, (t) => {
    for (const length of [0, 1, 3_000, 10_000]) {
      const number = numbers(length + 1);
      const keys = Uint32Array.from({ length }, () => keyOf(number()));
      const before = keys.slice();
      const sorted = sortKeys(keys);
      t.deepEqual(sorted, before.slice().sort());
      t.deepEqual(keys, before);
      t.true(length === 0 || sorted.buffer !== keys.buffer);
    }
  });
}
