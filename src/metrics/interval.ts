import type { MetricName } from './metric-value.ts';

/** An interval that holds the value in 95 of 100 repetitions, or `undefined` and why. */
export type Interval = IntervalBasis & Bounds;

/** The difference of a metric of two score sets on the same records, first minus second. */
export type PairedDifference = IntervalBasis & {
  /** `undefined` where one of the two is. */
  readonly difference: number | undefined;
} & Bounds;

export type Bounds =
  | { readonly low: number; readonly high: number }
  | { readonly low: undefined; readonly high: undefined; readonly reason: string };

export interface IntervalBasis {
  readonly metric: MetricName;
  readonly level: 0.95;
  readonly method: DeLongMethod | BootstrapMethod;
}

/** From an estimate of the variance, for records that are independent of each other. */
export interface DeLongMethod {
  readonly kind: 'delong';
  /** `undefined` where there are too few records to tell. */
  readonly standardError: number | undefined;
}

/** The 2.5th and 97.5th percentiles over drawn clusters. */
export interface BootstrapMethod {
  readonly kind: 'bootstrap';
  readonly seed: string;
  /** What was drawn, with replacement: images, species, clips. */
  readonly clusters: number;
  readonly replicates: number;
  /** Replicates that drew one kind only and so have no value; they are in no percentile. */
  readonly undefinedReplicates: number;
}

export function noBounds(reason: string): Bounds {
  return { low: undefined, high: undefined, reason };
}
