import {
  bootstrapDifferences,
  bootstrapIntervals,
  type Interval,
  type MetricValue,
  meanValues,
  measureCounts,
  PooledCounts,
  parseCounts,
  pooledValues,
  type Resample,
  resampleImages,
  type SampleMeasures,
} from '../../metrics/index.ts';
import type { TaskRunner } from '../../records/index.ts';
import type { EvaluatedDifference, EvaluatedMetric } from '../evaluation-result.ts';
import type { FoundScores } from '../scores/stored-scores.ts';
import type { Subject } from '../subjects/subject.ts';
import { clusterNameOf, clustersOf } from './clusters.ts';
import { evaluatedDifference, evaluatedMetric } from './evaluated-metrics.ts';
import type { MeasureOptions } from './measure-images.ts';
import {
  type DetectorPixels,
  type MeasuredShard,
  measureModule,
  measureShard,
  type ShardToMeasure,
} from './measure-shard.ts';
import type { Measured } from './measured.ts';
import { ScoreRange, type ScoreRangeFacts } from './score-range.ts';

/** Scores of pixels, on disk. */
export interface PixelScores {
  readonly detectors: readonly string[];
  readonly stored: FoundScores;
  readonly subjects: readonly Subject[];
  readonly shardSize: number;
  /** What the images are called in the result. */
  readonly set: string;
}

export interface MeasuredPixels extends Measured {
  readonly ranges: Readonly<Record<string, ScoreRangeFacts>>;
}

/**
 * Measures pixels against masks, shard by shard on threads. Means over images have intervals by
 * drawing the images' clusters anew.
 */
export async function measurePixels(
  scored: PixelScores,
  options: MeasureOptions & { readonly runTask: TaskRunner },
): Promise<MeasuredPixels> {
  const { detectors, subjects, set } = scored;
  const { protocol, seed, replicates } = options;
  const gathered = await gather(scored, options);
  const clusters = clustersOf(subjects.map(({ cluster }) => cluster));
  const cluster = clusterNameOf(clusters, subjects.length);
  const bootstrap = { seed: String(seed), replicates, clusters: clusters.count };
  const metrics: EvaluatedMetric[] = [];
  const differences: EvaluatedDifference[] = [];
  const resampleOf = (detector: string) =>
    resampleImages(gathered.get(detector)?.images ?? [], clusters.of);
  const isMean = protocol.aggregation === 'per-image';
  for (const detector of detectors) {
    const { images, counts } = gathered.get(detector) as Gathered;
    const values = isMean
      ? meanValues(images, protocol)
      : pooledValues(measureCounts(counts, protocol), protocol);
    const intervals = isMean ? bootstrapIntervals(resampleOf(detector), bootstrap) : [];
    const subject = { detector, set, images: subjects.length, cluster };
    metrics.push(...values.map((value) => evaluatedMetric(value, of(intervals, value), subject)));
  }
  const [first, ...others] = detectors;
  if (isMean && first !== undefined) {
    for (const second of others) {
      const paired = bootstrapDifferences(resampleOf(first), resampleOf(second), bootstrap);
      const subject = { first, second, set, cluster };
      differences.push(...paired.flatMap((one) => evaluatedDifference(one, subject) ?? []));
    }
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

/** Differences of means over images, the scores of `now` less those of `before`. */
export async function comparePixels(
  now: FoundScores,
  before: FoundScores,
  options: ComparedPixels,
): Promise<readonly EvaluatedDifference[]> {
  const { detectors, subjects, protocol, seed, replicates } = options;
  if (protocol.aggregation !== 'per-image' || detectors.length === 0) return [];
  const set = subjects[0]?.set ?? '';
  const gatheredOf = (stored: FoundScores) => {
    const shardSize = stored.shards[0]?.subjects.length ?? 1;
    return gather({ detectors, stored, subjects, shardSize, set }, options);
  };
  const [here, there] = [await gatheredOf(now), await gatheredOf(before)];
  const clusters = clustersOf(subjects.map(({ cluster }) => cluster));
  const cluster = clusterNameOf(clusters, subjects.length);
  const bootstrap = { seed: String(seed), replicates, clusters: clusters.count };
  return detectors.flatMap((name) => {
    const [first, second] = [here, there].map((gathered) =>
      resampleImages(gathered.get(name)?.images ?? [], clusters.of),
    ) as [Resample, Resample];
    const subject = { first: name, second: name, set, cluster };
    return bootstrapDifferences(first, second, bootstrap).flatMap(
      (one) => evaluatedDifference(one, subject) ?? [],
    );
  });
}

function of(intervals: readonly Interval[], { metric }: MetricValue): Interval | undefined {
  return intervals.find((interval) => interval.metric === metric);
}

/** All shards of one detector. */
interface Gathered {
  /** In the order of the subjects. */
  readonly images: SampleMeasures[];
  readonly counts: PooledCounts;
  readonly range: ScoreRange;
}

async function gather(
  { detectors, stored, subjects, shardSize }: PixelScores,
  {
    protocol,
    runTask,
    onProgress,
  }: Pick<MeasureOptions, 'protocol' | 'onProgress'> & { readonly runTask: TaskRunner },
): Promise<ReadonlyMap<string, Gathered>> {
  const gathered = new Map<string, Gathered>(
    detectors.map((detector) => [
      detector,
      { images: [], counts: new PooledCounts(protocol.void), range: new ScoreRange() },
    ]),
  );
  const task = {
    module: measureModule,
    name: measureShard.name,
    context: { folder: stored.folder, protocol, detectors },
  };
  const items = stored.shards.map((shard) => ({
    shard,
    subjects: subjects.slice(shard.shard * shardSize, (shard.shard + 1) * shardSize),
  }));
  let done = 0;
  for await (const batch of runTask<ShardToMeasure, MeasuredShard>(task, items)) {
    for (const { shard, detectors: parts } of batch) {
      for (const part of parts) addPart(gathered, part, shard * shardSize);
      done += items[shard]?.subjects.length ?? 0;
    }
    onProgress?.(done, subjects.length);
  }
  return gathered;
}

function addPart(
  gathered: ReadonlyMap<string, Gathered>,
  { detector, images, counts, range }: DetectorPixels,
  first: number,
): void {
  const mine = gathered.get(detector) as Gathered;
  for (const [i, measures] of images.entries()) mine.images[first + i] = measures;
  if (counts !== undefined) mine.counts.merge(parseCounts(counts, `counts of ${detector}`));
  mine.range.merge(range);
}
