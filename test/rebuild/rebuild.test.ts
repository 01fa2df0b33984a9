import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { AlreadyExists, InvalidInput, SourceChanged } from '../../src/errors.ts';
import { countValues, readMask } from '../../src/io/index.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { asMaskRecord } from '../../src/records/index.ts';
import { openRelease } from '../../src/release/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { greyPng } from '../support/png.ts';
import {
  contentsOf,
  put,
  tinyFrames,
  tinyMask,
  tinyOptions,
  tinyPhoto,
  writeTinyRecipe,
  writeTinySource,
} from '../support/tiny-source.ts';

async function build(
  folder: string,
  changes: Parameters<typeof tinyOptions>[2] = {},
  recipe = writeTinyRecipe(folder),
) {
  const out = changes.out ?? join(folder, 'out');
  return rebuild(await makePlan(recipe, tinyOptions(join(folder, 'source'), out, changes)));
}

test('rebuild() splits by the rule of the paper and loses nothing', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  const { info, reports } = await build(folder);
  t.deepEqual(info.counts.recordsPerSplit, { train: 4, validation: 2, test: 3 });
  t.is(info.counts.skipped, 0);
  t.is(info.kind, 'full');
  t.deepEqual(
    reports.map(({ check, verdict }) => [check, verdict]),
    [
      ['integrity', 'pass'],
      ['masks', 'pass'],
      ['figures', 'pass'],
      ['leaks', 'fail'],
    ],
  );
});

test('rebuild() gives the same bytes with any number of threads, by link and by copy', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  const out = (name: string) => join(folder, name);
  await build(folder, { out: out('a'), threads: 1, placement: 'copy' });
  await build(folder, { out: out('b'), threads: 3, placement: 'hardlink' });
  t.deepEqual(contentsOf(join(out('a'), 'tiny-1.0.0')), contentsOf(join(out('b'), 'tiny-1.0.0')));
});

test('rebuild() gives the same records from both layouts', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  await build(folder, { out: join(folder, 'a') });
  rmSync(join(folder, 'source'), { recursive: true });
  await writeTinySource(join(folder, 'source'), { layout: 'current' });
  const { info } = await build(folder, { out: join(folder, 'b') });
  t.is(info.source.layout, 'current');
  const [a, b] = ['a', 'b'].map((name) => contentsOf(join(folder, name, 'tiny-1.0.0/masks')));
  t.deepEqual(a, b);
});

test('rebuild() without photos makes a recipe release that holds no files', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'), { photos: false });
  const { info } = await build(folder);
  t.is(info.kind, 'recipe');
  const names = [...contentsOf(join(folder, 'out/tiny-1.0.0')).keys()];
  t.deepEqual(names, [
    'ATTRIBUTION.csv',
    'README.md',
    'SHA256SUMS',
    'checks.json',
    'claims.json',
    'records.parquet',
    'release.json',
    'skipped.parquet',
  ]);
  await t.throwsAsync(build(folder, { placement: 'copy', out: join(folder, 'b') }), {
    instanceOf: InvalidInput,
    message: /no photos/,
  });
});

test('rebuild() skips with a reason what cannot become a record, and nothing else', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeTinySource(source);
  const photo = await tinyPhoto();
  const pair = (id: string, mask: Uint8Array, split = 'train') => {
    put(source, `seg/labels/${split}/${id}_train_id.png`, mask);
    put(source, `seg/images/${split}/${id}.jpg`, photo);
  };
  pair('000000aa-00000001', tinyMask().subarray(0, 40));
  pair('000000aa-00000002', greyPng(4, 4, new Uint8Array(16)));
  pair('000000aa-00000003', Buffer.alloc(0));
  pair('000000aa-00000004', greyPng(16, 8, new Uint8Array(128).fill(20).fill(2, 0, 9)));
  pair('000000aa-00000005', greyPng(16, 8, new Uint8Array(128).fill(7)));
  pair('000000aa-00000006', greyPng(16, 8, new Uint8Array(128).fill(99)));
  pair('000000ab-00000001', tinyMask());
  pair('000000ab-00000001', tinyMask(), 'val');
  put(source, 'seg/labels/train/000000ac-00000001_train_id.png', tinyMask());
  put(source, 'seg/images/val/000000ac-00000002.jpg', photo);
  put(source, 'seg/labels/train/with\nnewline_train_id.png', tinyMask());
  put(source, 'seg/labels/train/..png', tinyMask());
  put(source, `seg/labels/train/${'a'.repeat(230)}_train_id.png`, tinyMask());
  pair('000000ad-00000001', tinyMask());
  put(source, 'seg/images/train/000000ad-00000001.jpg', photo.subarray(0, 200));
  put(folder, 'secret.png', tinyMask());
  symlinkSync(
    join(folder, 'secret.png'),
    join(source, 'seg/labels/train/000000ae-00000001_train_id.png'),
  );
  put(source, 'seg/images/train/000000ae-00000001.jpg', photo);
  mkdirSync(join(source, 'seg/labels/val/000000af-00000001_train_id.png'));

  const { info } = await build(folder);
  t.is(info.counts.records, tinyFrames.length);
  t.deepEqual(info.counts.skippedPerReason, {
    'encoding-shifted': 1,
    'encoding-train-ids-or-shifted': 1,
    'encoding-unknown-ids': 1,
    'link-outside': 1,
    'mask-missing': 2,
    name: 3,
    'name-in-both-splits': 2,
    'not-a-file': 1,
    'photo-missing': 1,
    'photo-undecodable': 1,
    'png-signature': 1,
    'png-truncated': 1,
    'wrong-size': 1,
  });
  const release = await openRelease(join(folder, 'out/tiny-1.0.0'));
  t.teardown(() => release.close());
  for await (const { path, detail } of release.tables.skipped()) {
    t.false(path.includes('\n'), 'names are printable');
    t.not(detail, '');
  }
});

