import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { acquireLock } from '../../src/io/index.ts';
import { openRelease } from '../../src/release/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startCli } from '../support/run-cli.ts';
import { contentsOf, put } from '../support/tiny-source.ts';

/** A folder with a recipe like the one of that name, for a few small images. */
function smallRecipe(t: ExecutionContext, name: string, count: number): string {
  const folder = temporaryFolder(t);
  const url = new URL(`../../manifests/datasets/${name}.json`, import.meta.url);
  const { source, checks, ...recipe } = JSON.parse(readFileSync(url, 'utf8'));
  const small = {
    ...recipe,
    source: { ...source, count, width: 16, height: 12 },
    checks: [{ check: 'integrity', width: 16, height: 12 }, ...checks.slice(1)],
  };
  put(folder, 'recipe.json', JSON.stringify(small));
  return folder;
}

const run = (cwd: string, ...args: readonly string[]) => startCli(args, { cwd }).finished;
const generated = 'data/work/generated';

for (const name of ['gaussian-noise', 'rademacher-noise', 'blobs']) {
  test(`oodforge build makes ${name} without a source, and verify holds it to its digests`, async (t) => {
    const cwd = smallRecipe(t, name, 30);
    const built = await run(cwd, 'build', 'recipe.json');
    t.is(built.code, 0, built.stderr);
    const release = join(cwd, `data/releases/${name}-1.0.0`);
    const opened = await openRelease(release);
    t.teardown(() => opened.close());
    t.is(opened.info.source.truth, 'unlabelled');
    t.is(opened.info.counts.recordsPerSplit.test, 30);
    t.deepEqual(opened.info.verdicts, { integrity: 'pass', figures: 'pass', duplicates: 'pass' });
    const records = [];
    for await (const record of opened.tables.records()) records.push(record);
    t.like(records[7], {
      id: '000007',
      split: 'test',
      sourceSplit: 'images',
      image: { placed: { path: 'images/test/000007.png' } },
      truth: { kind: 'unlabelled', width: 16, height: 12, format: 'png' },
    });
    t.is((await run(cwd, 'verify', release)).code, 0);
    t.regex(readFileSync(join(release, 'README.md'), 'utf8'), /No image has a class/);
    const left = readdirSync(join(cwd, generated));
    t.true(left.length === 1 && left[0]?.endsWith('.lock') === true, 'the source is gone');
  });
}

test('oodforge build --dry-run makes no noise, and refuses flags before it makes any', async (t) => {
  const cwd = smallRecipe(t, 'blobs', 30);
  const dry = await run(cwd, 'build', 'recipe.json', '--dry-run');
  t.is(dry.code, 0);
  t.regex(
    dry.stdout,
    /Would make 30 images in .*data\/work\/generated\/blobs-1\.0\.0-[0-9a-f]{12},/,
  );
  t.is((await run(cwd, 'build', 'recipe.json', '--images', 'some')).code, 2);
  t.false(existsSync(join(cwd, 'data')));
});

test('oodforge build --from keeps the images it makes, and refuses others in their place', async (t) => {
  const cwd = smallRecipe(t, 'rademacher-noise', 6);
  const args = ['build', 'recipe.json', '--from', 'kept', '--out'];
  t.is((await run(cwd, ...args, 'a')).code, 0);
  t.is(readdirSync(join(cwd, 'kept/images')).length, 6);
  t.is((await run(cwd, ...args, 'b')).code, 0);
  t.deepEqual(contentsOf(join(cwd, 'a')), contentsOf(join(cwd, 'b')));
  put(cwd, 'kept/images/000003.png', 'not noise');
  const refused = await run(cwd, ...args, 'c');
  t.is(refused.code, 2);
  t.regex(refused.stderr, /Not the image that the recipe makes, remove it: images\/000003\.png/);
  const lock = acquireLock(join(cwd, '.kept.lock'), 'kept');
  t.regex((await run(cwd, ...args, 'd')).stderr, /Another process works on kept/);
  lock.release();
});

test('oodforge build of noise that was killed goes on and ends with the same bytes', async (t) => {
  const cwd = smallRecipe(t, 'gaussian-noise', 400);
  mkdirSync(join(cwd, 'out'));
  t.is((await run(cwd, 'build', 'recipe.json', '--out', 'expected')).code, 0);
  for (let attempt = 0; !existsSync(join(cwd, 'out/gaussian-noise-1.0.0')); attempt++) {
    const { child, finished } = startCli(['build', 'recipe.json', '--out', 'out'], { cwd });
    const killed = setTimeout(500 + attempt * 400).then(() => child.kill('SIGKILL'));
    const { code, stderr } = await finished;
    await killed;
    t.true(code === null || code === 0, stderr);
    t.true(attempt < 40, 'the build ends');
  }
  t.deepEqual(
    contentsOf(join(cwd, 'out/gaussian-noise-1.0.0')),
    contentsOf(join(cwd, 'expected/gaussian-noise-1.0.0')),
  );
  rmSync(join(cwd, 'data'), { recursive: true });
});
