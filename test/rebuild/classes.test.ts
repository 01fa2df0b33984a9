import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput, SourceChanged } from '../../src/errors.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import type { ImageRecord } from '../../src/records/index.ts';
import { openRelease } from '../../src/release/index.ts';
import {
  classPhoto,
  dolphin,
  multilabel,
  wnids,
  writeClassSource,
} from '../support/class-source.ts';
import { temporaryFolder } from '../support/folders.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { encodeTar } from '../support/tar.ts';
import { contentsOf, put, tinyOptions } from '../support/tiny-source.ts';

type Changes = Parameters<typeof tinyOptions>[2];
const releaseName = `${multilabel}-1.0.0`;

function planOf(folder: string, changes: Changes = {}, recipe: string = multilabel) {
  const out = changes.out ?? join(folder, 'out');
  return makePlan(recipe, tinyOptions(join(folder, 'source'), out, changes));
}

async function build(folder: string, changes: Changes = {}) {
  return rebuild(await planOf(folder, changes));
}

async function recordsIn(t: ExecutionContext, folder: string): Promise<readonly ImageRecord[]> {
  const release = await openRelease(folder);
  t.teardown(() => release.close());
  const records = [];
  for await (const record of release.tables.records()) records.push(record);
  return records;
}

test('rebuild() takes every image of the 20 classes to the test split, in folders by wnid', async (t) => {
  const folder = temporaryFolder(t);
  await writeClassSource(join(folder, 'source'));
  const { info, reports, ledger } = await build(folder);
  t.is(info.kind, 'full');
  t.is(info.source.truth, 'class');
  t.deepEqual(info.counts, {
    records: 40,
    skipped: 0,
    recordsPerSplit: { test: 40 },
    skippedPerReason: {},
  });
  t.deepEqual(
    reports.map(({ check, verdict }) => `${check} ${verdict}`),
    ['integrity pass', 'classes pass', 'figures pass', 'duplicates pass', 'overlap fail'],
  );
  t.deepEqual([...new Set(ledger.map(({ status }) => status))], ['reproduced']);
  const [first] = await recordsIn(t, join(folder, 'out', releaseName));
  t.like(first, {
    id: 'n01937909_1',
    split: 'test',
    sourceSplit: 'n01937909',
    image: { placed: { path: 'images/test/n01937909/n01937909_1.JPEG' } },
    truth: { kind: 'class', member: 'leech', wnid: 'n01937909', width: 24, height: 18 },
  });
  const card = readFileSync(join(folder, 'out', releaseName, 'README.md'), 'utf8');
  t.regex(card, /\| red wood \| n12285512 \| 2 \| .*red alder/);
  t.notRegex(card, /mask/i);
});

test('rebuild() gives the same images from folders and archives, and the same bytes with any threads', async (t) => {
  const folder = temporaryFolder(t);
  await writeClassSource(join(folder, 'source'));
  await build(folder, { out: join(folder, 'folders'), threads: 1, placement: 'copy' });
  await build(folder, { out: join(folder, 'linked'), threads: 3, placement: 'hardlink' });
  rmSync(join(folder, 'source'), { recursive: true });
  await writeClassSource(join(folder, 'source'), { form: 'archives' });
  await build(folder, { out: join(folder, 'archives'), threads: 3 });
  await build(folder, { out: join(folder, 'again'), threads: 1, placement: 'copy' });
  const contents = (out: string, below = '') => contentsOf(join(folder, out, releaseName, below));
  t.deepEqual(contents('linked'), contents('folders'));
  t.deepEqual(contents('again'), contents('archives'));
  t.deepEqual(contents('archives', 'images'), contents('folders', 'images'));
  const digests = async (out: string) =>
    (await recordsIn(t, join(folder, out, releaseName))).map(({ id, image, truth }) => {
      return [id, image?.source.sha256, image?.placed, truth];
    });
  t.deepEqual(await digests('archives'), await digests('folders'));
});

test('rebuild() with --images none names members of archives by path, and holds none', async (t) => {
  const folder = temporaryFolder(t);
  await writeClassSource(join(folder, 'source'), { form: 'archives' });
  const { info } = await build(folder, { placement: 'none' });
  t.is(info.kind, 'recipe');
  const release = join(folder, 'out', releaseName);
  t.false(existsSync(join(release, 'images')));
  const [first] = await recordsIn(t, release);
  t.is(first?.image?.source.path, 'n01937909.tar/n01937909_1.JPEG');
});

test('rebuild() without some classes is part of the dataset: claims and figures are unknown', async (t) => {
  const folder = temporaryFolder(t);
  const without = ['n12356395', dolphin];
  await writeClassSource(join(folder, 'source'), { form: 'archives', without });
  const out = join(folder, 'out');
  const args = ['build', multilabel, '--from', join(folder, 'source'), '--out', out];
  const built = await runCli(...args);
  t.is(built.code, 0, built.stderr);
  t.regex(built.stderr, /The source lacks n02069412, n12356395: .*part of the dataset only/);
  const claims = await runCli('claims', join(out, releaseName), '--json');
  t.is(claims.code, 2);
  const { ledger } = JSON.parse(claims.stdout);
  t.deepEqual(
    ledger.map(({ status }: { status: string }) => status),
    ['unknown', 'unknown'],
  );
  const gate = await runCli('gate', join(out, releaseName), '--json');
  t.is(gate.code, 2, gate.stderr);
  const card = readFileSync(join(out, releaseName, 'README.md'), 'utf8');
  t.regex(card, /The source lacked n02069412, n12356395, so this release is part of the dataset/);
});

