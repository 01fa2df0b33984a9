import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import {
  meanValues,
  measureCounts,
  measureSample,
  PooledCounts,
  pooledValues,
  type Sample,
  splitSample,
} from '../../src/metrics/index.ts';
import { numbers, protocolWith, scored } from '../support/score-cases.ts';

const everyProtocol = (['anomaly', 'in-distribution'] as const).flatMap((positive) =>
  (['nearest', 'at-least'] as const).flatMap((fpr95) =>
    (['average-precision', 'trapezoid'] as const).map((aupr) =>
      protocolWith({ positive, fpr95, aupr }),
    ),
  ),
);
const paper = protocolWith();

function measure(sample: Sample, protocol = paper) {
  return measureSample(splitSample(sample, protocol.void, 'here'), protocol);
}

/** Few distinct scores, so that ties are common; -0 and tiny numbers among them. */
const samples = fc
  .array(
    fc.record({
      score: fc.oneof(
        fc.integer({ min: -4, max: 4 }),
        fc.constantFrom(-0, 0, 2 ** -149, -(2 ** -149), 3.4028234663852886e38),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
      ),
      label: fc.constantFrom(0, 0, 1, 2),
    }),
    { maxLength: 60 },
  )
  .map(sampleOf);

function sampleOf(rows: readonly { score: number; label: number }[]): Sample {
  return {
    scores: Float32Array.from(rows, ({ score }) => score),
    labels: Uint8Array.from(rows, ({ label }) => label),
  };
}

function rowsOf({ scores, labels }: Sample) {
  return Array.from(scores, (score, i) => ({ score, label: labels[i] as number }));
}

test('measureSample() equals the definitions, pair by pair and threshold by threshold', (t) => {
  fc.assert(
    fc.property(samples, fc.constantFrom(...everyProtocol), (sample, protocol) => {
      const rows = rowsOf(sample)
        .filter(({ label }) => label !== 2)
        .map(({ score, label }) => ({
          score: protocol.positive === 'anomaly' ? score : -score,
          isPositive: (label === 1) === (protocol.positive === 'anomaly'),
        }));
      const expected = byDefinition(rows, protocol.fpr95, protocol.aupr);
      const { values } = measure(sample, protocol);
      if (expected === undefined || values === undefined) {
        t.is<unknown, unknown>(values, expected);
        return;
      }
      for (const metric of ['auroc', 'aupr', 'fpr95'] as const) {
        t.true(Math.abs(values[metric] - expected[metric]) < 1e-12, metric);
      }
    }),
    { numRuns: 500 },
  );
});

/** Plainly, in quadratic time. */
function byDefinition(
  rows: readonly { score: number; isPositive: boolean }[],
  rule: 'nearest' | 'at-least',
  kind: 'average-precision' | 'trapezoid',
) {
  const positives = rows.filter(({ isPositive }) => isPositive).map(({ score }) => score);
  const negatives = rows.filter(({ isPositive }) => !isPositive).map(({ score }) => score);
  if (positives.length === 0 || negatives.length === 0) return undefined;
  let pairs = 0;
  for (const p of positives) for (const n of negatives) pairs += p > n ? 1 : p === n ? 0.5 : 0;
  const thresholds = [...new Set(rows.map(({ score }) => (score === 0 ? 0 : score)))].sort(
    (a, b) => b - a,
  );
  const points = thresholds.map((threshold) => ({
    found: positives.filter((p) => p >= threshold).length,
    wrong: negatives.filter((n) => n >= threshold).length,
  }));
  let aupr = 0;
  let before = { found: 0, precision: 1 };
  for (const { found, wrong } of points) {
    const precision = found / (found + wrong);
    const height = kind === 'trapezoid' ? (precision + before.precision) / 2 : precision;
    aupr += ((found - before.found) / positives.length) * height;
    before = { found, precision };
  }
  const looked = points.slice(0, points.findIndex(({ found }) => found === positives.length) + 1);
  const distance = (found: number) => Math.abs(20 * found - 19 * positives.length);
  const [best] =
    rule === 'at-least'
      ? looked.filter(({ found }) => 20 * found >= 19 * positives.length)
      : looked.toSorted(
          (a, b) => distance(a.found) - distance(b.found) || b.found - a.found || b.wrong - a.wrong,
        );
  return {
    auroc: pairs / positives.length / negatives.length,
    aupr,
    fpr95: (best?.wrong ?? Number.NaN) / negatives.length,
  };
}

