import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { progressOn, progressText } from '../../src/cli/progress.ts';
import { temporaryFolder } from '../support/folders.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { writeTinyRecipe, writeTinySource } from '../support/tiny-source.ts';

const commands = [
  'build',
  'verify',
  'claims',
  'gate',
  'diff',
  'metrics',
  'recheck',
  'adopt',
  'export',
  'audit',
  'explain',
  'decide',
  'sources',
  'model',
  'demo',
];

test('every command shows an example in its help', async (t) => {
  const { code, stdout } = await runCli('--help');
  t.is(code, 0);
  for (const command of commands) t.regex(stdout, new RegExp(`^  ${command} `, 'm'));
  for (const command of commands) {
    const help = await runCli(command, '--help');
    t.is(help.code, 0);
    t.regex(help.stdout, new RegExp(`Example:\\n  oodforge ${command}`));
    t.regex(help.stdout, /--json/);
  }
});

const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
  [['fly'], /unknown command/],
  [['build'], /missing required argument/],
  [['build', 'bdd-anomaly'], /Say --from/],
  [['build', 'bdd-anomaly', '--from', '/nowhere'], /No such folder: \/nowhere/],
  [
    ['build', 'no-such', '--from', '/tmp'],
    /known datasets: bdd-anomaly, bdd-anomaly-clip-safe, blobs, .*imagenet21k-multilabel, .*species/,
  ],
  [['build', 'bdd-anomaly', '--from', '/tmp', '--encoding', 'rot13'], /"rot13"/],
  [['build', 'bdd-anomaly', '--from', '/tmp', '--threads', '0'], /threads/],
  [['build', 'bdd-anomaly', '--wings'], /unknown option/],
  [['verify', '/nowhere'], /No release/],
  [['claims', '/nowhere'], /No release/],
  [['gate', '/nowhere', '--date', 'soon'], /Not a date/],
  [['diff', '/nowhere', '/nowhere'], /No release/],
  [
    ['metrics', '/nowhere.npy'],
    /Say --protocol \(known protocols: fishyscapes, openood, paper-caos/,
  ],
  [['metrics', '/nowhere.npy', '--protocol', 'openood'], /No such file: \/nowhere.npy/],
  [['metrics', '/nowhere.txt', '--protocol', 'openood'], /known: .npy, .csv, .parquet/],
  [['metrics', '/nowhere.npy', '--protocol', 'mine'], /known protocols: fishyscapes/],
  [['metrics', '/nowhere.npy', '--protocol', 'openood', '--intervals', '0'], /intervals/],
  [['recheck', '/nowhere'], /Say --from/],
  [['recheck', '/nowhere', '--from', 'api'], /No release/],
  [['recheck', '/nowhere', '--from', 'api', '--date', 'soon'], /Not a date/],
  [['adopt', 'species', '/nowhere'], /Say --from/],
  [['adopt', 'species', '/nowhere', '--from', 'api'], /open data alone/],
  [['export', '/nowhere', '--to', 'stone'], /Unknown export form "stone" \(known: odgt\)/],
  [['sources'], /missing required argument 'action'/],
  [['sources', 'fly'], /Not an action \(known: list, fetch, verify\) \(got "fly"\)/],
  [['sources', 'fetch', 'no-such'], /known sources: imagenet-12k, imagenet-1k, /],
  [['sources', 'list', '--mirror', '/nowhere'], /No such folder: \/nowhere/],
];

for (const [args, sentence] of wrong) {
  test(`oodforge ${args.join(' ')} ends in 2 and says why`, async (t) => {
    const { code, stdout, stderr } = await runCli(...args);
    t.is(code, 2);
    t.regex(stderr, sentence);
    t.notRegex(stderr, /\n {4}at /, 'no stack trace');
    t.is(stdout, '');
  });
}

test('errors are JSON with --json, and say whether trying again may help', async (t) => {
  const { code, stdout } = await runCli('verify', '/nowhere', '--json');
  t.is(code, 2);
  const { verdict, error } = JSON.parse(stdout);
  t.is(verdict, 'unknown');
  t.is(error.name, 'InvalidRelease');
  t.false(error.retryable);
});

