import { join } from 'node:path';
import { DamagedFile } from '../../errors.ts';
import { digestOfShards } from './score-subjects.ts';
import { readShard, type Shard } from './shard-files.ts';

/** Scores of an evaluation that lie in a folder of scores. */
export interface FoundScores {
  readonly folder: string;
  readonly shards: readonly Shard[];
}

/**
 * The scores that an evaluation names, or `undefined` where they are gone.
 *
 * @param folder below which each job has a folder of its own
 * @throws {DamagedFile} where others lie in their place
 */
export async function findScores(
  folder: string,
  { identity, sha256 }: { readonly identity: string; readonly sha256: string },
): Promise<FoundScores | undefined> {
  const own = join(folder, identity.slice(0, 16));
  const shards: Shard[] = [];
  for (;;) {
    const shard = await readShard(own, shards.length);
    if (shard === undefined) break;
    shards.push(shard);
  }
  if (shards.length === 0) return undefined;
  if (digestOfShards(shards) !== sha256) {
    throw new DamagedFile(
      `Scores are not those that the evaluation was measured on, evaluate it again: ${own}`,
    );
  }
  return { folder: own, shards };
}