test('measureSample() gives the same when records are permuted', (t) => {
  fc.assert(
    fc.property(samples, fc.constantFrom(...everyProtocol), (sample, protocol) => {
      const turned = sampleOf(rowsOf(sample).toReversed());
      t.deepEqual(measure(turned, protocol), measure(sample, protocol));
    }),
  );
});

test('measureSample() gives the same when scores are transformed in their order', (t) => {
  fc.assert(
    fc.property(samples, fc.constantFrom(...everyProtocol), ({ scores, labels }, protocol) => {
      const distinct = [...new Set(Array.from(scores, (score) => score + 0))].sort((a, b) => a - b);
      const ranks = scores.map((score) => 1000 + 3 * distinct.indexOf(score + 0));
      t.deepEqual(
        measure({ scores: ranks, labels }, protocol),
        measure({ scores, labels }, protocol),
      );
    }),
  );
});

test('measureSample() gives 1 - AUROC when labels are swapped', (t) => {
  fc.assert(
    fc.property(samples, ({ scores, labels }) => {
      const swapped = labels.map((label) => (label === 2 ? 2 : 1 - label));
      const a = measure({ scores, labels }).values?.auroc;
      const b = measure({ scores, labels: swapped }).values?.auroc;
      if (a === undefined || b === undefined) t.is(a, b);
      else t.true(Math.abs(a + b - 1) < 1e-15);
    }),
  );
});

test('measureSample() gives the same of float64 scores that float32 holds', (t) => {
  fc.assert(
    fc.property(samples, fc.constantFrom(...everyProtocol), ({ scores, labels }, protocol) => {
      const wide = { scores: Float64Array.from(scores), labels };
      t.deepEqual(measure(wide, protocol), measure({ scores, labels }, protocol));
    }),
  );
});

test('measureSample() keeps float64 scores apart when float32 does not', (t) => {
  const labels = Uint8Array.of(1, 0);
  const scores = Float64Array.of(1 + 2 ** -40, 1);
  t.is(measure({ scores, labels }).values?.auroc, 1);
  t.is(measure({ scores: Float32Array.from(scores), labels }).values?.auroc, 0.5);
});

test('measureSample() is 0.5, the share of anomalies and 1 when a million scores are equal', (t) => {
  const labels = new Uint8Array(1_000_000).fill(1, 0, 10_000);
  const sample = { scores: new Float32Array(1_000_000).fill(-1), labels };
  t.deepEqual(measure(sample).values, { auroc: 0.5, aupr: 0.01, fpr95: 1 });
  const flipped = measure(sample, protocolWith({ positive: 'in-distribution' }));
  t.deepEqual(flipped.values, { auroc: 0.5, aupr: 0.99, fpr95: 1 });
});

test('measureSample() is perfect or reversed when there are two pixels', (t) => {
  const labels = Uint8Array.of(1, 0);
  t.deepEqual(measure({ scores: Float32Array.of(2, 1), labels }).values, {
    auroc: 1,
    aupr: 1,
    fpr95: 0,
  });
  t.deepEqual(measure({ scores: Float32Array.of(1, 2), labels }).values, {
    auroc: 0,
    aupr: 0.5,
    fpr95: 1,
  });
});

test('measureSample() takes the higher recall when two are equally near to 0.95', (t) => {
  // Of 10 anomalies, 9 are above all others and 1 is below: recalls 0.9 and 1.
  const sample = scored([
    { score: 3, anomalies: 9, others: 0 },
    { score: 2, anomalies: 0, others: 4 },
    { score: 1, anomalies: 1, others: 0 },
  ]);
  t.is(measure(sample).values?.fpr95, 1);
  t.is(measure(sample, protocolWith({ fpr95: 'at-least' })).values?.fpr95, 1);
});

