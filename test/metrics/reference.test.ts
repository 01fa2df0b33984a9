import test from 'ava';
import {
  measureCounts,
  measureSample,
  PooledCounts,
  splitSample,
} from '../../src/metrics/index.ts';
import {
  type Expected,
  protocolWith,
  reference,
  type Scored,
  scoreCase,
  scored,
} from '../support/score-cases.ts';

const positives = ['anomaly', 'in-distribution'] as const;

/** Measures by sorting and by counters, in every convention; both must say the same. */
function measured(
  t: { is(a: unknown, b: unknown): unknown },
  sample: Scored,
  positive: (typeof positives)[number],
): Expected {
  const split = splitSample(sample, 'ignored', 'case');
  const counts = new PooledCounts('ignored');
  counts.add(split);
  const paper = protocolWith({ positive });
  const other = protocolWith({ positive, fpr95: 'at-least', aupr: 'trapezoid' });
  const [a, b] = [paper, other].map((protocol) => {
    const { values } = measureSample(split, protocol);
    if (protocol === other) return values;
    const pooled = measureCounts(counts, protocol).values;
    for (const metric of ['auroc', 'aupr', 'fpr95'] as const)
      t.is(values?.[metric], pooled?.[metric]);
    return values;
  });
  if (a === undefined || b === undefined) throw new Error('No values');
  t.is(a.auroc, b.auroc);
  return {
    auroc: a.auroc,
    averagePrecision: a.aupr,
    trapezoid: b.aupr,
    nearest: a.fpr95,
    atLeast: b.fpr95,
  };
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12;
}

for (const scoreCaseOf of reference.cases) {
  for (const positive of positives) {
    test(`measureSample() equals scikit-learn when scores are "${scoreCaseOf.name}" and positives are ${positive}`, (t) => {
      const sample = scoreCase(scoreCaseOf);
      t.is(
        sample.labels.reduce((sum, label) => sum + label, 0),
        scoreCaseOf.anomalies,
      );
      const got = measured(t, sample, positive);
      for (const [name, value] of Object.entries(scoreCaseOf.expected[positive])) {
        const found = got[name as keyof Expected];
        t.true(near(found, value), `${name}: ${found} for ${value}`);
      }
    });
  }
}

/** The table of conventions: 10,000 anomalies and 50,000 others. */
test('measureSample() prints the table of conventions when scores are Gaussians', (t) => {
  const { byFallingScore, expected } = reference.gaussians;
  const bytes = Buffer.from(byFallingScore, 'base64');
  const labels = Uint8Array.from(
    { length: 60_000 },
    (_, i) => ((bytes[i >> 3] as number) >> (7 - (i & 7))) & 1,
  );
  const scores = Float32Array.from(labels, (_, i) => -i);
  const got = measured(t, { scores, labels }, 'anomaly');
  for (const [name, value] of Object.entries(expected.anomaly)) {
    t.true(near(got[name as keyof Expected], value), name);
  }
  t.deepEqual(printed(got), ['.7622', '.4142', '.4141', '.7353', '.7350']);
  const flipped = measured(t, { scores, labels }, 'in-distribution');
  t.deepEqual([print(flipped.nearest), print(flipped.averagePrecision)], ['.7321', '.9348']);
});

test('measureSample() prints the table of conventions when Gaussian scores are rounded', (t) => {
  const { rounded, expectedRounded } = reference.gaussians;
  const got = measured(t, scored(rounded), 'anomaly');
  for (const [name, value] of Object.entries(expectedRounded.anomaly)) {
    t.true(near(got[name as keyof Expected], value), name);
  }
  t.deepEqual(printed(got), ['.7437', '.3439', '.4147', '.6913', '.9323']);
  const flipped = measured(t, scored(rounded), 'in-distribution');
  t.deepEqual([print(flipped.nearest), print(flipped.averagePrecision)], ['.6872', '.9159']);
});

test('measureSample() gives a false positive rate of 1 to the paper and 0 to others when 19 of 20 positives are on top', (t) => {
  const sample = scored([
    { score: 4, anomalies: 19, others: 0 },
    { score: 3, anomalies: 0, others: 10 },
    { score: 2, anomalies: 0, others: 10 },
    { score: 1, anomalies: 1, others: 0 },
  ]);
  t.deepEqual(printed(measured(t, sample, 'anomaly')), [
    '.9500',
    '.9750',
    '.9747',
    '1.0000',
    '.0000',
  ]);
  const flipped = measured(t, sample, 'in-distribution');
  t.deepEqual([print(flipped.nearest), print(flipped.averagePrecision)], ['.0500', '.9307']);
});

test('measureSample() follows each convention when all scores are equal', (t) => {
  const sample = scored([{ score: 0, anomalies: 5, others: 5 }]);
  t.deepEqual(measured(t, sample, 'anomaly'), {
    auroc: 0.5,
    averagePrecision: 0.5,
    trapezoid: 0.75,
    nearest: 1,
    atLeast: 1,
  });
});

test('measureSample() follows each convention when one positive is second of four', (t) => {
  const sample = scored([
    { score: 4, anomalies: 0, others: 1 },
    { score: 3, anomalies: 1, others: 0 },
    { score: 2, anomalies: 0, others: 1 },
    { score: 1, anomalies: 0, others: 1 },
  ]);
  t.deepEqual(
    [print(1), print(measured(t, sample, 'in-distribution').averagePrecision)],
    ['1.0000', '.9167'],
  );
  t.deepEqual(printed(measured(t, sample, 'anomaly')), [
    '.6667',
    '.5000',
    '.2500',
    '.3333',
    '.3333',
  ]);
});

function printed(expected: Expected): readonly string[] {
  return Object.values(expected).map(print);
}

function print(value: number): string {
  return value.toFixed(4).replace(/^0/, '');
}
