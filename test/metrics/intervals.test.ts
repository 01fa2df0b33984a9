import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import {
  bootstrapDifferences,
  bootstrapIntervals,
  delongDifference,
  delongInterval,
  measureSample,
  orderKeys,
  resampleImages,
  resampleRecords,
  type SampleMeasures,
  splitSample,
} from '../../src/metrics/index.ts';
import { numbers, protocolWith, type Scored } from '../support/score-cases.ts';

const paper = protocolWith();
const split = (sample: Scored) => splitSample(sample, 'ignored', 'here');

const samples = fc
  .array(
    fc.record({
      a: fc.integer({ min: 0, max: 12 }),
      b: fc.integer({ min: 0, max: 12 }),
      label: fc.constantFrom(0, 1),
    }),
    { minLength: 4, maxLength: 50 },
  )
  .filter((rows) => [0, 1].every((kind) => rows.filter(({ label }) => label === kind).length > 1))
  .map((rows) => ({
    a: Float32Array.from(rows, ({ a }) => a),
    b: Float32Array.from(rows, ({ b }) => b),
    labels: Uint8Array.from(rows, ({ label }) => label),
  }));

/** DeLong's estimate by all pairs: the covariances of the structural components. */
function plainDelong(sets: readonly Float32Array[], labels: Uint8Array) {
  const kind = (label: number) => [...labels.keys()].filter((i) => labels[i] === label);
  const [others, anomalies] = [kind(0), kind(1)];
  const psi = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const v10 = sets.map((s) =>
    anomalies.map((i) => average(others.map((j) => psi(s[i] as number, s[j] as number)))),
  );
  const v01 = sets.map((s) =>
    others.map((j) => average(anomalies.map((i) => psi(s[i] as number, s[j] as number)))),
  );
  const covariance = (x: readonly number[], y: readonly number[]) => {
    const [mx, my] = [average(x), average(y)];
    const sum = x.reduce((all, value, i) => all + (value - mx) * ((y[i] as number) - my), 0);
    return sum / (x.length - 1);
  };
  return (r: number, s: number) =>
    covariance(v10[r] ?? [], v10[s] ?? []) / anomalies.length +
    covariance(v01[r] ?? [], v01[s] ?? []) / others.length;
}

test('delongInterval() equals the estimate over all pairs', (t) => {
  fc.assert(
    fc.property(samples, ({ a, labels }) => {
      const interval = delongInterval(split({ scores: a, labels }));
      const expected = Math.sqrt(plainDelong([a], labels)(0, 0));
      t.is(interval.method.kind, 'delong');
      if (interval.method.kind !== 'delong' || interval.low === undefined) return;
      t.true(Math.abs((interval.method.standardError ?? 0) - expected) < 1e-12);
      const { values } = measureSample(split({ scores: a, labels }), paper);
      const auroc = values?.auroc ?? 0;
      t.true(interval.low <= auroc + 1e-12 && auroc <= interval.high + 1e-12);
      t.true(interval.low >= 0 && interval.high <= 1);
    }),
  );
});

test('delongDifference() equals the variance of both less twice their covariance', (t) => {
  fc.assert(
    fc.property(samples, ({ a, b, labels }) => {
      const [first, second] = [a, b].map((scores) => split({ scores, labels }));
      if (first === undefined || second === undefined) return;
      const { difference, method } = delongDifference(first, second);
      const covariance = plainDelong([a, b], labels);
      const variance = covariance(0, 0) + covariance(1, 1) - 2 * covariance(0, 1);
      const error = method.kind === 'delong' ? (method.standardError ?? 0) : Number.NaN;
      t.true(Math.abs(error ** 2 - variance) < 1e-12);
      const aurocs = [first, second].map((s) => measureSample(s, paper).values?.auroc ?? 0);
      t.true(Math.abs((difference ?? 9) - ((aurocs[0] ?? 0) - (aurocs[1] ?? 0))) < 1e-12);
    }),
  );
});

test('delongDifference() is nothing, exactly, when both score sets are the same', (t) => {
  const sample = draw(200, 1);
  const { difference, low, high } = delongDifference(split(sample), split(sample));
  t.deepEqual([difference, low, high], [0, 0, 0]);
});

test('delongInterval() is undefined with its reason when a kind has one record', (t) => {
  const one = split({ scores: Float32Array.of(1, 2, 3), labels: Uint8Array.of(1, 0, 0) });
  const interval = delongInterval(one);
  t.is(interval.low === undefined ? interval.reason : '', 'Fewer than two records of a kind');
  t.is(delongDifference(one, one).difference, undefined);
});

test('delongDifference() refuses score sets of different records', (t) => {
  t.throws(() => delongDifference(split(draw(20, 1)), split(draw(30, 1))), {
    instanceOf: InvalidInput,
  });
});

/** Records of two kinds that overlap, the first fifth anomalies. */
function draw(records: number, seed: number): Scored {
  const number = numbers(seed);
  const labels = new Uint8Array(records).fill(1, 0, records / 5);
  const scores = Float32Array.from(labels, (label) => number() + number() + label * 0.7);
  return { scores, labels };
}

function own(records: number): Uint32Array {
  return Uint32Array.from({ length: records }, (_, i) => i);
}

const keyed = ({ scores, labels }: Scored) => ({ keys: orderKeys(scores, 'here'), labels });

