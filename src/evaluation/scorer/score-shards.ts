import { refuseStillPasses } from '../../detectors/index.ts';
import { runOnThreads } from '../../engine/index.ts';
import { writeShard } from '../scores/shard-files.ts';
import { openSession, type Tensor } from '../session.ts';
import { openRunner } from './averaged-scales.ts';
import { DropoutPasses, passesTensor } from './dropout-passes.ts';
import type { ScorerMessage, ScoringOrder, ShardOrder } from './messages.ts';
import {
  type BatchOrder,
  type PrepareContext,
  type PreparedBatch,
  prepareBatch,
  prepareModule,
  tensorOf,
} from './prepare-batch.ts';
import { ShardCollector } from './shard-collector.ts';

/**
 * Scores shards one image after another: threads decode and preprocess ahead, the session, which
 * blocks the thread it runs on, has this one to itself. A shard is told of once it is on the disk.
 */
export async function scoreShards(
  order: ScoringOrder,
  say: (message: ScorerMessage) => void,
): Promise<void> {
  const { model, session: options, batch, preparers, folder, shards } = order;
  // A model that is asked for nothing but passes has no plain one.
  const isPlain = model.outputs.some(({ tensor }) => tensor !== passesTensor);
  const runner = isPlain ? await openRunner(model, options) : undefined;
  const passes = order.passes === undefined ? undefined : await DropoutPasses.open(order.passes);
  const { beside } = order;
  const second =
    beside === undefined ? undefined : await openSession(beside.path, beside.where, options);
  const besideInput = beside?.input.name ?? '';
  const kept = { ...model, outputs: [...model.outputs, ...(beside?.outputs ?? [])] };
  const moved = new Set<number>();
  const run = async (batch: PreparedBatch): Promise<Readonly<Record<string, Tensor>>> => {
    const given = {
      ...(await runner?.run(batch)),
      ...(batch.beside && (await second?.run({ [besideInput]: tensorOf(batch.beside) }))),
    };
    if (passes === undefined) return given;
    const { tensor, isStill } = await passes.score({ [model.input.name]: tensorOf(batch) });
    if (!isStill) moved.add(batch.shard);
    return { ...given, [passesTensor]: tensor };
  };
  say({ kind: 'ready' });
  const collectors = new Map<number, ShardCollector>();
  const context: PrepareContext = {
    ...{ input: model.input, channels: model.channels, beside: beside?.input },
  };
  const task = { module: prepareModule, name: prepareBatch.name, context };
  const prepared = runOnThreads<BatchOrder, PreparedBatch>(task, inBatches(shards, batch), {
    threads: preparers,
    batchSize: 1,
  });
  try {
    for await (const batches of prepared) {
      for (const ready of batches) {
        const start = performance.now();
        const given = await run(ready);
        const sessionMs = performance.now() - start;
        const subjects = subjectsOf(shards, ready.shard);
        const collector =
          collectors.get(ready.shard) ?? new ShardCollector(ready.shard, subjects, kept);
        collectors.set(ready.shard, collector);
        collector.add(ready, given);
        say({ kind: 'progress', images: ready.ids.length, sessionMs });
        if (!collector.isComplete()) continue;
        collectors.delete(ready.shard);
        if (order.passes !== undefined && !moved.has(ready.shard)) {
          refuseStillPasses(order.passes.passes, model.where);
        }
        await writeShard(folder, collector.finish());
        say({ kind: 'shard', shard: ready.shard });
      }
    }
  } finally {
    await runner?.close();
    await second?.close();
  }
}

function* inBatches(shards: readonly ShardOrder[], size: number): Generator<BatchOrder> {
  for (const { shard, subjects } of shards) {
    for (let first = 0; first < subjects.length; first += size) {
      yield { shard, first, subjects: subjects.slice(first, first + size) };
    }
  }
}

function subjectsOf(shards: readonly ShardOrder[], wanted: number): readonly string[] {
  const order = shards.find(({ shard }) => shard === wanted);
  return order?.subjects.map(({ id }) => id) ?? [];
}
