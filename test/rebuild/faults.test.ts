import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { StorageFailure } from '../../src/errors.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { mountDisk, mountingTest } from '../support/small-disk.ts';
import {
  contentsOf,
  type TinyFrame,
  tinyOptions,
  writeTinyRecipe,
  writeTinySource,
} from '../support/tiny-source.ts';

/** Enough frames that a build takes a while in each of its phases. */
const manyFrames = Array.from({ length: 600 }, (_, i): TinyFrame => {
  const clip = (i % 90).toString(16).padStart(8, '0');
  const split = i % 7 === 0 ? 'val' : 'train';
  const id = `${clip}-${i.toString(16).padStart(8, '0')}`;
  return i % 9 === 0 ? { split, id, anomaly: [16 + (i % 3), 1 + (i % 60)] } : { split, id };
});

async function prepare(
  folder: string,
): Promise<{ source: string; recipe: string; expected: ReadonlyMap<string, string> }> {
  const source = join(folder, 'source');
  await writeTinySource(source, { frames: manyFrames });
  const recipe = writeTinyRecipe(folder);
  await rebuild(await makePlan(recipe, tinyOptions(source, join(folder, 'expected'))));
  return { source, recipe, expected: contentsOf(join(folder, 'expected/tiny-1.0.0')) };
}

for (const placement of ['copy', 'hardlink']) {
  test(`a build killed at random moments ends with the same bytes, by ${placement}`, async (t) => {
    const folder = temporaryFolder(t);
    const { source, recipe, expected } = await prepare(folder);
    const rounds = 3;
    let kills = 0;
    for (let round = 0; round < rounds; round++) {
      const out = join(folder, `round-${round}`);
      const args = ['build', recipe, '--from', source, '--out', out, '--images', placement];
      // Later and later within a round, so that every phase is hit and the round still ends.
      for (let attempt = 0; !existsSync(join(out, 'tiny-1.0.0')); attempt++) {
        const { child, finished } = startCli(args);
        const killed = setTimeout(150 + Math.random() * 500 + attempt * 120).then(() =>
          child.kill('SIGKILL'),
        );
        const { code, stderr } = await finished;
        await killed;
        if (code === null) kills++;
        else t.is(code, 0, stderr);
        t.true(attempt < 50, 'the build ends');
      }
      t.deepEqual(contentsOf(join(out, 'tiny-1.0.0')), expected);
    }
    t.log(`${kills} kills in ${rounds} rounds`);
    t.true(kills > 0);
  });
}

test('a build killed right after its rename leaves a whole release, and the next one says so', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  const recipe = writeTinyRecipe(folder);
  const out = join(folder, 'out');
  await rebuild(await makePlan(recipe, tinyOptions(join(folder, 'source'), out)));
  mkdirSync(join(out, '.tiny-1.0.0.building'));
  const { code, stderr } = await runCli(
    'build',
    recipe,
    '--from',
    join(folder, 'source'),
    '--out',
    out,
  );
  t.is(code, 2);
  t.regex(stderr, /A release is there already/);
  t.false(existsSync(join(out, '.tiny-1.0.0.building')), 'nothing is left lying around');
});

test('of two builds of one release at the same time one waits its turn outside', async (t) => {
  const folder = temporaryFolder(t);
  const { source, recipe, expected } = await prepare(folder);
  const out = join(folder, 'out');
  const args = ['build', recipe, '--from', source, '--out', out];
  const results = await Promise.all([
    startCli(args).finished,
    startCli(args).finished,
    startCli(args).finished,
  ]);
  const codes = results.map(({ code }) => code).sort();
  t.deepEqual(codes, [0, 2, 2]);
  for (const { code, stderr } of results) {
    if (code === 2) t.regex(stderr, /Another process works on tiny-1\.0\.0|already/);
  }
  t.deepEqual(contentsOf(join(out, 'tiny-1.0.0')), expected);
});

