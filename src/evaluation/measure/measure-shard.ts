import { DamagedFile } from '../../errors.ts';
import {
  countsBytes,
  measureSample,
  orderKeys,
  PooledCounts,
  type SampleMeasures,
  splitKeys,
} from '../../metrics/index.ts';
import type { Protocol } from '../../records/index.ts';
import { pixelKindsOf } from '../scorer/prepare-batch.ts';
import { readArray, type Shard } from '../scores/shard-files.ts';
import type { Subject } from '../subjects/subject.ts';
import { ScoreRange, type ScoreRangeFacts } from './score-range.ts';

/** Where this function is for the threads that run it. */
export const measureModule = import.meta.url;

export interface ShardToMeasure {
  readonly shard: Shard;
  readonly subjects: readonly Subject[];
}

export interface ShardContext {
  readonly folder: string;
  readonly protocol: Protocol;
  readonly detectors: readonly string[];
}

/** Pixels of one shard under one detector. */
export interface DetectorPixels {
  readonly detector: string;
  /** Image by image, where the protocol averages over images. */
  readonly images: readonly SampleMeasures[];
  /** How often each score came, where the protocol pools. */
  readonly counts?: Uint8Array | undefined;
  readonly range: ScoreRangeFacts;
}

export interface MeasuredShard {
  readonly shard: number;
  readonly detectors: readonly DetectorPixels[];
}

/**
 * Measures the pixels of a shard, in whatever thread it is called. Scores and mask must be of one
 * size.
 *
 * @throws {DamagedFile} when scores or masks are not what was written
 */
export function measureShard(
  { shard, subjects }: ShardToMeasure,
  { folder, protocol, detectors }: ShardContext,
): MeasuredShard {
  const labels = subjects.map(({ mask, id }) => {
    if (mask === undefined) throw new DamagedFile(`Image without a mask among pixels: ${id}`);
    return pixelKindsOf(mask, id);
  });
  return {
    shard: shard.shard,
    detectors: detectors.map((detector) => {
      const parts = readArray(folder, shard, detector);
      const images: SampleMeasures[] = [];
      const pooled = new PooledCounts(protocol.void);
      const range = new ScoreRange();
      for (const [i, scores] of parts.entries()) {
        const where = `${detector} of ${subjects[i]?.id}`;
        const sample = { keys: orderKeys(scores, where), labels: labels[i] as Uint8Array };
        const split = splitKeys(sample, protocol.void, where);
        range.add(scores);
        if (protocol.aggregation === 'per-image') images.push(measureSample(split, protocol));
        else pooled.add(split);
      }
      const counts = protocol.aggregation === 'pooled' ? { counts: countsBytes(pooled) } : {};
      return { detector, images, ...counts, range: range.facts() };
    }),
  };
}