test('a dry run says what would be built, and writes nothing', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  const recipe = writeTinyRecipe(folder);
  const before = readdirSync(folder, { recursive: true });
  const { code, stdout } = await runCli(
    'build',
    recipe,
    '--from',
    join(folder, 'source'),
    '--out',
    join(folder, 'out'),
    '--dry-run',
  );
  t.is(code, 0);
  t.regex(stdout, /Would build .*tiny-1\.0\.0/);
  t.deepEqual(readdirSync(folder, { recursive: true }), before);
});

test('the demo takes a painted source through the whole line, and passes', async (t) => {
  const out = join(temporaryFolder(t), 'demo');
  const { code, stdout, stderr } = await runCli('demo', '--out', out);
  t.is(code, 0, stderr);
  t.regex(stdout, /Gate street-scenes on \d{4}-\d\d-\d\d: pass/);
  t.regex(stdout, /On the real BDD100K: npx oodforge build bdd-anomaly --from/);

  const release = join(out, 'street-scenes-1.0.0');
  const late = await runCli('gate', release, '--date', '2100-01-01', '--json');
  t.is(late.code, 1, 'once the waivers have expired the gate fails');
  t.is(JSON.parse(late.stdout).verdict, 'fail');

  const exported = await runCli('export', release, '--to', 'odgt', '--out', join(out, 'data'));
  t.is(exported.code, 0, exported.stderr);
  const list = readFileSync(join(out, 'data/test.odgt'), 'utf8');
  t.false(list.includes('\n'), 'one array on one line');
  const entries = JSON.parse(list);
  t.is(entries.length, 24);
  t.deepEqual(Object.keys(entries[0]), ['dbName', 'width', 'height', 'fpath_img', 'fpath_segm']);
  t.notThrows(() => readFileSync(join(out, 'data', entries[0].fpath_img)));
});

test('the demo audits two lists, and its second run keeps what the first has made', async (t) => {
  const cwd = temporaryFolder(t);
  const first = await startCli(['demo'], { cwd }).finished;
  t.is(first.code, 0, first.stderr);
  t.regex(first.stdout, /red wood \(n12285512\)\n {2}label: .*sequoia/);
  t.regex(first.stdout, /T0 against wordnet-nouns: bullfrog; synonym Rana catesbeiana = bullfrog/);
  const made = statSync(join(cwd, 'data/work/demo/street-scenes-1.0.0')).mtimeMs;

  const second = await startCli(['demo'], { cwd }).finished;
  t.is(second.code, 0, second.stderr);
  t.notRegex(second.stdout, /== Build/);
  t.is(second.stdout.match(/holds, nothing has changed/g)?.length, 2);
  t.is(statSync(join(cwd, 'data/work/demo/street-scenes-1.0.0')).mtimeMs, made);

  const other = await startCli(['demo', '--seed', '2'], { cwd }).finished;
  t.regex(other.stdout, /== Build/, 'another seed is another demo');
});

test('progressText() shows a bar, the rate and the time left', (t) => {
  const state = { label: 'inspect', done: 40, total: 80, unit: 'images', rate: 10, width: 80 };
  t.is(progressText(state), 'inspect [############............] 40/80 images, 10/s, 4 s left');
  t.is(progressText({ ...state, width: 20 }), 'inspect 40/80 images, 10/s, 4 s left');
});

test('progressOn() redraws on a terminal and writes plain lines elsewhere', (t) => {
  for (const isTTY of [true, false]) {
    let written = '';
    let time = 0;
    const screen = { isTTY, columns: 80, write: (text: string) => (written += text) };
    const progress = progressOn(screen, () => time);
    for (; time <= 10_000; time += 50) progress.update('read', time, 10_000, 'files');
    progress.end();
    t.is(written.includes('\r'), isTTY);
    const drawn = written.split(isTTY ? '\r' : '\n').length;
    t.true(isTTY ? drawn > 50 : drawn < 6, String(drawn));
  }
});
