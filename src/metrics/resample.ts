import { InvalidInput } from '../errors.ts';
import type { Protocol } from '../records/index.ts';
import { measureRanking, type SampleMeasures } from './measure.ts';
import { type MetricName, metricNames } from './metric-value.ts';
import type { Ranking } from './ranking.ts';
import { type KeyedSample, labelOf } from './split-sample.ts';
import { Sum } from './sum.ts';

/** Metrics of a sample in which cluster i came `weights[i]` times; `undefined` of one kind only. */
export type Resample = (weights: Uint32Array) => Readonly<Record<MetricName, number>> | undefined;

/**
 * Records or pixels as one sample, drawn by cluster. They are sorted once; a replicate goes through
 * them.
 *
 * @param clusters the cluster of each record: a number from 0 up
 * @throws {InvalidInput} when there is not one cluster for each record
 */
export function resampleRecords(
  sample: KeyedSample,
  clusters: Uint32Array,
  protocol: Protocol,
): Resample {
  if (clusters.length !== sample.keys.length) {
    throw new InvalidInput(
      `${clusters.length} clusters for ${sample.keys.length} records: bootstrap`,
    );
  }
  const isFlipped = protocol.positive === 'in-distribution';
  const order = orderOf(sample, protocol);
  const records: OrderedRecords = {
    keys: order.map((record) => sample.keys[record] as number),
    clusters: order.map((record) => clusters[record] as number),
    isPositive: Uint8Array.from(order, (record) =>
      Number((sample.labels[record] === labelOf.anomaly) !== isFlipped),
    ),
  };
  return (weights) => {
    const ranking = rankWeighted(records, weights);
    const anomalies = isFlipped ? ranking.negatives : ranking.positives;
    return measureRanking(ranking, { anomalies, protocol }).values;
  };
}

/** From the most positive score to the least. */
interface OrderedRecords {
  readonly keys: Uint32Array;
  readonly clusters: Uint32Array;
  readonly isPositive: Uint8Array;
}

/** Records that take part. */
function orderOf({ keys, labels }: KeyedSample, protocol: Protocol): Uint32Array {
  const keepsVoid = protocol.void === 'in-distribution';
  const sign = protocol.positive === 'in-distribution' ? 1 : -1;
  const records = Uint32Array.from(labels.keys());
  return records
    .filter((record) => keepsVoid || labels[record] !== labelOf.void)
    .sort((a, b) => sign * ((keys[a] as number) - (keys[b] as number)));
}

function rankWeighted(
  { keys, clusters, isPositive }: OrderedRecords,
  weights: Uint32Array,
): Ranking {
  const sums = [0, 0];
  for (let i = 0; i < keys.length; i++) {
    const kind = isPositive[i] as number;
    sums[kind] = (sums[kind] as number) + (weights[clusters[i] as number] as number);
  }
  const [negatives = 0, positives = 0] = sums;
  return {
    positives,
    negatives,
    walk(visit) {
      let between = 0;
      for (let i = 0; i < keys.length; ) {
        const key = keys[i];
        let here = 0;
        let tied = 0;
        for (; keys[i] === key && i < keys.length; i++) {
          const weight = weights[clusters[i] as number] as number;
          if (isPositive[i] === 1) here += weight;
          else tied += weight;
        }
        if (here === 0) between += tied;
        else {
          visit(here, tied, between);
          between = 0;
        }
      }
    },
  };
}

/**
 * Means over images, drawn by cluster; images without both kinds are in no mean.
 *
 * @param clusters the cluster of each image; each is one of its own where they are left out
 * @throws {InvalidInput} when there is not one cluster for each image
 */
export function resampleImages(
  images: readonly SampleMeasures[],
  clusters: Uint32Array = Uint32Array.from(images.keys()),
): Resample {
  if (clusters.length !== images.length) {
    throw new InvalidInput(`${clusters.length} clusters for ${images.length} images: bootstrap`);
  }
  const counted = images.flatMap(({ values }, i) =>
    values === undefined ? [] : [{ values, cluster: clusters[i] as number }],
  );
  return (weights) => {
    const sums = { auroc: new Sum(), aupr: new Sum(), fpr95: new Sum() };
    let drawn = 0;
    for (const { values, cluster } of counted) {
      const weight = weights[cluster] as number;
      drawn += weight;
      for (const metric of metricNames) sums[metric].add(weight * values[metric]);
    }
    if (drawn === 0) return undefined;
    const { auroc, aupr, fpr95 } = sums;
    return { auroc: auroc.value / drawn, aupr: aupr.value / drawn, fpr95: fpr95.value / drawn };
  };
}

/** The difference of two score sets on the same clusters, first minus second. */
export function resampleDifference(first: Resample, second: Resample): Resample {
  return (weights) => {
    const a = first(weights);
    const b = second(weights);
    if (a === undefined || b === undefined) return undefined;
    return { auroc: a.auroc - b.auroc, aupr: a.aupr - b.aupr, fpr95: a.fpr95 - b.fpr95 };
  };
}
