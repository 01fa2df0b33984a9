import test from 'ava';
import fc from 'fast-check';
import { planChunks } from '../../../src/checks/duplicates/chunk-plan.ts';
import { findNear } from '../../../src/checks/duplicates/find-near.ts';
import { groupHashes, type Hashes } from '../../../src/checks/duplicates/group-hashes.ts';
import { countBits } from '../../../src/checks/duplicates/hamming-distance.ts';
import { nearPairs } from '../../../src/checks/duplicates/near-pairs.ts';

const all = 2n ** 64n - 1n;

function hashesOf(values: readonly bigint[]): Hashes {
  return {
    high: Uint32Array.from(values, (value) => Number(value >> 32n)),
    low: Uint32Array.from(values, (value) => Number(value & 0xffffffffn)),
  };
}

function bitsOf(value: bigint): number {
  return value.toString(2).replaceAll('0', '').length;
}

/** Hashes that have something in common: a few, each with a few bits turned. */
const related = fc
  .array(
    fc.record({
      from: fc.nat(3),
      turned: fc.array(fc.nat(63), { maxLength: 12 }),
      isOther: fc.boolean(),
      other: fc.bigInt({ min: 0n, max: all }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((made) =>
    made.map(({ from, turned, isOther, other }) => {
      const base = [0n, all, 0x0123456789abcdefn, 0x8000000080000001n][from] as bigint;
      return isOther ? other : turned.reduce((value, bit) => value ^ (1n << BigInt(bit)), base);
    }),
  );

test('countBits() counts the bits of both halves', (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: all }), (value) => {
      const { high, low } = hashesOf([value]);
      t.is(countBits(high[0] as number, low[0] as number), bitsOf(value));
    }),
  );
});

test('groupHashes() puts equal hashes together, in ascending order', (t) => {
  const { high, low, items, starts } = groupHashes(hashesOf([5n, 1n << 63n, 5n, 4n, 5n]));
  t.deepEqual([...high], [0, 0, 2 ** 31]);
  t.deepEqual([...low], [4, 5, 0]);
  t.deepEqual([...items], [3, 0, 2, 4, 1]);
  t.deepEqual([...starts], [0, 1, 4, 5]);
  t.deepEqual([...groupHashes(hashesOf([])).starts], [0]);
});

test('nearPairs() finds each near pair once and no other, as comparing all with all does', (t) => {
  fc.assert(
    fc.property(related, fc.integer({ min: 1, max: 10 }), (values, most) => {
      const groups = groupHashes(hashesOf(values));
      const distinct = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
      const expected: string[] = [];
      for (const [a, first] of distinct.entries()) {
        for (let b = a + 1; b < distinct.length; b++) {
          const distance = bitsOf(first ^ (distinct[b] as bigint));
          if (distance <= most) expected.push(`${a} ${b} ${distance}`);
        }
      }
      const found: string[] = [];
      nearPairs(groups, most, (a, b, distance) => found.push(`${a} ${b} ${distance}`) > 0);
      t.deepEqual(found.sort(), expected.sort());
    }),
    { numRuns: 300 },
  );
});

test('nearPairs() stops when it is asked to', (t) => {
  const groups = groupHashes(hashesOf(Array.from({ length: 64 }, (_, i) => 1n << BigInt(i))));
  let taken = 0;
  nearPairs(groups, 2, () => ++taken < 5);
  t.is(taken, 5);
});

test('planChunks() covers 64 bits with chunks, more than may differ, for any number of hashes', (t) => {
  for (let most = 1; most <= 10; most++) {
    for (const hashes of [0, 1, 1000, 1e6, 1e8]) {
      const { chunks, equal } = planChunks(hashes, most);
      t.is(chunks.length, most + equal);
      const masks = chunks.map(({ high, low }) => (BigInt(high) << 32n) | BigInt(low));
      t.is(
        masks.reduce((sum, mask) => sum + mask, 0n),
        all,
      );
      t.is(
        chunks.reduce((sum, { bits }) => sum + bits, 0),
        64,
      );
    }
  }
});

test('findNear() does not compare a reference with itself', (t) => {
  const groups = groupHashes(hashesOf([0n, 1n, 3n, 3n, 255n << 40n, 127n << 40n]));
  const found = findNear(groups, 1, 2);
  t.false(found.isCutShort);
  t.deepEqual(
    found.pairs.toSorted((x, y) => x.b - y.b),
    [
      { a: 0, b: 1, distance: 1 },
      { a: 0, b: 2, distance: 2 },
    ],
  );
});
