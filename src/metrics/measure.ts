import type { Protocol } from '../records/index.ts';
import { auprCurve } from './aupr.ts';
import { aurocCurve } from './auroc.ts';
import { fpr95Curve } from './fpr95.ts';
import { type MetricName, type MetricValue, metricNames, whyUndefined } from './metric-value.ts';
import { type Ranking, rankSample } from './ranking.ts';
import type { SplitSample } from './split-sample.ts';
import { meanOf } from './sum.ts';

/** The metrics of one sample: an image, or all that a protocol pools. */
export interface SampleMeasures {
  readonly n: number;
  readonly anomalies: number;
  /** `undefined` where the sample has one kind only, or none. */
  readonly values: Readonly<Record<MetricName, number>> | undefined;
}

/** Measures one sample; whether a protocol averages over images is for who calls. */
export function measureSample(split: SplitSample, protocol: Protocol): SampleMeasures {
  return measureRanking(rankSample(split, protocol.positive), {
    anomalies: split.anomalies.length,
    protocol,
  });
}

export function measureRanking(
  ranking: Ranking,
  { anomalies, protocol }: { readonly anomalies: number; readonly protocol: Protocol },
): SampleMeasures {
  const n = ranking.positives + ranking.negatives;
  const hasBoth = ranking.positives > 0 && ranking.negatives > 0;
  return { n, anomalies, values: hasBoth ? valuesOf(ranking, protocol) : undefined };
}

function valuesOf(ranking: Ranking, protocol: Protocol): Readonly<Record<MetricName, number>> {
  const auroc = aurocCurve(ranking);
  const aupr = auprCurve(ranking, protocol.aupr);
  const fpr95 = fpr95Curve(ranking, protocol.fpr95);
  ranking.walk((positives, tied, between) => {
    auroc.step(positives, tied, between);
    aupr.step(positives, tied, between);
    fpr95.step(positives, tied, between);
  });
  return { auroc: auroc.value(), aupr: aupr.value(), fpr95: fpr95.value() };
}

/** Metrics of what a protocol pools. */
export function pooledValues(
  { n, anomalies, values }: SampleMeasures,
  protocol: Protocol,
): readonly MetricValue[] {
  const reason = whyUndefined(anomalies, n - anomalies) ?? '';
  const prevalence = n === 0 ? 0 : anomalies / n;
  const basis = { protocol: protocol.name, n, anomalies, prevalence, images: undefined };
  return metricNames.map((metric) => {
    const value = values?.[metric];
    return value === undefined ? { metric, ...basis, value, reason } : { metric, ...basis, value };
  });
}

/** Metrics of a protocol that averages over images, the same whatever the order of the images. */
export function meanValues(
  images: readonly SampleMeasures[],
  protocol: Protocol,
): readonly MetricValue[] {
  const counted = images.flatMap(({ n, anomalies, values }) =>
    values === undefined ? [] : [{ n, anomalies, values }],
  );
  const basis = {
    protocol: protocol.name,
    n: counted.reduce((sum, { n }) => sum + n, 0),
    anomalies: counted.reduce((sum, { anomalies }) => sum + anomalies, 0),
    prevalence: meanOf(counted.map(({ n, anomalies }) => anomalies / n)) ?? 0,
    images: { counted: counted.length, skipped: images.length - counted.length },
  };
  const reason = images.length === 0 ? 'No images' : 'No image has both kinds';
  return metricNames.map((metric) => {
    const value = meanOf(counted.map(({ values }) => values[metric]));
    return value === undefined ? { metric, ...basis, value, reason } : { metric, ...basis, value };
  });
}
