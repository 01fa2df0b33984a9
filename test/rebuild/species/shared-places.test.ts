import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { Busy, StorageFailure } from '../../../src/errors.ts';
import type { BudgetPlan } from '../../../src/io/index.ts';
import type { Route } from '../../../src/sources/inaturalist-stand-in/route.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { startCli } from '../../support/run-cli.ts';
import { mountDisk, mountingTest } from '../../support/small-disk.ts';
import { speciesStage, sumsOf } from '../../support/species-build.ts';

const worker = fileURLToPath(new URL('../../support/kill-worker.ts', import.meta.url));
const groups = ['fungi', 'insects'];

/** Holds every photo back until it is told to go on. */
function barrier(): { readonly route: Route; readonly reached: Promise<void>; open(): void } {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    open: opened.resolve,
    route: {
      path: /^\/open-data\/photos\//,
      async answer() {
        reached.resolve();
        await opened.promise;
        return undefined;
      },
    },
  };
}

test('of two builds of one release the second says that it is busy, and ends in 2', async (t) => {
  const { route, reached, open } = barrier();
  const stage = await speciesStage(t, { routes: [route] });
  const first = stage.build({ groups });
  await reached;
  await t.throwsAsync(stage.build({ groups }), {
    instanceOf: Busy,
    message: /Another process works on species-stand-in-1\.0\.0: wait for it/,
  });
  const { code, stderr } = await startCli(stage.args('--groups', groups.join(','))).finished;
  t.is(code, 2);
  t.regex(stderr, /Another process works on species-stand-in-1\.0\.0/);
  open();
  t.true(existsSync(join(await first, 'SHA256SUMS')));
});

test('two builds with one work folder both end, or say that it is busy, and give the same bytes', async (t) => {
  const stage = await speciesStage(t);
  const outs = ['a', 'b', 'c'].map((name) => join(stage.folder, name));
  const begun = await Promise.allSettled(outs.map((out) => stage.build({ groups, out })));
  const releases: string[] = [];
  for (const [i, outcome] of begun.entries()) {
    if (outcome.status === 'rejected')
      t.true(outcome.reason instanceof Busy, String(outcome.reason));
    const isDone = outcome.status === 'fulfilled';
    releases.push(isDone ? outcome.value : await stage.build({ groups, out: outs[i] as string }));
  }
  t.is(new Set(releases.map(sumsOf)).size, 1);
});

test('two builds at once, in two processes, ask no more of a host than their budget lets them', async (t) => {
  const stage = await speciesStage(t);
  const names = 'none';
  const { outcomes } = await stage.plan({ groups, names }); // the source is prepared, nothing asked
  t.is(stage.standIn.log.length, 0);
  const most = outcomes.reduce((sum, { photos }) => sum + photos, 0) - 1; // one alone needs more
  const budgets: BudgetPlan = {
    named: [],
    others: { requests: { day: most }, bytes: {}, atOnce: 4, spacingMs: 0 },
  };
  const recipe = join(stage.folder, 'species-stand-in.json');
  const builds = ['a', 'b'].map((name) => {
    const child = fork(worker);
    t.teardown(() => child.kill('SIGKILL'));
    const isUsedUp = new Promise<void>((resolve, reject) => {
      child.on('message', (text) => {
        const options = stage.options({ groups, names, budgets, out: join(stage.folder, name) });
        if (text === 'ready') child.send([recipe, options]);
        else if (/^waiting \d+ s for the day's budget of requests of /.test(`${text}`)) resolve();
      });
      child.on('exit', () => reject(new Error(`Build ${name} has ended`)));
    });
    return isUsedUp;
  });
  await Promise.all(builds);
  while (stage.standIn.log.length < most) await sleep(20); // those under way
  await sleep(200); // any beyond would come by now
  t.is(stage.standIn.log.length, most);
});

mountingTest(
  'a full disk is a clear error at any moment, and the build goes on once there is room',
  async (t) => {
    const plain = await speciesStage(t);
    const expected = sumsOf(await plain.build({ groups }));
    const disk = join(temporaryFolder(t), 'disk');
    t.true(mountDisk(disk, '64k'));
    t.teardown(() => execFileSync('umount', [disk]));
    const options = { groups, out: join(disk, 'out'), workFolder: join(disk, 'work') };
    mkdirSync(options.out);
    const failures: string[] = [];
    let release: string | undefined;
    for (let size = 64; release === undefined; size += Math.ceil(size / 4)) {
      t.true(size < 64_000);
      execFileSync('mount', ['-o', `remount,size=${size}k`, disk]);
      release = await plain.build(options).catch((error: unknown) => {
        t.true(error instanceof StorageFailure, `${size} k: ${(error as Error).stack}`);
        failures.push((error as Error).message);
        return undefined;
      });
    }
    t.true(failures.length > 3, failures.join('\n'));
    for (const message of failures) t.regex(message, /The disk is full/);
    t.is(sumsOf(release), expected);
  },
);