test('an interrupted build says how to go on, and goes on', async (t) => {
  const folder = temporaryFolder(t);
  const { source, recipe, expected } = await prepare(folder);
  const args = ['build', recipe, '--from', source, '--out', join(folder, 'out')];
  const { child, finished } = startCli(args);
  for (
    let waited = 0;
    !existsSync(join(folder, 'out/.tiny-1.0.0.building/journal.sqlite')) && waited < 10_000;
    waited += 5
  ) {
    await setTimeout(5);
  }
  child.kill('SIGINT');
  const { code, stderr } = await finished;
  t.is(code, 2, stderr);
  t.regex(stderr, /Interrupted: run the same command to go on/);
  t.false(existsSync(join(folder, 'out/tiny-1.0.0')));
  t.is((await runCli(...args)).code, 0);
  t.deepEqual(contentsOf(join(folder, 'out/tiny-1.0.0')), expected);
});

test('a build whose inputs changed since it was interrupted holds nothing of the old ones', async (t) => {
  const folder = temporaryFolder(t);
  const { source, recipe } = await prepare(folder);
  const out = join(folder, 'out');
  const args = ['build', recipe, '--from', source, '--out', out, '--images', 'copy'];
  const { child, finished } = startCli(args);
  const staging = join(out, '.tiny-1.0.0.building/release/images');
  for (let waited = 0; !existsSync(staging) && waited < 20_000; waited += 5) await setTimeout(5);
  child.kill('SIGKILL');
  await finished;
  for (const { split, id } of manyFrames.slice(0, 300)) {
    rmSync(join(source, `seg/images/${split}/${id}.jpg`));
    rmSync(join(source, `seg/labels/${split}/${id}_train_id.png`));
  }
  await rebuild(await makePlan(recipe, tinyOptions(source, join(folder, 'fresh'))));
  t.is((await runCli(...args)).code, 0);
  t.deepEqual(contentsOf(join(out, 'tiny-1.0.0')), contentsOf(join(folder, 'fresh/tiny-1.0.0')));
});

test('a folder without write permission is a clear error', async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  await writeTinySource(join(folder, 'source'));
  const recipe = writeTinyRecipe(folder);
  mkdirSync(join(folder, 'out'), { mode: 0o555 });
  // Root may write anywhere, so it runs as somebody else.
  const isRoot = process.getuid?.() === 0;
  const args = [
    'build',
    recipe,
    '--from',
    join(folder, 'source'),
    '--out',
    join(folder, 'out/deeper'),
  ];
  const { code, stderr } = await startCli(args, isRoot ? { uid: 65534 } : {}).finished;
  t.is(code, 2, stderr);
  t.regex(stderr, /No permission.*\(EACCES\)/);
  t.deepEqual(readdirSync(join(folder, 'out')), []);
});

test('a file where the folder should be is a clear error', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'), { photos: false });
  writeFileSync(join(folder, 'out'), '');
  const plan = await makePlan(
    writeTinyRecipe(folder),
    tinyOptions(join(folder, 'source'), join(folder, 'out/x')),
  );
  await t.throwsAsync(rebuild(plan), { instanceOf: StorageFailure, message: /ENOTDIR/ });
});

mountingTest(
  'a full disk is a clear error, leaves no release, and the build goes on once there is room',
  async (t) => {
    const folder = temporaryFolder(t);
    const { source, recipe, expected } = await prepare(folder);
    const disk = join(folder, 'disk');
    t.true(mountDisk(disk, '1400k'));
    t.teardown(() => execFileSync('umount', [disk]));
    const args = ['build', recipe, '--from', source, '--out', disk, '--images', 'copy'];
    const { code, stderr } = await startCli(args).finished;
    t.is(code, 2, stderr);
    t.regex(stderr, /The disk is full/);
    t.false(existsSync(join(disk, 'tiny-1.0.0')));
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    const again = await startCli(args).finished;
    t.is(again.code, 0, again.stderr);
    t.deepEqual(contentsOf(join(disk, 'tiny-1.0.0')), expected);
  },
);
