import type { EvaluatedDifference, EvaluatedMetric } from '../evaluation-result.ts';

/** Metrics of each detector on each set, and how the detectors differ from the first of them. */
export interface Measured {
  readonly metrics: readonly EvaluatedMetric[];
  readonly differences: readonly EvaluatedDifference[];
}
