import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../support/folders.ts';
import { startCli } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { type StreetRelease, writeStreetRelease } from '../support/street-release.ts';
import { contentsOf } from '../support/tiny-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'oodforge-test-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
const made: Promise<StreetRelease> = writeStreetRelease(folder, 24);

async function argsFor(scores: string, ...more: readonly string[]): Promise<readonly string[]> {
  const { release, manifest, model } = await made;
  return [
    ...['evaluate', release, '--model', manifest, '--model-file', model, '--scores', scores],
    ...['--replicates', '20', '--sessions', '1', ...more],
  ];
}

/** Shards, their arrays and the result, by name. */
function scoresIn(scores: string): ReadonlyMap<string, string> {
  const kept = [...contentsOf(scores)].filter(([path]) => !/lock\.sqlite/.test(path));
  return new Map(kept);
}

test('evaluate scores a release of masks with what it learns from the rest of it', async (t) => {
  const scores = join(temporaryFolder(t), 'scores');
  const args = await argsFor(scores, '--detectors', 'max-logit,kl-matching', '--json');
  const { code, stdout, stderr } = await runHere(args);
  t.is(code, 0, stderr);
  const { verdict, sets, detectors, metrics } = JSON.parse(stdout);
  t.deepEqual([verdict, sets[0].images, sets[0].split], ['pass', 24, 'test']);
  t.deepEqual([detectors[1].fit.split, detectors[1].fit.images], ['train', 4]);
  t.is(metrics.length, 6);
});

test('evaluate says what is missing on one line', async (t) => {
  const { release } = await made;
  const said = await runHere([
    'evaluate',
    release,
    '--model',
    'squeezenet-fp32',
    '--mirror',
    folder,
  ]);
  t.is(said.code, 2);
  t.regex(said.stderr, /No file squeezenet1\.0_fp32_logits\.onnx of model .*--model-file\n$/);
  const none = await runHere([...(await argsFor(folder)), '--split', 'nowhere']);
  t.is(none.code, 2);
  t.regex(none.stderr, /No split "nowhere" \(there are /);
  const unread = await runHere([...(await argsFor(folder)), '--batch', '0']);
  t.is(unread.code, 2);
});

test('evaluate goes on where it was killed and ends with the same bytes', async (t) => {
  const root = temporaryFolder(t);
  const whole = join(root, 'whole');
  t.is((await runHere(await argsFor(whole))).code, 0);
  const expected = scoresIn(whole);
  const scores = join(root, 'killed');
  const args = await argsFor(scores);
  // Killed when so many shards are there, of six; at last let through.
  for (const shards of [0, 1, 3]) {
    const { child, finished } = startCli(args);
    await until(
      () => child.exitCode !== null || globSync(join(scores, '*/shard-*.json')).length >= shards,
    );
    child.kill('SIGKILL');
    await finished;
  }
  const { code, stderr } = await startCli(args).finished;
  t.is(code, 0, stderr);
  t.deepEqual(scoresIn(scores), expected);
  const [json = ''] = globSync(join(scores, '*/evaluation.json'));
  rmSync(json);
  t.is((await runHere(args)).code, 0);
  t.is(expected.get(json.slice(scores.length + 1)), readFileSync(json, 'base64'));
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