test('bootstrapIntervals() gives the same for a seed and near what DeLong says', (t) => {
  const sample = draw(400, 2);
  const resample = resampleRecords(keyed(sample), own(400), paper);
  const options = { seed: 'a', replicates: 600, clusters: 400 };
  const intervals = bootstrapIntervals(resample, options);
  t.deepEqual(bootstrapIntervals(resample, options), intervals);
  t.notDeepEqual(bootstrapIntervals(resample, { ...options, seed: 'b' }), intervals);
  const delong = delongInterval(split(sample));
  const [auroc] = intervals;
  if (auroc?.low === undefined || delong.low === undefined) return t.fail();
  t.true(Math.abs(auroc.low - delong.low) < 0.02 && Math.abs(auroc.high - delong.high) < 0.02);
  t.deepEqual(auroc.method, {
    kind: 'bootstrap',
    seed: 'a',
    clusters: 400,
    replicates: 600,
    undefinedReplicates: 0,
  });
});

for (const positive of ['anomaly', 'in-distribution'] as const) {
  test(`resampleRecords() equals measureSample() of repeated records when positives are ${positive}`, (t) => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 99 }), ({ a, labels }, seed) => {
        const protocol = protocolWith({ positive });
        const number = numbers(seed);
        const clusters = Uint32Array.from(labels, () => Math.floor(number() * 6));
        const weights = Uint32Array.from({ length: 6 }, () => Math.floor(number() * 3));
        const rows = [...labels.keys()].flatMap((i) =>
          new Array<number>(weights[clusters[i] as number] as number).fill(i),
        );
        const repeated = {
          scores: Float32Array.from(rows, (i) => a[i] as number),
          labels: Uint8Array.from(rows, (i) => labels[i] as number),
        };
        const resample = resampleRecords(keyed({ scores: a, labels }), clusters, protocol);
        t.deepEqual(resample(weights), measureSample(split(repeated), protocol).values);
      }),
    );
  });
}

test('bootstrapIntervals() is wider when records of a cluster are alike', (t) => {
  const sample = draw(100, 3);
  const repeated = {
    scores: Float32Array.from({ length: 1000 }, (_, i) => sample.scores[i % 100] as number),
    labels: Uint8Array.from({ length: 1000 }, (_, i) => sample.labels[i % 100] as number),
  };
  const width = (clusters: Uint32Array, count: number) => {
    const options = { seed: 's', replicates: 300, clusters: count };
    const [auroc] = bootstrapIntervals(resampleRecords(keyed(repeated), clusters, paper), options);
    return auroc?.low === undefined ? 0 : auroc.high - auroc.low;
  };
  const byCluster = width(
    Uint32Array.from({ length: 1000 }, (_, i) => i % 100),
    100,
  );
  t.true(byCluster > 2 * width(own(1000), 1000));
});

test('bootstrapIntervals() counts replicates of one kind only', (t) => {
  const sample = { scores: Float32Array.of(3, 2, 1), labels: Uint8Array.of(1, 0, 0) };
  const options = { seed: 'x', replicates: 200, clusters: 3 };
  const [auroc] = bootstrapIntervals(resampleRecords(keyed(sample), own(3), paper), options);
  const missing = auroc?.method.kind === 'bootstrap' ? auroc.method.undefinedReplicates : 0;
  t.true(missing > 40 && missing < 110, String(missing));
  t.deepEqual([auroc?.low, auroc?.high], [1, 1]);
  const none = bootstrapIntervals(() => undefined, options)[0];
  t.is(none?.low === undefined ? none?.reason : '', 'No replicate has both kinds');
});

const image = (auroc: number): SampleMeasures => ({
  n: 4,
  anomalies: 1,
  values: { auroc, aupr: auroc / 2, fpr95: 1 - auroc },
});

test('resampleImages() averages images as often as their cluster was drawn', (t) => {
  const images = [image(0.5), image(1), { n: 3, anomalies: 0, values: undefined }, image(0.25)];
  const resample = resampleImages(images, Uint32Array.of(0, 1, 1, 1));
  t.deepEqual(resample(Uint32Array.of(2, 0)), { auroc: 0.5, aupr: 0.25, fpr95: 0.5 });
  t.deepEqual(resample(Uint32Array.of(2, 2)), { auroc: 3.5 / 6, aupr: 3.5 / 12, fpr95: 2.5 / 6 });
  t.is(resampleImages([images[2] as SampleMeasures])(Uint32Array.of(1)), undefined);
});

test('bootstrapDifferences() is narrower than either when both score sets are alike', (t) => {
  const first = draw(300, 5);
  const number = numbers(6);
  const second = { ...first, scores: first.scores.map((score) => score + number() * 0.05) };
  const [a, b] = [first, second].map((set) => resampleRecords(keyed(set), own(300), paper));
  if (a === undefined || b === undefined) return t.fail();
  const options = { seed: 'd', replicates: 300, clusters: 300 };
  const [difference] = bootstrapDifferences(a, b, options);
  const [alone] = bootstrapIntervals(a, options);
  if (difference?.low === undefined || alone?.low === undefined) return t.fail();
  t.true(difference.high - difference.low < (alone.high - alone.low) / 3);
  const aurocs = [first, second].map((s) => measureSample(split(s), paper).values?.auroc ?? 0);
  t.true(Math.abs((difference.difference ?? 9) - ((aurocs[0] ?? 0) - (aurocs[1] ?? 0))) < 1e-12);
});

test('resampleRecords() and resampleImages() refuse clusters of another number', (t) => {
  t.throws(() => resampleRecords(keyed(draw(10, 1)), own(9), paper), { instanceOf: InvalidInput });
  t.throws(() => resampleImages([image(1)], own(2)), { instanceOf: InvalidInput });
});
