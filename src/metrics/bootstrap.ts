import { type Interval, noBounds, type PairedDifference } from './interval.ts';
import { metricNames } from './metric-value.ts';
import { randomDraws } from './random-draws.ts';
import { type Resample, resampleDifference } from './resample.ts';

export interface BootstrapOptions {
  readonly seed: string;
  readonly replicates: number;
  /** How many clusters there are: images, species or clips, not pixels. */
  readonly clusters: number;
}

/**
 * Percentile intervals of all metrics by the bootstrap: clusters are drawn with replacement, as many
 * as there are, and the metrics computed anew. The same seed gives the same intervals.
 *
 * @see Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13
 */
export function bootstrapIntervals(
  resample: Resample,
  options: BootstrapOptions,
): readonly Interval[] {
  const draw = randomDraws(options.seed, options.clusters);
  const drawn = Array.from({ length: options.replicates }, () => resample(draw()));
  const defined = drawn.filter((values) => values !== undefined);
  const { seed, clusters, replicates } = options;
  const undefinedReplicates = replicates - defined.length;
  const method = { kind: 'bootstrap', seed, clusters, replicates, undefinedReplicates } as const;
  return metricNames.map((metric) => ({
    metric,
    level: 0.95,
    method,
    ...boundsOf(defined.map((values) => values[metric])),
  }));
}

/**
 * The same of the difference of two score sets on the same clusters: both are measured on every draw,
 * so that what they have in common does not count as noise.
 */
export function bootstrapDifferences(
  first: Resample,
  second: Resample,
  options: BootstrapOptions,
): readonly PairedDifference[] {
  const resample = resampleDifference(first, second);
  const all = resample(new Uint32Array(options.clusters).fill(1));
  const intervals = bootstrapIntervals(resample, options);
  return intervals.map((interval) => ({ ...interval, difference: all?.[interval.metric] }));
}

function boundsOf(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const low = percentile(sorted, 0.025);
  const high = percentile(sorted, 0.975);
  if (low === undefined || high === undefined) return noBounds('No replicate has both kinds');
  return { low, high };
}

/** Between two values, the straight line from one to the other. */
function percentile(sorted: Float64Array, share: number): number | undefined {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}