test('rebuild() leaves out with a reason what is no image, and judges what stands twice', async (t) => {
  const folder = temporaryFolder(t);
  const photo = await classPhoto(500);
  await writeClassSource(join(folder, 'source'), {
    form: 'archives',
    files: {
      [dolphin]: {
        [`${dolphin}_8.JPEG`]: Buffer.from('<html>gone</html>'),
        [`${dolphin}_9.JPEG`]: Buffer.alloc(0),
        [`${dolphin}_10.JPEG`]: photo,
      },
      n02139199: { 'n02139199_10.JPEG': photo, 'n02139199_11.JPEG': photo.subarray(0, 300) },
    },
  });
  const { info, reports } = await build(folder);
  t.deepEqual(info.counts.skippedPerReason, {
    'file-empty': 1,
    'photo-html': 1,
    'photo-undecodable': 1,
  });
  const findings = reports
    .filter(({ check }) => check !== 'overlap')
    .flatMap((report) => report.findings);
  t.deepEqual(
    findings.map(({ code, level }) => `${code} ${level}`),
    [...Array(3).fill('candidate-unreadable note'), 'image-in-several-classes fault'],
  );
});

test('rebuild() notices an archive that changes while it is read', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeClassSource(source, { form: 'archives' });
  const path = join(source, `${dolphin}.tar`);
  const plan = await planOf(folder);
  const { mtime } = statSync(path);
  utimesSync(path, mtime, new Date(mtime.getTime() + 5000));
  await t.throwsAsync(rebuild(plan), { instanceOf: SourceChanged, message: /n02069412\.tar$/ });
  const again = await planOf(folder);
  writeFileSync(path, encodeTar([{ name: `${dolphin}_1.JPEG`, content: await classPhoto(77) }]));
  await t.throwsAsync(rebuild(again), { instanceOf: SourceChanged });
  t.is((await build(folder)).info.counts.records, 39, 'once it has settled, the build goes on');
});

test('makePlan() refuses a recipe that does not fit its source, and an encoding of masks there are not', async (t) => {
  const folder = temporaryFolder(t);
  await writeClassSource(join(folder, 'source'));
  await t.throwsAsync(planOf(folder, { encoding: 'shifted' }), {
    instanceOf: InvalidInput,
    message: /has no masks: leave --encoding out/,
  });
  const read = (name: string) =>
    JSON.parse(
      readFileSync(new URL(`../../manifests/datasets/${name}.json`, import.meta.url), 'utf8'),
    );
  const recipe = (changes: object) => {
    put(folder, 'recipe.json', JSON.stringify({ ...read(multilabel), ...changes }));
    return planOf(folder, {}, join(folder, 'recipe.json'));
  };
  const { splits, source } = read('bdd-anomaly');
  await t.throwsAsync(recipe({ splits }), { message: /"by-anomaly" needs masks/ });
  await t.throwsAsync(recipe({ source }), { message: /without voidValue/ });
  await t.throwsAsync(recipe({ source: { kind: 'imagenet', size: 1 } }), { message: /size/ });
  await t.throwsAsync(recipe({ splits: { kind: 'some' } }), { message: /at splits/ });
});

test('a build of classes killed at random moments ends with the same bytes', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeClassSource(source, { form: 'archives', imagesPerClass: 20 });
  rmSync(join(source, `${wnids[3]}.tar`));
  await build(folder, { out: join(folder, 'expected') });
  const expected = contentsOf(join(folder, 'expected', releaseName));
  let kills = 0;
  for (let round = 0; round < 2; round++) {
    const out = join(folder, `round-${round}`);
    for (let attempt = 0; !existsSync(join(out, releaseName)); attempt++) {
      const { child, finished } = startCli(['build', multilabel, '--from', source, '--out', out]);
      const killed = setTimeout(200 + Math.random() * 500 + attempt * 120).then(() =>
        child.kill('SIGKILL'),
      );
      const { code, stderr } = await finished;
      await killed;
      if (code === null) kills++;
      else t.is(code, 0, stderr);
      t.true(attempt < 50, 'the build ends');
    }
    t.deepEqual(contentsOf(join(out, releaseName)), expected);
  }
  t.true(kills > 0);
});

test('rebuild() certifies the classes: none overlaps VOC or COCO, one is not what it is called', async (t) => {
  const folder = temporaryFolder(t);
  await writeClassSource(join(folder, 'source'), { form: 'folders' });
  const { reports } = await build(folder);
  const { verdict, findings } = reports.find(({ check }) => check === 'overlap') ?? {
    verdict: undefined,
    findings: [],
  };
  t.is(verdict, 'fail');
  const faults = findings.filter(({ level }) => level === 'fault');
  t.deepEqual(
    faults.map(({ code, subject, values }) => [code, subject, values.synset, values.names]),
    [['label-elsewhere', 'red wood', 'n12285512', 'sequoia']],
  );
  const narrower = findings.filter(({ code }) => code === 'label-narrower');
  const labels = narrower.map(({ subject }) => subject);
  for (const label of ['deer', 'dolphin', 'rhino', 'rice', 'sugar cane']) {
    t.true(labels.includes(label), label);
  }
  const nested = findings.filter(({ code }) => code === 'class-below-class');
  t.deepEqual(
    nested.map(({ subject, values }) => [subject, values.above]),
    [['Japanese cherry blossoms', 'cherry tree']],
  );
});
