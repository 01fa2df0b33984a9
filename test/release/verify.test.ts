import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidRelease } from '../../src/errors.ts';
import { hashBytes } from '../../src/io/index.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import type { TaskRunner } from '../../src/records/index.ts';
import { diffReleases, openRelease, verifyRelease } from '../../src/release/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import {
  put,
  tinyMask,
  tinyOptions,
  writeTinyRecipe,
  writeTinySource,
} from '../support/tiny-source.ts';

/** Carries tasks out in this process. */
const runTask: TaskRunner = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

async function buildTiny(t: ExecutionContext, photos = true) {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeTinySource(source, { photos });
  const placement = photos ? 'copy' : undefined;
  await rebuild(
    await makePlan(writeTinyRecipe(folder), tinyOptions(source, folder, { placement })),
  );
  return { release: join(folder, 'tiny-1.0.0'), sourceRoot: join(source, 'seg'), folder };
}

async function verify(folder: string, sourceRoot?: string) {
  const release = await openRelease(folder);
  try {
    return await verifyRelease(release, { runTask, sourceRoot });
  } finally {
    release.close();
  }
}

/** Changes a file and, as a forger would, its line in SHA256SUMS. */
function forge(release: string, name: string, change: (text: string) => string): void {
  const before = readFileSync(join(release, name), 'utf8');
  const after = change(before);
  if (after === before) throw new Error('Nothing was forged');
  writeFileSync(join(release, name), after);
  const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8');
  writeFileSync(join(release, 'SHA256SUMS'), sums.replace(hashBytes(before), hashBytes(after)));
}

test('verifyRelease() passes what rebuild() made, and holds the source to it', async (t) => {
  const { release, sourceRoot } = await buildTiny(t);
  const { verdict, files, sourceFiles, records } = await verify(release, sourceRoot);
  t.deepEqual(
    { verdict, files, sourceFiles, records },
    { verdict: 'pass', files: 25, sourceFiles: 18, records: 9 },
  );
});

const mask = 'masks/train/0000000a-00000005.png';
const tampers: readonly (readonly [
  what: string,
  tamper: (release: string) => void,
  expected: string,
])[] = [
  ['a byte of a mask', (r) => appendFileSync(join(r, mask), 'x'), `digest ${mask}`],
  ['a mask that is gone', (r) => rmSync(join(r, mask)), `missing ${mask}`],
  [
    'another mask in its place',
    (r) => writeFileSync(join(r, mask), tinyMask(5, 4)),
    `digest ${mask}`,
  ],
  [
    'a file that was added',
    (r) => writeFileSync(join(r, 'images/extra.jpg'), ''),
    'unlisted images/extra.jpg',
  ],
  ['a link', (r) => symlinkSync('/etc/hostname', join(r, 'link')), 'not-a-file link'],
  ['the card', (r) => appendFileSync(join(r, 'README.md'), 'more'), 'digest README.md'],
  [
    'a forged check',
    (r) =>
      forge(r, 'checks.json', (text) => text.replace('"verdict": "fail"', '"verdict": "pass"')),
    'checks checks.json',
  ],
  [
    'a forged verdict',
    (r) => forge(r, 'release.json', (text) => text.replace('"leaks": "fail"', '"leaks": "pass"')),
    'checks release.json',
  ],
  [
    'a forged count',
    (r) => forge(r, 'release.json', (text) => text.replace('"records": 9', '"records": 10')),
    'counts release.json',
  ],
  [
    'checks that do not parse',
    (r) => forge(r, 'checks.json', () => '{"schema": 1, "checks": 7}'),
    'unreadable checks.json',
  ],
  [
    'claims that are no JSON',
    (r) => forge(r, 'claims.json', () => 'nonsense'),
    'unreadable claims.json',
  ],
  [
    'a mask whose digest was forged too, but not its record',
    (r) => {
      const sums = readFileSync(join(r, 'SHA256SUMS'), 'utf8');
      const before = hashBytes(readFileSync(join(r, mask)));
      const forged = tinyMask(6, 3);
      writeFileSync(join(r, mask), forged);
      writeFileSync(join(r, 'SHA256SUMS'), sums.replace(before, hashBytes(forged)));
    },
    `records ${mask}`,
  ],
];

for (const [what, tamper, expected] of tampers) {
  test(`verifyRelease() names ${what}`, async (t) => {
    const { release } = await buildTiny(t);
    tamper(release);
    const { verdict, deviations } = await verify(release);
    t.is(verdict, 'fail');
    t.true(
      deviations.map(({ problem, path }) => `${problem} ${path}`).includes(expected),
      JSON.stringify(deviations),
    );
  });
}

