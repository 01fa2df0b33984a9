import { readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { diffReleases, openRelease, verifyRelease } from '../../src/release/index.ts';
import { classPhoto } from '../support/class-source.ts';
import { temporaryFolder } from '../support/folders.ts';
import { put, tinyOptions } from '../support/tiny-source.ts';
import { vocXml, writeVoc } from '../support/voc-source.ts';

async function build(t: ExecutionContext, folder: string, recipe = 'voc2012') {
  const frozen = await rebuild(await makePlan(recipe, tinyOptions(join(folder, 'source'), folder)));
  const release = await openRelease(join(folder, `${recipe}-1.0.0`));
  t.teardown(() => release.close());
  const records = [];
  for await (const record of release.tables.records()) records.push(record);
  return { ...frozen, release, records };
}

const runTask: Parameters<typeof verifyRelease>[1]['runTask'] = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

test("rebuild() of VOC gives each image the set of its classes, and VOC's own splits", async (t) => {
  const folder = temporaryFolder(t);
  const root = await writeVoc(join(folder, 'source'));
  const { info, records, release, reports } = await build(t, folder);
  t.is(info.source.truth, 'classes');
  t.deepEqual(info.counts.recordsPerSplit, { train: 2, validation: 1 });
  t.deepEqual(
    records.map(
      ({ id, split, truth }) =>
        truth.kind === 'classes' && [id, split, truth.classes, truth.difficult],
    ),
    [
      ['2007_000027', 'train', [11, 14], []],
      ['2008_000002', 'train', [], [19]],
      ['2008_000003', 'validation', [0, 16], [7]],
    ],
  );
  t.deepEqual(
    reports.map(({ check, verdict }) => `${check} ${verdict}`),
    ['integrity pass', 'label-sets pass', 'figures fail', 'duplicates pass'],
    'classes without images are a fault',
  );
  t.is(await release.tables.ask('SELECT count(*) FROM image_classes WHERE class = 14'), 1);
  t.is((await verifyRelease(release, { runTask, sourceRoot: root })).verdict, 'pass');
  t.deepEqual(await diffReleases(release, release), []);
  const card = readFileSync(join(folder, 'voc2012-1.0.0/README.md'), 'utf8');
  t.regex(card, /\| 14 \| person \| n00007846 \| 1 \|/);
  t.regex(card, /The splits are those of the source: train is `train`, val is `validation`\./);
});

test('rebuild() of VOC leaves out what its lists, annotations and photos do not agree on', async (t) => {
  const folder = temporaryFolder(t);
  const root = await writeVoc(join(folder, 'source'));
  const add = async (id: string, xml: string, photo?: Uint8Array) => {
    put(root, `JPEGImages/${id}.jpg`, photo ?? (await classPhoto(id.length * 31)));
    put(root, `Annotations/${id}.xml`, xml);
  };
  await add('bad_xml', '<annotation>');
  await add('other_size', vocXml('other_size', [['dog']], 18, 24));
  await add('no_photo', vocXml('no_photo', [['dog']]));
  rmSync(join(root, 'JPEGImages/no_photo.jpg'));
  await add('no_annotation', '');
  rmSync(join(root, 'Annotations/no_annotation.xml'));
  await add('large', vocXml('large', [['dog']]));
  truncateSync(join(root, 'Annotations/large.xml'), (1 << 20) + 1);
  await add('broken', vocXml('broken', [['dog']]), Buffer.from('<html>'));
  await add('linked', vocXml('linked', [['dog']]));
  rmSync(join(root, 'Annotations/linked.xml'));
  symlinkSync('/etc/hostname', join(root, 'Annotations/linked.xml'));
  const names = ['bad_xml', 'other_size', 'no_photo', 'no_annotation', 'large', 'broken', 'linked'];
  put(
    root,
    'ImageSets/Main/train.txt',
    [...names, '../../secret', 'a/b', '2007_000027'].join('\n'),
  );
  put(root, 'ImageSets/Main/val.txt', '2008_000003\n2007_000027\n2008_000002\n');
  const { info } = await build(t, folder);
  t.deepEqual(info.counts, {
    records: 2,
    skipped: 11,
    recordsPerSplit: { train: 0, validation: 2 },
    skippedPerReason: {
      'annotation-invalid': 1,
      'annotation-link-outside': 1,
      'annotation-missing': 1,
      'annotation-size': 1,
      'annotation-too-large': 1,
      name: 2,
      'name-twice': 2,
      'photo-html': 1,
      'photo-missing': 1,
    },
  });
});

test('rebuild() of VOC says what the source lacks, and makePlan() what it is not', async (t) => {
  const folder = temporaryFolder(t);
  const root = await writeVoc(join(folder, 'source'));
  rmSync(join(root, 'ImageSets/Main/val.txt'));
  const { info, reports } = await build(t, folder);
  t.deepEqual(info.source.presentSplits, { train: true, val: false });
  const figures = reports.find(({ check }) => check === 'figures');
  t.is(figures?.verdict, 'unknown', 'any class may be in the part that is missing');
  rmSync(join(root, 'ImageSets/Main/train.txt'));
  await t.throwsAsync(makePlan('voc2012', tinyOptions(join(folder, 'source'), folder)), {
    instanceOf: InvalidInput,
    message: /No list of images \(looked for ImageSets\/Main\/train\.txt/,
  });
});

test("rebuild() of VOC's masks takes palette indices as they are, and the images of its lists alone", async (t) => {
  const folder = temporaryFolder(t);
  await writeVoc(join(folder, 'source'));
  const { info, records, release } = await build(t, folder, 'voc2012-segmentation');
  t.deepEqual(info.counts.recordsPerSplit, { train: 1, validation: 1 });
  t.like(records[0], {
    id: '2007_000027',
    truth: {
      kind: 'mask',
      form: 'palette',
      encoding: 'train-ids',
      pixels: { background: 24 * 18 - 40, person: 30, void: 10 },
    },
  });
  t.is((await verifyRelease(release, { runTask })).verdict, 'pass');
});
