import { PooledCounts, parseCounts, type SampleMeasures } from '../../metrics/index.ts';
import type { TaskRunner } from '../../records/index.ts';
import type { FoundScores } from '../scores/stored-scores.ts';
import type { Subject } from '../subjects/subject.ts';
import type { MeasureOptions } from './measure-images.ts';
import {
  type DetectorPixels,
  type MeasuredShard,
  measureModule,
  measureShard,
  type ShardToMeasure,
} from './measure-shard.ts';
import { ScoreRange } from './score-range.ts';

/** Scores of pixels, on disk. */
export interface PixelScores {
  readonly detectors: readonly string[];
  readonly stored: FoundScores;
  readonly subjects: readonly Subject[];
  readonly shardSize: number;
  /** What the images are called in the result. */
  readonly set: string;
}

/** All shards of one detector. */
export interface Gathered {
  /** In the order of the subjects. */
  readonly images: SampleMeasures[];
  readonly counts: PooledCounts;
  readonly range: ScoreRange;
}

/** Measures the shards of all detectors on threads, in whatever order they come. */
export async function gatherPixels(
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
