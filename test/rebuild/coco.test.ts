import { readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput, SourceChanged } from '../../src/errors.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { openRelease, verifyRelease } from '../../src/release/index.ts';
import { classPhoto } from '../support/class-source.ts';
import { cocoAnnotation, cocoImage, cocoVal, writeCoco } from '../support/coco-source.ts';
import { temporaryFolder } from '../support/folders.ts';
import { put, tinyOptions } from '../support/tiny-source.ts';

const planOf = (folder: string) =>
  makePlan('coco2014', tinyOptions(join(folder, 'source'), folder));

async function build(t: ExecutionContext, folder: string) {
  const frozen = await rebuild(await planOf(folder));
  const release = await openRelease(join(folder, 'coco2014-1.0.0'));
  t.teardown(() => release.close());
  const records = [];
  for await (const record of release.tables.records()) records.push(record);
  return { ...frozen, release, records };
}

const runTask: Parameters<typeof verifyRelease>[1]['runTask'] = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

test('rebuild() of COCO gives each image the set of its classes, and names the file it had them from', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeCoco(source);
  const { info, records, reports, release } = await build(t, folder);
  t.regex(info.source.layout, /^annotations\/instances_val2014\.json [0-9a-f]{64}$/);
  t.deepEqual(info.source.presentSplits, { train: false, val: true });
  t.deepEqual(
    records.map(({ id, split, truth }) => truth.kind === 'classes' && [id, split, truth.classes]),
    [
      ['COCO_val2014_000000000003', 'validation', [79]],
      ['COCO_val2014_000000000007', 'validation', [0, 16]],
      ['COCO_val2014_000000000042', 'validation', []],
    ],
  );
  t.deepEqual(
    reports.map(({ check, verdict }) => `${check} ${verdict}`),
    ['integrity pass', 'label-sets pass', 'figures unknown', 'duplicates pass'],
  );
  t.is((await verifyRelease(release, { runTask, sourceRoot: source })).verdict, 'pass');
  t.regex(
    readFileSync(join(folder, 'coco2014-1.0.0/README.md'), 'utf8'),
    /\| 79 \| toothbrush \| n04453156 \| 1 \|/,
  );
});

test('rebuild() of COCO leaves out what its file and its photos do not agree on', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  const names = [
    'gone.jpg',
    '../../secret.jpg',
    'deep/a.jpg',
    'a.gif',
    'size.jpg',
    'twice.jpg',
    'twice.png',
    'link.jpg',
  ];
  const images = names.map((name, i) => cocoImage(100 + i, name));
  await writeCoco(source, {
    ...cocoVal,
    images: [...cocoVal.images, ...images],
    annotations: [...cocoVal.annotations, cocoAnnotation(99, 1), cocoAnnotation(99, 2)],
  });
  put(source, 'val2014/size.jpg', await classPhoto(60, 18, 24));
  put(source, 'val2014/twice.jpg', await classPhoto(61));
  put(source, 'val2014/twice.png', await classPhoto(62));
  put(source, 'val2014/deep/a.jpg', await classPhoto(63));
  symlinkSync('/etc/hostname', join(source, 'val2014/link.jpg'));
  const { info } = await build(t, folder);
  t.is(info.counts.records, 3);
  t.deepEqual(info.counts.skippedPerReason, {
    'annotation-size': 1,
    'annotation-without-image': 1,
    name: 3,
    'name-twice': 2,
    'photo-link-outside': 1,
    'photo-missing': 1,
  });
});

test('rebuild() of COCO notices that its annotations changed, and makePlan() that there are none', async (t) => {
  const folder = temporaryFolder(t);
  await writeCoco(join(folder, 'source'));
  const plan = await planOf(folder);
  utimesSync(join(folder, 'source/annotations/instances_val2014.json'), 1, 1);
  await t.throwsAsync(rebuild(plan), {
    instanceOf: SourceChanged,
    message: /instances_val2014\.json$/,
  });
  await t.throwsAsync(planOf(join(folder, 'source')), {
    instanceOf: InvalidInput,
    message: /No such folder/,
  });
  put(folder, 'other/source/readme.txt', 'x');
  await t.throwsAsync(planOf(join(folder, 'other')), {
    message: /No file of instances \(looked for annotations\/instances_train2014\.json/,
  });
});
