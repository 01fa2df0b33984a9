import type { Protocol } from '../records/index.ts';
import type { Interval } from './interval.ts';
import type { MetricValue } from './metric-value.ts';

/** The metrics of one set of scores under one protocol. */
export interface Measured {
  readonly protocol: Protocol;
  readonly values: readonly MetricValue[];
  /** By metric, in the same order or fewer; empty where none were asked for. */
  readonly intervals: readonly Interval[];
}
