import type { Interval, MetricValue, PairedDifference } from '../../metrics/index.ts';
import type {
  EvaluatedDifference,
  EvaluatedInterval,
  EvaluatedMetric,
} from '../evaluation-result.ts';

/** What a metric is of. */
export interface MetricSubject {
  readonly detector: string;
  readonly set: string;
  /** Images that were measured, where the protocol pools them. */
  readonly images: number;
  /** What was drawn as one: image, species, clip. */
  readonly cluster: string;
  /** Where pixels were pooled: how many bins they were drawn in. */
  readonly bins?: number | undefined;
}

/** A metric as the result of an evaluation holds it. */
export function evaluatedMetric(
  value: MetricValue,
  interval: Interval | undefined,
  { detector, set, images, cluster, bins }: MetricSubject,
): EvaluatedMetric {
  const { metric, n, anomalies, prevalence } = value;
  const counts = value.images ?? { counted: images, skipped: 0 };
  const bounds =
    interval === undefined ? undefined : evaluatedInterval(interval, { cluster, bins });
  return {
    ...{ detector, set, metric },
    value: value.value ?? null,
    ...(value.value === undefined ? { reason: value.reason } : {}),
    ...{ n, anomalies, prevalence },
    images: counts.counted,
    imagesLeftOut: counts.skipped,
    ...(bounds === undefined ? {} : { interval: bounds }),
  };
}

/** The difference of two detectors; nothing where one of the two has no value. */
export function evaluatedDifference(
  { difference, ...interval }: PairedDifference,
  {
    first,
    second,
    set,
    cluster,
    bins,
  }: Omit<MetricSubject, 'detector' | 'images'> & {
    readonly first: string;
    readonly second: string;
  },
): EvaluatedDifference | undefined {
  const bounds = evaluatedInterval(interval, { cluster, bins });
  if (difference === undefined || bounds === undefined) return undefined;
  return { first, second, set, metric: interval.metric, value: difference, interval: bounds };
}

function evaluatedInterval(
  { method, level, ...bounds }: Interval,
  { cluster, bins }: Pick<MetricSubject, 'cluster' | 'bins'>,
): EvaluatedInterval | undefined {
  const { low, high } = bounds;
  if (low === undefined || high === undefined) return undefined;
  if (method.kind === 'delong') return { low, high, level, method: 'delong' };
  const { replicates, seed } = method;
  const drawn = {
    cluster,
    replicates,
    seed: Number(seed),
    ...(bins === undefined ? {} : { bins }),
  };
  return { low, high, level, method: 'bootstrap', ...drawn };
}
