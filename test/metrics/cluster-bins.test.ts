import test from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import {
  binEnds,
  binSample,
  bootstrapDifferences,
  bootstrapIntervals,
  ClusterBins,
  measureCounts,
  orderKeys,
  PooledCounts,
  type Resample,
  resampleBins,
  resampleRecords,
  splitKeys,
} from '../../src/metrics/index.ts';
import { type Protocol, parseProtocol } from '../../src/records/index.ts';

const protocolOf = (positive: Protocol['positive']) =>
  parseProtocol(
    {
      ...{ schema: 1, name: 'pooled', source: 'made up', positive, fpr95: 'at-least' },
      ...{ aupr: 'average-precision', aggregation: 'pooled', void: 'ignored' },
    },
    'test',
  );

const clusters = 20;
const perImage = 400;

/** Images of pixels whose scores lie on so many steps; clusters differ, as images do. */
function imagesOf(steps: number, shift = 0) {
  let state = 7;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: clusters }, (_, image) => {
    const labels = Uint8Array.from({ length: perImage }, () => (draw() < 0.2 ? 1 : 0));
    const scores = Float32Array.from(labels, (label) => {
      const score = draw() + (shift + 0.02 * image) * label;
      return Math.round(score * steps) / steps;
    });
    return { labels, keys: orderKeys(scores, 'test') };
  });
}

function bothWays(images: ReturnType<typeof imagesOf>, protocol: Protocol) {
  const counts = new PooledCounts(protocol.void);
  const splits = images.map((image) => splitKeys(image, protocol.void, 'test'));
  for (const split of splits) counts.add(split);
  const ends = binEnds(counts, clusters);
  const table = new ClusterBins(ends.length, clusters);
  for (const [i, split] of splits.entries()) table.add(i, binSample(split, ends));
  const all = {
    keys: Uint32Array.from(images.flatMap(({ keys }) => [...keys])),
    labels: Uint8Array.from(images.flatMap(({ labels }) => [...labels])),
  };
  const of = Uint32Array.from(all.keys, (_, i) => Math.floor(i / perImage));
  return {
    binned: resampleBins(table, measureCounts(counts, protocol), protocol),
    exact: resampleRecords(all, of, protocol),
    ends,
  };
}

const options = { seed: '3', replicates: 100, clusters };

for (const positive of ['anomaly', 'in-distribution'] as const) {
  test(`resampleBins() equals records where each score has its bin: ${positive}`, (t) => {
    const { binned, exact } = bothWays(imagesOf(50, 0.3), protocolOf(positive));
    const [a, b] = [binned, exact].map((one) => bootstrapIntervals(one, options));
    for (const [i, interval] of (a ?? []).entries()) {
      const other = b?.[i];
      t.true(Math.abs((interval.low ?? 9) - (other?.low ?? 0)) < 1e-12);
      t.true(Math.abs((interval.high ?? 9) - (other?.high ?? 0)) < 1e-12);
    }
  });

  test(`resampleBins() is near records where scores share bins: ${positive}`, (t) => {
    const protocol = protocolOf(positive);
    const { binned, exact, ends } = bothWays(imagesOf(2 ** 20, 0.3), protocol);
    t.true(ends.length <= 2049 && ends.length > 1024);
    const once = new Uint32Array(clusters).fill(1);
    for (const [metric, value] of Object.entries(exact(once) ?? {})) {
      const near = binned(once)?.[metric as 'auroc'] as number;
      t.true(Math.abs(near - value) < 1e-12, 'the value is exact');
    }
    const [a, b] = [binned, exact].map((one) => bootstrapIntervals(one, options));
    for (const [i, interval] of (a ?? []).entries()) {
      const [width, other] = [interval, b?.[i]].map((one) => (one?.high ?? 9) - (one?.low ?? 0));
      t.true(Math.abs((width as number) / (other as number) - 1) < 0.05, interval.metric);
    }
  });
}

test('bootstrapDifferences() of bins is paired: narrower than two intervals leave open', (t) => {
  const protocol = protocolOf('anomaly');
  const pair = [0.3, 0.32].map((shift) => bothWays(imagesOf(500, shift), protocol).binned);
  const [difference] = bootstrapDifferences(...(pair as [Resample, Resample]), options);
  const [single] = bootstrapIntervals(pair[0] as Resample, options);
  const width = ({ low, high }: { low?: number | undefined; high?: number | undefined } = {}) =>
    (high ?? 9) - (low ?? 0);
  t.true(width(difference) < width(single) / 2);
});

test('resampleBins() has no value of one kind only, and bins must fit', (t) => {
  const protocol = protocolOf('anomaly');
  const images = imagesOf(50).map(({ keys }) => ({ keys, labels: new Uint8Array(keys.length) }));
  t.is(bothWays(images, protocol).binned(new Uint32Array(clusters).fill(1)), undefined);
  const table = new ClusterBins(2, 1);
  const sample = { anomalies: new Uint32Array(3), others: new Uint32Array(3) };
  t.throws(() => table.add(0, sample), { instanceOf: InvalidInput, message: /of 3 bins among/ });
});
