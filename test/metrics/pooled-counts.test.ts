import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import {
  countsBytes,
  measureCounts,
  measureSample,
  PooledCounts,
  parseCounts,
  type SplitSample,
  splitSample,
} from '../../src/metrics/index.ts';
import { protocolWith } from '../support/score-cases.ts';

const protocol = protocolWith();

/** Scores near 1, so that they lie on few pages. */
const images = fc.array(
  fc.array(
    fc.record({ step: fc.integer({ min: 0, max: 40 }), label: fc.constantFrom(0, 0, 1, 2) }),
    {
      maxLength: 300,
    },
  ),
  { minLength: 1, maxLength: 5 },
);

function splitOf(rows: readonly { step: number; label: number }[]): SplitSample {
  const scores = Float32Array.from(rows, ({ step }) => -1 + step * 2 ** -24);
  return splitSample(
    { scores, labels: Uint8Array.from(rows, ({ label }) => label) },
    'ignored',
    'x',
  );
}

function countsOf(splits: readonly SplitSample[]): PooledCounts {
  const counts = new PooledCounts('ignored');
  for (const split of splits) counts.add(split);
  return counts;
}

test('PooledCounts.merge() gives the whole when shards come in any order', (t) => {
  fc.assert(
    fc.property(images, (rows) => {
      const splits = rows.map(splitOf);
      const whole = countsOf(splits);
      const shards = splits.map((split) => countsOf([split]));
      const merged = countsOf([]);
      for (const shard of shards) merged.merge(shard);
      const turned = countsOf([]);
      for (const shard of shards.toReversed()) turned.merge(shard);
      t.deepEqual(countsBytes(merged), countsBytes(whole));
      t.deepEqual(countsBytes(turned), countsBytes(whole));
      t.deepEqual(measureCounts(merged, protocol), measureSample(splitOf(rows.flat()), protocol));
    }),
    { numRuns: 30 },
  );
});

test('parseCounts() reads what countsBytes() wrote', (t) => {
  fc.assert(
    fc.property(images, (rows) => {
      const bytes = countsBytes(countsOf(rows.map(splitOf)));
      t.deepEqual(countsBytes(parseCounts(bytes, 'here')), bytes);
    }),
    { numRuns: 30 },
  );
});

test('measureCounts() stays exact when counters and pairs pass 2 ** 32 and 2 ** 53', (t) => {
  const counts = new PooledCounts('ignored');
  const [low, middle, high] = [0xbf800000, 0xbf800001, 0xbf800002];
  const many = 3 * 2 ** 32 + 5;
  counts.others.add(low, many);
  counts.others.add(low, 2 ** 33);
  counts.others.add(high, 7);
  counts.anomalies.add(middle, 2 ** 31);
  counts.anomalies.add(middle, 2 ** 31);
  counts.anomalies.add(high, 1);
  const others = many + 2 ** 33 + 7;
  const anomalies = 2 ** 32 + 1;
  t.is(counts.others.total, others);
  const halves = 2n ** 32n * 2n * BigInt(others - 7) + 2n * BigInt(others - 7) + 7n;
  const expected = Number((halves << 64n) / (2n * BigInt(others) * BigInt(anomalies))) / 2 ** 64;
  t.is(measureCounts(counts, protocol).values?.auroc, expected);
  const again = parseCounts(countsBytes(counts), 'here');
  again.merge(counts);
  t.is(again.others.total, 2 * others);
  t.is(measureCounts(again, protocol).values?.auroc, expected);
});

test('PooledCounts.add() widens counters one by one when they pass 255 and 65,535', (t) => {
  const counts = new PooledCounts('ignored');
  const others = new Uint32Array(70_000).fill(0xbf800000);
  others[0] = 0xbf800001;
  counts.add({ anomalies: Uint32Array.of(0xbf800001), others });
  counts.add({ anomalies: Uint32Array.of(), others: others.subarray(0, 300) });
  const told: unknown[] = [];
  counts.each('downwards', (...entry) => told.push(entry));
  t.deepEqual(told, [
    [0xbf800001, 1, 2],
    [0xbf800000, 0, 70_298],
  ]);
});

test('PooledCounts.add() refuses scores of too many values for its memory', (t) => {
  const counts = new PooledCounts('ignored', 128 << 10);
  const error = t.throws(
    () =>
      counts.add({
        anomalies: Uint32Array.of(0xbf800000),
        others: Uint32Array.of(0xc0000000, 0xc1000000),
      }),
    { instanceOf: InvalidInput },
  );
  t.regex(error.message, /too many different values for 131072 bytes/);
});

test('PooledCounts.merge() and measureCounts() refuse another void policy', (t) => {
  const counts = new PooledCounts('ignored');
  const error = t.throws(() => counts.merge(new PooledCounts('in-distribution')), {
    instanceOf: InvalidInput,
  });
  t.regex(error.message, /not merged/);
  t.throws(() => measureCounts(counts, protocolWith({ void: 'in-distribution' })), {
    instanceOf: InvalidInput,
    message: /protocol of-this-test/,
  });
});

const entry = (...bytes: readonly number[]) =>
  Uint8Array.of(0x4f, 0x4f, 0x44, 0x43, 1, 1, ...bytes);

for (const [title, bytes, message] of [
  ['are of another kind', Uint8Array.of(1, 2, 3), /Not a table of counters: here at byte 1/],
  ['are none', Uint8Array.of(), /end early: here/],
  ['have an unknown void policy', Uint8Array.of(0x4f, 0x4f, 0x44, 0x43, 1, 7, 0), /void policy/],
  ['end within an entry', entry(1), /end early/],
  ['go on behind the last entry', entry(0, 0), /Bytes behind/],
  ['have a key that is no score', entry(1, 1), /Not the key of a score 0/],
  ['have a key that never came', entry(1, ...varint(0xbf800000 * 8), 0), /never came/],
  [
    'have a number that is too large',
    entry(...Array.from({ length: 9 }, () => 255)),
    /beyond|too many/,
  ],
] as const) {
  test(`parseCounts() refuses bytes when they ${title}`, (t) => {
    const error = t.throws(() => parseCounts(bytes, 'here'), { instanceOf: InvalidInput });
    t.regex(error.message, message);
  });
}

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
