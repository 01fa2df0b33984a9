import { DamagedFile } from '../../errors.ts';
import { type BinnedSample, binSample, orderKeys, splitKeys } from '../../metrics/index.ts';
import type { Protocol } from '../../records/index.ts';
import { pixelKindsOf } from '../scorer/prepare-batch.ts';
import { readArray } from '../scores/shard-files.ts';
import type { ShardToMeasure } from './measure-shard.ts';

/** Where this function is for the threads that run it. */
export const binModule = import.meta.url;

export interface BinContext {
  readonly folder: string;
  readonly protocol: Protocol;
  /** By detector: the last key of each bin. */
  readonly ends: Readonly<Record<string, Uint32Array>>;
}

export interface BinnedShard {
  readonly shard: number;
  /** By detector, image by image. */
  readonly images: Readonly<Record<string, readonly BinnedSample[]>>;
}

/**
 * Counts the pixels of a shard by bin, in whatever thread it is called.
 *
 * @throws {DamagedFile} when scores or masks are not what was written
 */
export function binShard(
  { shard, subjects }: ShardToMeasure,
  { folder, protocol, ends }: BinContext,
): BinnedShard {
  const labels = subjects.map(({ mask, id }) => {
    if (mask === undefined) throw new DamagedFile(`Image without a mask among pixels: ${id}`);
    return pixelKindsOf(mask, id);
  });
  const images = Object.entries(ends).map(([detector, own]) => {
    const binned = readArray(folder, shard, detector).map((scores, i) => {
      const where = `${detector} of ${subjects[i]?.id}`;
      const sample = { keys: orderKeys(scores, where), labels: labels[i] as Uint8Array };
      return binSample(splitKeys(sample, protocol.void, where), own);
    });
    return [detector, binned] as const;
  });
  return { shard: shard.shard, images: Object.fromEntries(images) };
}
