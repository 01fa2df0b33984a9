import { InvalidInput } from '../errors.ts';
import type { Protocol } from '../records/index.ts';
import { measureRanking, type SampleMeasures } from './measure.ts';
import { metricNames } from './metric-value.ts';
import type { PooledCounts } from './pooled-counts.ts';
import type { Ranking } from './ranking.ts';
import type { Resample } from './resample.ts';
import type { SplitSample } from './split-sample.ts';

const usualBins = 2048;
/** Two counters of four bytes for each bin of each cluster. */
const mostBytes = 256 * 2 ** 20;

/**
 * The last key of each bin, ascending: quantiles of the anomalies and of the others, half of the bins
 * each, so that both kinds are told apart finely where they are dense. Equal keys are in one bin.
 *
 * @param clusters how many there are: with more than some 16,000 the bins are fewer, for memory
 */
export function binEnds(counts: PooledCounts, clusters: number): Uint32Array {
  const bins = Math.max(16, Math.min(usualBins, Math.floor(mostBytes / 8 / Math.max(1, clusters))));
  const totals = [counts.anomalies.total, counts.others.total] as const;
  const seen = [0, 0];
  const due = [1, 1];
  const ends: number[] = [];
  let last = 0;
  counts.each('upwards', (key, ...here) => {
    let isEnd = false;
    for (const kind of [0, 1] as const) {
      seen[kind] = (seen[kind] as number) + here[kind];
      const passed = Math.floor(((seen[kind] as number) / (totals[kind] || 1)) * (bins / 2));
      if (passed < (due[kind] as number)) continue;
      due[kind] = passed + 1;
      isEnd = true;
    }
    if (isEnd) ends.push(key);
    last = key;
  });
  if (ends.at(-1) !== last) ends.push(last);
  return Uint32Array.from(ends);
}

/** How many pixels of an image are in each bin. */
export interface BinnedSample {
  readonly anomalies: Uint32Array;
  readonly others: Uint32Array;
}

/** @param ends of {@link binEnds}; keys above the last are in the last bin */
export function binSample({ anomalies, others }: SplitSample, ends: Uint32Array): BinnedSample {
  return { anomalies: binned(anomalies, ends), others: binned(others, ends) };
}

function binned(keys: Uint32Array, ends: Uint32Array): Uint32Array {
  const counts = new Uint32Array(ends.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    counts[low] = (counts[low] as number) + 1;
  }
  return counts;
}

/** Pixels by cluster and bin. */
export class ClusterBins {
  readonly bins: number;
  readonly clusters: number;
  /** A row of bins a cluster. */
  readonly anomalies: Uint32Array;
  readonly others: Uint32Array;

  constructor(bins: number, clusters: number) {
    this.bins = bins;
    this.clusters = clusters;
    this.anomalies = new Uint32Array(bins * clusters);
    this.others = new Uint32Array(bins * clusters);
  }

  /** @throws {InvalidInput} where it has other bins */
  add(cluster: number, { anomalies, others }: BinnedSample): void {
    if (anomalies.length !== this.bins || others.length !== this.bins) {
      throw new InvalidInput(`A sample of ${anomalies.length} bins among others of ${this.bins}`);
    }
    const from = cluster * this.bins;
    for (let i = 0; i < this.bins; i++) {
      this.anomalies[from + i] = (this.anomalies[from + i] as number) + (anomalies[i] as number);
      this.others[from + i] = (this.others[from + i] as number) + (others[i] as number);
    }
  }
}

/**
 * Pooled pixels, drawn by cluster: a replicate adds the bins of the clusters that it drew. Scores of
 * one bin count as tied, so a replicate is not exact; how far the bins are from the exact metrics when
 * each cluster is drawn once is taken off every replicate.
 *
 * @param exact the metrics of all pixels, which the bins are near
 */
export function resampleBins(
  table: ClusterBins,
  exact: SampleMeasures,
  protocol: Protocol,
): Resample {
  const measure = (weights: Uint32Array) => {
    const ranking = rankBins(table, weights, protocol.positive);
    const isFlipped = protocol.positive === 'in-distribution';
    const anomalies = isFlipped ? ranking.negatives : ranking.positives;
    return measureRanking(ranking, { anomalies, protocol }).values;
  };
  const near = measure(new Uint32Array(table.clusters).fill(1));
  return (weights) => {
    const values = measure(weights);
    const { values: all } = exact;
    if (values === undefined || near === undefined || all === undefined) return undefined;
    const moved = metricNames.map((metric) => {
      const value = values[metric] + all[metric] - near[metric];
      return [metric, Math.min(1, Math.max(0, value))] as const;
    });
    return Object.fromEntries(moved) as Readonly<Record<(typeof metricNames)[number], number>>;
  };
}

function rankBins(
  { bins, clusters, anomalies, others }: ClusterBins,
  weights: Uint32Array,
  positive: Protocol['positive'],
): Ranking {
  const isFlipped = positive === 'in-distribution';
  const sums = [new Float64Array(bins), new Float64Array(bins)] as const;
  for (let cluster = 0; cluster < clusters; cluster++) {
    const weight = weights[cluster] as number;
    if (weight === 0) continue;
    const [from, [a, o]] = [cluster * bins, sums];
    for (let i = 0; i < bins; i++) {
      a[i] = (a[i] as number) + weight * (anomalies[from + i] as number);
      o[i] = (o[i] as number) + weight * (others[from + i] as number);
    }
  }
  const [positives, negatives] = isFlipped ? [sums[1], sums[0]] : sums;
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  return {
    positives: total(positives),
    negatives: total(negatives),
    walk(visit) {
      let between = 0;
      for (let i = 0; i < bins; i++) {
        const bin = isFlipped ? i : bins - 1 - i;
        const [here, tied] = [positives[bin] as number, negatives[bin] as number];
        if (here === 0) between += tied;
        else {
          visit(here, tied, between);
          between = 0;
        }
      }
    },
  };
}
