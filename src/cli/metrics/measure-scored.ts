import {
  type BootstrapOptions,
  bootstrapIntervals,
  delongInterval,
  type Interval,
  type KeyedSample,
  type Measured,
  type MetricValue,
  meanValues,
  measureCounts,
  measureSample,
  metricNames,
  orderKeys,
  PooledCounts,
  pooledValues,
  resampleImages,
  resampleRecords,
  type SampleMeasures,
  splitKeys,
} from '../../metrics/index.ts';
import type { Protocol } from '../../records/index.ts';
import {
  type Groups,
  groupsOf,
  type Scored,
  type ScoredRecords,
  type ScoredStack,
} from './scored.ts';

/** How many times the bootstrap draws, and its seed. */
export type Draws = Omit<BootstrapOptions, 'clusters'>;

/**
 * Measures scores under several protocols in one pass.
 *
 * @param draws `undefined` where no intervals are asked for
 * @throws {InvalidInput} when a score is not finite, naming where it is
 */
export async function measureScored(
  scored: Scored,
  protocols: readonly Protocol[],
  draws: Draws | undefined,
): Promise<readonly Measured[]> {
  return scored.kind === 'stack'
    ? measureStack(scored, protocols, draws)
    : protocols.map((protocol) => measureRecords(scored, protocol, draws));
}

function measureRecords(
  { sample, images, clusters, where }: ScoredRecords,
  protocol: Protocol,
  draws: Draws | undefined,
): Measured {
  const keyed = { keys: orderKeys(sample.scores, where), labels: sample.labels };
  if (protocol.aggregation === 'per-image') {
    if (images === undefined) return { protocol, values: noImages(keyed, protocol), intervals: [] };
    const measures = partsOf(keyed, images).map((part) =>
      measureSample(splitKeys(part, protocol.void, where), protocol),
    );
    const drawn = clusters === undefined ? undefined : clustersOfImages(images, clusters);
    return meansOf(measures, protocol, { draws, clusters: drawn });
  }
  const split = splitKeys(keyed, protocol.void, where);
  const values = pooledValues(measureSample(split, protocol), protocol);
  if (draws === undefined) return { protocol, values, intervals: [] };
  const groups = clusters ?? images ?? groupsOf(sample.labels.keys());
  const options = { ...draws, clusters: groups.count };
  const drawn = bootstrapIntervals(resampleRecords(keyed, groups.of, protocol), options);
  // Records that nothing ties together are independent, as DeLong's estimate takes them.
  const areAlone = clusters === undefined && images === undefined;
  return { protocol, values, intervals: areAlone ? [delongInterval(split), ...drawn] : drawn };
}

async function measureStack(
  stack: ScoredStack,
  protocols: readonly Protocol[],
  draws: Draws | undefined,
): Promise<readonly Measured[]> {
  const measures = protocols.map((): SampleMeasures[] => []);
  const pooled = protocols.filter(({ aggregation }) => aggregation === 'pooled');
  const counts = new Map(pooled.map(({ void: policy }) => [policy, new PooledCounts(policy)]));
  const policies = [...new Set(protocols.map((protocol) => protocol.void))];
  for await (const { keys, labels, where } of stack.each()) {
    for (const policy of policies) {
      const split = splitKeys({ keys, labels }, policy, where);
      counts.get(policy)?.add(split);
      for (const [i, protocol] of protocols.entries()) {
        const isMeant = protocol.aggregation === 'per-image' && protocol.void === policy;
        if (isMeant) measures[i]?.push(measureSample(split, protocol));
      }
    }
  }
  return protocols.map((protocol, i) => {
    const table = counts.get(protocol.void);
    if (protocol.aggregation === 'per-image' || table === undefined) {
      return meansOf(measures[i] ?? [], protocol, { draws, clusters: undefined });
    }
    // Drawing images again would count all their pixels again: no intervals of these.
    return {
      protocol,
      values: pooledValues(measureCounts(table, protocol), protocol),
      intervals: [],
    };
  });
}

function meansOf(
  images: readonly SampleMeasures[],
  protocol: Protocol,
  { draws, clusters }: { readonly draws: Draws | undefined; readonly clusters: Groups | undefined },
): Measured {
  const values = meanValues(images, protocol);
  if (draws === undefined) return { protocol, values, intervals: [] };
  const options = { ...draws, clusters: clusters?.count ?? images.length };
  const intervals: readonly Interval[] = bootstrapIntervals(
    resampleImages(images, clusters?.of),
    options,
  );
  return { protocol, values, intervals };
}

/** The protocol averages over images, and nothing says which record is of which. */
function noImages(keyed: KeyedSample, protocol: Protocol): readonly MetricValue[] {
  const { anomalies, others } = splitKeys(keyed, protocol.void, 'scores');
  const n = anomalies.length + others.length;
  return metricNames.map((metric) => ({
    metric,
    protocol: protocol.name,
    n,
    anomalies: anomalies.length,
    prevalence: n === 0 ? 0 : anomalies.length / n,
    images: { counted: 0, skipped: 0 },
    value: undefined,
    reason: 'Nothing tells the images apart',
  }));
}

/** The records of each image, in their order. */
function partsOf({ keys, labels }: KeyedSample, { of, count }: Groups): readonly KeyedSample[] {
  const records = Array.from({ length: count }, (): number[] => []);
  for (const [record, group] of of.entries()) records[group]?.push(record);
  return records.map((part) => ({
    keys: Uint32Array.from(part, (record) => keys[record] as number),
    labels: Uint8Array.from(part, (record) => labels[record] as number),
  }));
}

/** An image is in the cluster of its first record. */
function clustersOfImages(images: Groups, clusters: Groups): Groups {
  const of = new Uint32Array(images.count);
  for (let record = images.of.length - 1; record >= 0; record--) {
    of[images.of[record] as number] = clusters.of[record] as number;
  }
  return { of, count: clusters.count };
}
