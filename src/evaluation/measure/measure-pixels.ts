import {
  type BootstrapOptions,
  bootstrapDifferences,
  bootstrapIntervals,
  type Interval,
  type MetricValue,
  meanValues,
  measureCounts,
  pooledValues,
} from '../../metrics/index.ts';
import type { TaskRunner } from '../../records/index.ts';
import type { EvaluatedDifference, EvaluatedMetric } from '../evaluation-result.ts';
import type { FoundScores } from '../scores/stored-scores.ts';
import type { Subject } from '../subjects/subject.ts';
import { clusterNameOf, clustersOf } from './clusters.ts';
import { evaluatedDifference, evaluatedMetric } from './evaluated-metrics.ts';
import { type Gathered, gatherPixels, type PixelScores } from './gather-pixels.ts';
import type { MeasureOptions } from './measure-images.ts';
import type { Measured } from './measured.ts';
import { type PixelResample, pixelResamples } from './pixel-resamples.ts';
import type { ScoreRangeFacts } from './score-range.ts';

export interface MeasuredPixels extends Measured {
  readonly ranges: Readonly<Record<string, ScoreRangeFacts>>;
}

/**
 * Measures pixels against masks, shard by shard on threads. Intervals are by drawing the images'
 * clusters anew; those of pooled pixels are drawn in bins, so their width is approximate, and the
 * values are exact.
 */
export async function measurePixels(
  scored: PixelScores,
  options: MeasureOptions & { readonly runTask: TaskRunner },
): Promise<MeasuredPixels> {
  const { detectors, subjects, set } = scored;
  const { protocol, seed, replicates } = options;
  const gathered = await gatherPixels(scored, options);
  const clusters = clustersOf(subjects.map(({ cluster }) => cluster));
  const cluster = clusterNameOf(clusters, subjects.length);
  const bootstrap = { seed: String(seed), replicates, clusters: clusters.count };
  const metrics: EvaluatedMetric[] = [];
  const differences: EvaluatedDifference[] = [];
  const resamples = await pixelResamples(scored, gathered, { ...options, clusters });
  for (const detector of detectors) {
    const { images, counts } = gathered.get(detector) as Gathered;
    const values =
      protocol.aggregation === 'per-image'
        ? meanValues(images, protocol)
        : pooledValues(measureCounts(counts, protocol), protocol);
    const { resample, bins } = resamples.get(detector) as PixelResample;
    const intervals = bootstrapIntervals(resample, bootstrap);
    const subject = { detector, set, images: subjects.length, cluster, bins };
    metrics.push(...values.map((value) => evaluatedMetric(value, of(intervals, value), subject)));
  }
  const [first, ...others] = detectors;
  for (const second of first === undefined ? [] : others) {
    const pair = [first, second].map((name) => resamples.get(name ?? '') as PixelResample);
    const subject = { first: first ?? '', second, set, cluster };
    differences.push(...differencesOf(pair, { ...subject, bootstrap }));
  }
  const ranges = Object.fromEntries(
    [...gathered].map(([detector, { range }]) => [detector, range.facts()]),
  );
  return { metrics, differences, ranges };
}

/** Of the pixels of some images, scored twice: how far each detector is from what it was. */
export interface ComparedPixels extends MeasureOptions {
  readonly detectors: readonly string[];
  readonly subjects: readonly Subject[];
  readonly runTask: TaskRunner;
}

/** Differences of the metrics, the scores of `now` less those of `before`. */
export async function comparePixels(
  now: FoundScores,
  before: FoundScores,
  options: ComparedPixels,
): Promise<readonly EvaluatedDifference[]> {
  const { detectors, subjects, seed, replicates } = options;
  const set = subjects[0]?.set ?? '';
  const clusters = clustersOf(subjects.map(({ cluster }) => cluster));
  const cluster = clusterNameOf(clusters, subjects.length);
  const resamplesOf = async (stored: FoundScores) => {
    const shardSize = stored.shards[0]?.subjects.length ?? 1;
    const scored = { detectors, stored, subjects, shardSize, set };
    return pixelResamples(scored, await gatherPixels(scored, options), { ...options, clusters });
  };
  const both = [await resamplesOf(now), await resamplesOf(before)];
  const bootstrap = { seed: String(seed), replicates, clusters: clusters.count };
  return detectors.flatMap((name) => {
    const pair = both.map((resamples) => resamples.get(name) as PixelResample);
    return differencesOf(pair, { first: name, second: name, set, cluster, bootstrap });
  });
}

interface Pair {
  readonly first: string;
  readonly second: string;
  readonly set: string;
  readonly cluster: string;
  readonly bootstrap: BootstrapOptions;
}

function differencesOf(
  resamples: readonly PixelResample[],
  { bootstrap, ...subject }: Pair,
): readonly EvaluatedDifference[] {
  const [first, second] = resamples as readonly [PixelResample, PixelResample];
  const { bins } = first;
  return bootstrapDifferences(first.resample, second.resample, bootstrap).flatMap(
    (one) => evaluatedDifference(one, { ...subject, bins }) ?? [],
  );
}

function of(intervals: readonly Interval[], { metric }: MetricValue): Interval | undefined {
  return intervals.find((interval) => interval.metric === metric);
}
