import {
  binEnds,
  ClusterBins,
  measureCounts,
  type Resample,
  resampleBins,
  resampleImages,
} from '../../metrics/index.ts';
import type { TaskRunner } from '../../records/index.ts';
import { type BinnedShard, binModule, binShard } from './bin-shard.ts';
import type { Clusters } from './clusters.ts';
import type { Gathered, PixelScores } from './gather-pixels.ts';
import type { MeasureOptions } from './measure-images.ts';
import type { ShardToMeasure } from './measure-shard.ts';

/** How the metrics of one detector come out when clusters are drawn anew. */
export interface PixelResample {
  readonly resample: Resample;
  /** Where pixels are pooled: into how many bins their scores were put. */
  readonly bins?: number | undefined;
}

export interface ResampleOptions extends Pick<MeasureOptions, 'protocol'> {
  readonly clusters: Clusters;
  readonly runTask: TaskRunner;
}

/**
 * Draws means over images from the images' metrics. Pooled pixels cannot be kept one by one: a second
 * pass over the scores counts those of each cluster in bins, at 8 bytes a bin and cluster.
 */
export async function pixelResamples(
  scored: Omit<PixelScores, 'set'>,
  gathered: ReadonlyMap<string, Gathered>,
  options: ResampleOptions,
): Promise<ReadonlyMap<string, PixelResample>> {
  const { protocol, clusters } = options;
  if (protocol.aggregation === 'per-image') {
    const resamples = [...gathered].map(([detector, { images }]) => {
      return [detector, { resample: resampleImages(images, clusters.of) }] as const;
    });
    return new Map(resamples);
  }
  const tables = await binPixels(scored, gathered, options);
  const resamples = [...tables].map(([detector, table]) => {
    const { counts } = gathered.get(detector) as Gathered;
    const resample = resampleBins(table, measureCounts(counts, protocol), protocol);
    return [detector, { resample, bins: table.bins }] as const;
  });
  return new Map(resamples);
}

async function binPixels(
  { stored, subjects, shardSize }: Omit<PixelScores, 'set'>,
  gathered: ReadonlyMap<string, Gathered>,
  { protocol, clusters, runTask }: ResampleOptions,
): Promise<ReadonlyMap<string, ClusterBins>> {
  const ends = Object.fromEntries(
    [...gathered].map(([detector, { counts }]) => [detector, binEnds(counts, clusters.count)]),
  );
  const tables = new Map(
    Object.entries(ends).map(([detector, own]) => {
      return [detector, new ClusterBins(own.length, clusters.count)] as const;
    }),
  );
  const context = { folder: stored.folder, protocol, ends };
  const task = { module: binModule, name: binShard.name, context };
  const items = stored.shards.map((shard) => ({
    shard,
    subjects: subjects.slice(shard.shard * shardSize, (shard.shard + 1) * shardSize),
  }));
  for await (const batch of runTask<ShardToMeasure, BinnedShard>(task, items)) {
    for (const { shard, images } of batch) {
      for (const [detector, samples] of Object.entries(images)) {
        for (const [i, sample] of samples.entries()) {
          tables.get(detector)?.add(clusters.of[shard * shardSize + i] as number, sample);
        }
      }
    }
  }
  return tables;
}