test('verifyRelease() opens neither links nor pipes in the place of a file', async (t) => {
  const { release } = await buildTiny(t);
  const copy = join(release, '../copy.png');
  writeFileSync(copy, readFileSync(join(release, mask)));
  rmSync(join(release, mask));
  symlinkSync(copy, join(release, mask));
  const pipe = 'masks/train/0000000a-00000015.png';
  rmSync(join(release, pipe));
  execFileSync('mkfifo', [join(release, pipe)]);
  const { deviations } = await verify(release);
  const named = new Set(deviations.map(({ path, problem }) => `${problem} ${path}`));
  t.deepEqual([...named].sort(), [`not-a-file ${mask}`, `not-a-file ${pipe}`]);
});

test('verifyRelease() of a recipe release names each source file that deviates', async (t) => {
  const { release, sourceRoot } = await buildTiny(t, false);
  t.is((await verify(release)).sourceFiles, 0);
  t.is((await verify(release, sourceRoot)).verdict, 'pass');
  put(sourceRoot, 'labels/val/0000000d-3333cccc_train_id.png', tinyMask(4, 4));
  rmSync(join(sourceRoot, 'labels/train/0000000b-1111aaaa_train_id.png'));
  const { deviations } = await verify(release, sourceRoot);
  t.deepEqual(
    deviations.map(({ path, problem }) => [path, problem]),
    [
      ['labels/train/0000000b-1111aaaa_train_id.png', 'missing'],
      ['labels/val/0000000d-3333cccc_train_id.png', 'digest'],
    ],
  );
});

test('a folder that is no release is refused by name', async (t) => {
  const { release, folder } = await buildTiny(t);
  await t.throwsAsync(verify(join(folder, 'source')), {
    instanceOf: InvalidRelease,
    message: /release\.json/,
  });
  writeFileSync(join(release, 'SHA256SUMS'), `${'0'.repeat(64)}  ../../etc/passwd\n`);
  await t.throwsAsync(verify(release), { instanceOf: InvalidRelease, message: /line 1/ });
  writeFileSync(join(release, 'records.parquet'), 'no parquet');
  await t.throwsAsync(verify(release), {
    instanceOf: InvalidRelease,
    message: /Tables do not read/,
  });
});

test('queries reach the tables of the release and nothing else', async (t) => {
  const { release: folder } = await buildTiny(t);
  const release = await openRelease(folder);
  t.teardown(() => release.close());
  t.is(await release.tables.ask('SELECT count(*) FROM records'), 9);
  t.is(
    await release.tables.ask("SELECT sum(pixels) FROM class_pixels WHERE class = 'motorcycle'"),
    9,
  );
  for (const query of [
    "SELECT count(*) FROM read_csv('/etc/passwd')",
    `COPY records TO '${folder}/stolen.csv'`,
    'SET enable_external_access = true',
    'SELECT 1, 2',
    'SELECT id FROM records',
    'nonsense',
  ]) {
    await t.throwsAsync(release.tables.ask(query), { instanceOf: InvalidRelease }, query);
  }
});

test('diffReleases() says what came, went, moved and changed', async (t) => {
  const { release, folder } = await buildTiny(t);
  const source = join(folder, 'source');
  rmSync(join(source, 'seg/labels/train/0000000b-1111aaaa_train_id.png'));
  rmSync(join(source, 'seg/images/train/0000000b-1111aaaa.jpg'));
  put(source, 'seg/labels/val/0000000d-3333cccc_train_id.png', tinyMask(17, 4));
  put(source, 'seg/labels/train/00000abc-00000abc_train_id.png', tinyMask());
  put(
    source,
    'seg/images/train/00000abc-00000abc.jpg',
    readFileSync(join(source, 'seg/images/val/0000000d-3333cccc.jpg')),
  );
  const out = join(folder, 'later');
  await rebuild(await makePlan(writeTinyRecipe(folder), tinyOptions(source, out)));
  const [a, b] = await Promise.all([openRelease(release), openRelease(join(out, 'tiny-1.0.0'))]);
  t.teardown(() => [a, b].map((one) => one.close()));
  t.deepEqual(await diffReleases(a, a), []);
  t.deepEqual(await diffReleases(a, b), [
    { kind: 'went', id: '0000000b-1111aaaa', split: 'train' },
    { kind: 'moved', id: '0000000d-3333cccc', from: 'validation', to: 'test' },
    {
      kind: 'changed',
      id: '0000000d-3333cccc',
      split: 'test',
      what: ['labels', 'mask file', 'pixel counts'],
    },
    { kind: 'came', id: '00000abc-00000abc', split: 'train' },
  ]);
});
