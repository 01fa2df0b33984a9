import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock, hashBytes, jsonText, writeFileDurably } from '../../io/index.ts';
import { asSha256, type Sha256 } from '../../records/index.ts';
import type { PassesModel, ScoredModel, ShardOrder } from '../scorer/messages.ts';
import { runScorers, type ScorerUsage } from '../scorer/run-scorers.ts';
import type { SessionOptions } from '../session.ts';
import type { Subject } from '../subjects/subject.ts';
import { readShard, type Shard } from './shard-files.ts';

/** What is to be scored, and with what. */
export interface ScoreJob {
  /** Writes the model into the folder of the job; called only where something is to be scored. */
  readonly model: (folder: string) => Promise<ScoredModel>;
  /** As `model`, what Dropout compares. */
  readonly passes?: ((folder: string) => Promise<PassesModel>) | undefined;
  /** As `model`, one whose scores stand beside. */
  readonly beside?: ((folder: string) => Promise<ScoredModel>) | undefined;
  readonly subjects: readonly Subject[];
  /** Below which a folder of this job is made. */
  readonly folder: string;
  /** All that decides the scores; with another value, they are computed anew. */
  readonly identity: unknown;
  readonly run: RunOptions;
}

export interface RunOptions {
  readonly session: SessionOptions;
  readonly sessions: number;
  readonly batch: number;
  readonly preparers: number;
  /** Images a shard, which is what is kept when a process dies. */
  readonly shardSize: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of images that are scored, those of earlier runs at once. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Scores on disk, shard by shard. */
export interface StoredScores {
  readonly folder: string;
  readonly identity: Sha256;
  readonly shards: readonly Shard[];
  /** Over the digests of all arrays: equal for equal scores. */
  readonly sha256: Sha256;
  /** Of this run; nothing where all of it was there. */
  readonly usage: ScorerUsage | undefined;
}

/**
 * Scores what is not scored yet. Shards of an earlier run of the same job are kept, whatever ended
 * it; the scores are the same as without the interruption.
 *
 * @throws {Busy} when another process scores the same
 * @throws as {@link runScorers} does
 */
export async function scoreSubjects(job: ScoreJob): Promise<StoredScores> {
  const { subjects, run } = job;
  const about = { shardSize: run.shardSize, of: job.identity };
  const identity = hashBytes(JSON.stringify(about));
  const folder = join(job.folder, identity.slice(0, 16));
  await mkdir(folder, { recursive: true });
  const lock = acquireLock(join(folder, 'lock.sqlite'), `Scoring into ${folder}`);
  try {
    await writeFileDurably(join(folder, 'job.json'), jsonText(about));
    await removeParts(folder);
    const orders = inShards(subjects, run.shardSize);
    const known = await Promise.all(orders.map(({ shard }) => readShard(folder, shard)));
    const open = orders.filter((_, i) => known[i] === undefined);
    const usage = open.length === 0 ? undefined : await score({ ...job, folder, open });
    const shards: Shard[] = [];
    for (const { shard } of orders) shards.push((await readShard(folder, shard)) as Shard);
    return { folder, identity, shards, sha256: digestOfShards(shards), usage };
  } finally {
    lock.release();
  }
}

async function score({
  model,
  passes,
  beside,
  subjects,
  folder,
  open,
  run,
}: ScoreJob & { readonly open: readonly ShardOrder[] }): Promise<ScorerUsage> {
  const { session, batch, preparers, sessions, signal, onProgress } = run;
  const left = open.reduce((sum, order) => sum + order.subjects.length, 0);
  let done = subjects.length - left;
  onProgress?.(done, subjects.length);
  return runScorers(
    {
      model: await model(folder),
      passes: await passes?.(folder),
      beside: await beside?.(folder),
      session,
      batch,
      preparers,
      folder,
      shards: open,
    },
    {
      sessions,
      signal,
      onProgress(images) {
        done = Math.min(subjects.length, done + images);
        onProgress?.(done, subjects.length);
      },
    },
  );
}

/** Files that were being written when a run was killed. */
async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.part')) await rm(join(folder, name));
  }
}

function inShards(subjects: readonly Subject[], size: number): readonly ShardOrder[] {
  const count = Math.ceil(subjects.length / size);
  return Array.from({ length: count }, (_, shard) => ({
    shard,
    subjects: subjects.slice(shard * size, (shard + 1) * size),
  }));
}

/** Over the digests of all arrays: equal for equal scores. */
export function digestOfShards(shards: readonly Shard[]): Sha256 {
  const hash = createHash('sha256');
  for (const { arrays } of shards) {
    for (const { name, sha256 } of arrays) hash.update(`${name} ${sha256}\n`);
  }
  return asSha256(hash.digest('hex'));
}