test('rebuild() converts shifted masks when told, to the same labels', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeTinySource(source);
  await build(folder, { out: join(folder, 'plain') });
  for (const { split, id } of tinyFrames) {
    const path = `seg/labels/${split}/${id}_train_id.png`;
    const image = readMask(readFileSync(join(source, path)));
    if (image.kind !== 'labels') throw new Error('Not labels');
    const pixels = new Uint8Array(128);
    let at = 0;
    for (const [value, count] of countValues(image.labels).entries()) {
      pixels.fill(value === 255 ? 1 : value + 2, at, at + count);
      at += count;
    }
    put(source, path, greyPng(16, 8, pixels));
  }
  await t.throwsAsync(build(folder, { out: join(folder, 'b') }), {
    instanceOf: InvalidInput,
    message: /--encoding shifted/,
  });
  const { info } = await build(folder, { out: join(folder, 'shifted'), encoding: 'shifted' });
  t.deepEqual(info.counts.recordsPerSplit, { train: 4, validation: 2, test: 3 });
  const [plain, shifted] = await Promise.all(
    ['plain', 'shifted'].map((name) => openRelease(join(folder, name, 'tiny-1.0.0'))),
  );
  t.teardown(() => [plain, shifted].map((release) => release?.close()));
  const counts = new Map<string, unknown>();
  for await (const record of plain!.tables.records())
    counts.set(record.id, asMaskRecord(record).truth.pixels);
  for await (const record of shifted!.tables.records())
    t.deepEqual(asMaskRecord(record).truth.pixels as unknown, counts.get(record.id), record.id);
});

test('rebuild() of the clip-safe rule leaves no clip on two sides, and says what it cost', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  const text = readFileSync(
    new URL('../../manifests/datasets/bdd-anomaly-clip-safe.json', import.meta.url),
    'utf8',
  );
  const { info, reports } = await build(
    folder,
    {},
    writeTinyRecipe(folder, { splits: JSON.parse(text).splits }),
  );
  t.deepEqual(info.counts.recordsPerSplit, { train: 1, validation: 2, test: 3 });
  t.deepEqual(info.counts.skippedPerReason, { 'clip-in-test': 3 });
  t.is(reports.find(({ check }) => check === 'leaks')?.verdict, 'pass');
});

test('rebuild() refuses a place that is taken', async (t) => {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'));
  await build(folder);
  const before = contentsOf(join(folder, 'out'));
  await t.throwsAsync(build(folder), { instanceOf: AlreadyExists });
  t.deepEqual(contentsOf(join(folder, 'out')), before);
});

test('rebuild() notices a source that changes while it is read', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeTinySource(source);
  const recipe = writeTinyRecipe(folder);
  const path = 'seg/labels/train/0000000a-00000005_train_id.png';
  const plan = await makePlan(recipe, tinyOptions(source, join(folder, 'out')));
  put(source, path, Buffer.concat([tinyMask(), Buffer.from('more')]));
  await t.throwsAsync(rebuild(plan), { instanceOf: SourceChanged, message: /0000000a-00000005/ });

  put(source, path, tinyMask());
  const again = await makePlan(recipe, tinyOptions(source, join(folder, 'out')));
  const { mtime } = statSync(join(source, path));
  put(source, path, tinyMask(3, 1));
  utimesSync(join(source, path), mtime, new Date(mtime.getTime() + 5000));
  await t.throwsAsync(rebuild(again), { instanceOf: SourceChanged });
  const third = await rebuild(await makePlan(recipe, tinyOptions(source, join(folder, 'out'))));
  t.is(
    third.info.counts.records,
    tinyFrames.length,
    'once the source has settled, the build goes on',
  );
});

test('rebuild() names the reason when no candidate becomes a record', async (t) => {
  const folder = temporaryFolder(t);
  put(
    join(folder, 'source'),
    'seg/labels/train/0000000a-00000005_train_id.png',
    Buffer.from('no png'),
  );
  await t.throwsAsync(build(folder), {
    instanceOf: InvalidInput,
    message: /None of 1 masks.*Not a PNG/,
  });
});

test('makePlan() explains a folder that is no source, or two', async (t) => {
  const folder = temporaryFolder(t);
  const recipe = writeTinyRecipe(folder);
  const plan = () => makePlan(recipe, tinyOptions(join(folder, 'source'), join(folder, 'out')));
  await t.throwsAsync(plan(), { message: /No such folder/ });
  mkdirSync(join(folder, 'source'));
  await t.throwsAsync(plan(), { message: /No BDD100K masks \(looked for labels\/train/ });
  await writeTinySource(join(folder, 'source'));
  await writeTinySource(join(folder, 'source'), { layout: 'current' });
  await t.throwsAsync(plan(), { message: /Two sources/ });
  await t.throwsAsync(makePlan('no-such', tinyOptions(folder, folder)), {
    message: /known datasets: bdd-anomaly/,
  });
});