test('measureSample() counts void as in-distribution or leaves it out when the protocol says so', (t) => {
  const sample = { scores: Float32Array.of(3, 2, 1), labels: Uint8Array.of(2, 1, 0) };
  t.deepEqual(measure(sample), { n: 2, anomalies: 1, values: { auroc: 1, aupr: 1, fpr95: 0 } });
  t.deepEqual(measure(sample, protocolWith({ void: 'in-distribution' })), {
    n: 3,
    anomalies: 1,
    values: { auroc: 0.5, aupr: 0.5, fpr95: 0.5 },
  });
});

test('pooledValues() gives a reason when a kind is missing', (t) => {
  const reasons = [[0, 0], [1, 1], [2, 2], []].map((labels) => {
    const scores = Float32Array.from(labels, (_, i) => i);
    const [value] = pooledValues(measure({ scores, labels: Uint8Array.from(labels) }), paper);
    return value?.value === undefined ? value?.reason : value.value;
  });
  t.deepEqual(reasons, ['No anomalies', 'Anomalies only', 'No records', 'No records']);
});

test('pooledValues() says what it was computed on', (t) => {
  const sample = { scores: Float32Array.of(3, 2, 1, 0), labels: Uint8Array.of(1, 0, 0, 2) };
  const [value] = pooledValues(measure(sample), paper);
  t.deepEqual(value, {
    metric: 'auroc',
    protocol: 'of-this-test',
    n: 3,
    anomalies: 1,
    prevalence: 1 / 3,
    images: undefined,
    value: 1,
  });
});

test('meanValues() averages the images that have both kinds and counts the others', (t) => {
  const image = (scores: number[], labels: number[]) =>
    measure({ scores: Float32Array.from(scores), labels: Uint8Array.from(labels) });
  const images = [
    image([2, 1], [1, 0]),
    image([1, 2, 3, 4], [1, 0, 0, 0]),
    image([1, 2], [0, 0]),
    image([1], [1]),
  ];
  const [auroc] = meanValues(images, paper);
  t.deepEqual(auroc, {
    metric: 'auroc',
    protocol: 'of-this-test',
    n: 6,
    anomalies: 2,
    prevalence: 0.375,
    images: { counted: 2, skipped: 2 },
    value: 0.5,
  });
  t.deepEqual(meanValues(images.toReversed(), paper), meanValues(images, paper));
  const none = meanValues(images.slice(2), paper)[0];
  t.is(none?.value === undefined ? none?.reason : '', 'No image has both kinds');
  const empty = meanValues([], paper)[0];
  t.is(empty?.value === undefined ? empty?.reason : '', 'No images');
});

for (const [title, scores, labels, message] of [
  ['a score is NaN', [0, Number.NaN], [0, 1], /NaN: here at \[1\]/],
  ['a score is infinite', [0, 1, Number.NEGATIVE_INFINITY], [0, 1, 0], /-Infinity: here at \[2\]/],
  ['a void pixel is NaN', [Number.NaN, 1, 2], [2, 1, 0], /NaN: here at \[0\]/],
  ['there are fewer labels', [0, 1], [0], /2 scores for 1 labels: here/],
  ['a label is none', [0, 1], [0, 3], /label 0, 1 or 2 3: here at \[1\]/],
] as const) {
  test(`splitSample() refuses a sample when ${title}`, (t) => {
    for (const kind of [Float32Array, Float64Array]) {
      const sample = { scores: kind.from(scores), labels: Uint8Array.from(labels) };
      const error = t.throws(() => splitSample(sample, 'ignored', 'here'), {
        instanceOf: InvalidInput,
      });
      t.regex(error.message, message);
    }
  });
}

test('measureCounts() equals measureSample() when many values are spread and tied', (t) => {
  const number = numbers(3);
  const labels = Uint8Array.from({ length: 30_000 }, () => (number() < 0.02 ? 1 : 0));
  const scores = Float32Array.from(labels, (label) => {
    const score = -1 / (1 + Math.exp(-20 * number() + 4 * label));
    return score;
  });
  const split = splitSample({ scores, labels }, 'ignored', 'here');
  const counts = new PooledCounts('ignored');
  counts.add(split);
  for (const protocol of everyProtocol) {
    t.deepEqual(measureCounts(counts, protocol), measureSample(split, protocol));
  }
});
