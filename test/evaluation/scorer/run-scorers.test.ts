import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Interrupted, ScorerDied } from '../../../src/errors.ts';
import type { ScoringOrder } from '../../../src/evaluation/scorer/messages.ts';
import { runScorers, type ScorerOptions } from '../../../src/evaluation/scorer/run-scorers.ts';
import { readShard } from '../../../src/evaluation/scores/shard-files.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { tinyInput } from '../../support/tiny-evaluation.ts';

const program = new URL('../../support/stand-in-scorer.ts', import.meta.url);

/** An order of three shards of two images. */
function orderIn(folder: string): ScoringOrder {
  const image = { root: folder, path: 'none', sha256: '' };
  const shards = [0, 1, 2].map((shard) => ({
    shard,
    subjects: ['a', 'b'].map((name) => {
      const id = `${name}${shard}`;
      return { id, image, set: 'tiny', isAnomaly: false, cluster: id };
    }),
  }));
  const model = { path: 'none.onnx', where: 'tiny.onnx', input: tinyInput, outputs: [] };
  return { model, session: {}, batch: 1, preparers: 1, folder, shards };
}

function scorers(
  t: ExecutionContext,
  deaths: string,
  options: Partial<ScorerOptions> = {},
): { readonly folder: string; readonly run: () => ReturnType<typeof runScorers> } {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'deaths'), deaths);
  const run = () => runScorers(orderIn(folder), { sessions: 1, program, ...options });
  return { folder, run };
}

const startsIn = (folder: string) =>
  readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n');

test('runScorers() starts a process again that dies once, with the shards it had left', async (t) => {
  for (const how of ['SIGKILL', 'exit']) {
    let images = 0;
    const { folder, run } = scorers(t, `1 ${how}`, {
      onProgress: (more) => {
        images += more;
      },
    });
    t.deepEqual(await run(), { cpuMs: 5, sessionMs: 3 });
    t.deepEqual(startsIn(folder), ['0,1,2', '1,2']);
    t.is(images, 6);
  }
});

test('runScorers() gives up on a process that dies twice and keeps what is finished', async (t) => {
  const { folder, run } = scorers(t, '2 SIGKILL');
  const error = await t.throwsAsync(run, { instanceOf: ScorerDied });
  t.is(
    error?.message,
    'A process that holds the model died twice, killed by SIGKILL, on the images a2 to b2. ' +
      'If memory ran out, give --batch 1 or --sessions 1; what is finished is kept: tiny.onnx',
  );
  t.deepEqual(startsIn(folder), ['0,1,2', '1,2']);
  t.deepEqual([(await readShard(folder, 1))?.shard, await readShard(folder, 2)], [1, undefined]);
});

// Before the others, whose processes are to have all the memory they want.
test.serial('runScorers() says so where memory ran out', async (t) => {
  const { NODE_OPTIONS } = process.env;
  process.env.NODE_OPTIONS = '--max-old-space-size=64';
  t.teardown(() => {
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = NODE_OPTIONS;
  });
  const { run } = scorers(t, '2 memory');
  const error = await t.throwsAsync(run, { instanceOf: ScorerDied });
  t.regex(error?.message ?? '', /died twice, (killed by SIGABRT|with code 134), on the images a2/);
});

test('runScorers() ends its processes when it is interrupted', async (t) => {
  const stop = new AbortController();
  const { folder, run } = scorers(t, '0', {
    signal: stop.signal,
    onProgress: () => stop.abort(new Interrupted('Interrupted')),
  });
  await t.throwsAsync(run, { instanceOf: Interrupted });
  t.is(startsIn(folder).length, 1);
});
