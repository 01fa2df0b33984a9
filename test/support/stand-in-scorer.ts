import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScorerMessage, ScoringOrder } from '../../src/evaluation/scorer/messages.ts';
import { writeShard } from '../../src/evaluation/scores/shard-files.ts';

/**
 * A process in the place of a scorer: it says that shards are done, and dies as often as `deaths` of
 * its folder says, each time with one shard fewer than it has left.
 */
process.on('disconnect', () => process.exit());
process.once('message', (order: ScoringOrder) => void carryOut(order));

async function carryOut({ folder, shards }: ScoringOrder): Promise<void> {
  const file = join(folder, 'deaths');
  const [left = '0', how = 'SIGKILL'] = existsSync(file)
    ? readFileSync(file, 'utf8').split(' ')
    : [];
  appendFileSync(join(folder, 'starts'), `${shards.map(({ shard }) => shard).join()}\n`);
  for (const [i, { shard, subjects }] of shards.entries()) {
    if (Number(left) > 0 && i === 1) {
      writeFileSync(file, `${Number(left) - 1} ${how}`);
      die(how);
    }
    const ids = subjects.map(({ id }) => id);
    const parts = ids.map(() => Float32Array.of(shard));
    await writeShard(folder, {
      ...{ shard, subjects: ids },
      arrays: [{ name: 'msp', parts, shapes: ids.map(() => []) }],
    });
    say({ kind: 'progress', images: ids.length, sessionMs: 1 });
    say({ kind: 'shard', shard });
    await new Promise((resolve) => setImmediate(resolve));
  }
  say({ kind: 'done', cpuMs: 5 });
  process.disconnect();
}

function die(how: string): void {
  if (how === 'exit') process.exit(0);
  if (how === 'memory') {
    const kept: number[][] = [];
    for (;;) kept.push(new Array(1e6).fill(kept.length + 0.5));
  }
  process.kill(process.pid, how);
}

function say(message: ScorerMessage): void {
  process.send?.(message);
}
