/** The three metrics, in the order in which tables print them. */
export const metricNames = ['auroc', 'aupr', 'fpr95'] as const;
export type MetricName = (typeof metricNames)[number];

/** What a value was computed on and how; without it a number says nothing. */
export interface MetricBasis {
  readonly metric: MetricName;
  /** Name of the protocol. */
  readonly protocol: string;
  /** Records or pixels that took part: void that the protocol ignores and images left out did not. */
  readonly n: number;
  /** How many of them are anomalies. */
  readonly anomalies: number;
  /**
   * Share of anomalies, 0 to 1; where images are averaged, the mean of their shares. The AUPR of a
   * score that says nothing, where anomalies are the positives. 0 where nothing took part.
   */
  readonly prevalence: number;
  /** `undefined` where the protocol pools. */
  readonly images: ImageCounts | undefined;
}

export interface ImageCounts {
  /** Images in the mean. */
  readonly counted: number;
  /** Images without both kinds. */
  readonly skipped: number;
}

/** A metric: a number from 0 to 1, or `undefined` and why. Never NaN. */
export type MetricValue = MetricBasis &
  ({ readonly value: number } | { readonly value: undefined; readonly reason: string });

/** Why a sample with so many of each kind has no value; `undefined` where it has one. */
export function whyUndefined(anomalies: number, others: number): string | undefined {
  if (anomalies === 0 && others === 0) return 'No records';
  if (anomalies === 0) return 'No anomalies';
  if (others === 0) return 'Anomalies only';
  return undefined;
}
