import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import type { ImageRecord } from '../../src/records/index.ts';
import { diffReleases, openRelease, verifyRelease } from '../../src/release/index.ts';
import { classPhoto } from '../support/class-source.ts';
import { temporaryFolder } from '../support/folders.ts';
import { put, tinyOptions } from '../support/tiny-source.ts';

/** Builds a recipe that differs in `changes` from the one of that name, and opens the release. */
async function build(t: ExecutionContext, recipe: string, folder: string, changes: object = {}) {
  const url = new URL(`../../manifests/datasets/${recipe}.json`, import.meta.url);
  const content = { ...JSON.parse(readFileSync(url, 'utf8')), ...changes };
  put(folder, 'recipe.json', JSON.stringify(content));
  const options = tinyOptions(join(folder, 'source'), join(folder, 'out'), { placement: 'copy' });
  const frozen = await rebuild(await makePlan(join(folder, 'recipe.json'), options));
  const release = await openRelease(join(folder, 'out', `${recipe}-1.0.0`));
  t.teardown(() => release.close());
  const records: ImageRecord[] = [];
  for await (const record of release.tables.records()) records.push(record);
  return { frozen, release, records };
}

const runTask: Parameters<typeof verifyRelease>[1]['runTask'] = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

test('rebuild() of images without classes keeps their folders and leaves out what is none', async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source/dtd/images');
  put(source, 'banded/banded_0001.jpg', await classPhoto(1));
  put(source, 'dotted/dotted_0001.jpg', await classPhoto(2));
  put(source, 'dotted/dotted_0002.jpg', '<html>gone</html>');
  const { frozen, release, records } = await build(t, 'textures', folder);
  t.deepEqual(frozen.info.counts.skippedPerReason, { 'photo-html': 1 });
  t.deepEqual(frozen.info.verdicts, { integrity: 'pass', figures: 'pass', duplicates: 'pass' });
  t.deepEqual(
    records.map(({ image }) => image?.placed?.path),
    ['images/test/banded/banded_0001.jpg', 'images/test/dotted/dotted_0001.jpg'],
  );
  t.like(records[0], {
    sourceSplit: 'banded',
    truth: { kind: 'unlabelled', width: 24, height: 18, format: 'jpeg' },
  });
  const { verdict, records: verified } = await verifyRelease(release, {
    runTask,
    sourceRoot: source,
  });
  t.deepEqual([verdict, verified], ['pass', 2]);
  t.deepEqual(await diffReleases(release, release), []);
});

test('rebuild() of class folders by name files images by class, without synsets', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 'source/val/dog/1.jpg', await classPhoto(1));
  put(folder, 'source/val/tvmonitor/1.jpg', await classPhoto(2));
  const classSet = {
    classSet: 'streethazards',
    source: { kind: 'class-folders', roots: ['val'], folderNames: 'names' },
  };
  await t.throwsAsync(build(t, 'places365-validation', folder, classSet), {
    instanceOf: InvalidInput,
    message: /No images in folders of streethazards/,
  });
  put(folder, 'source/val/traffic-sign/1.jpg', await classPhoto(3));
  put(folder, 'source/val/other/1.jpg', await classPhoto(4));
  const { frozen, records } = await build(t, 'places365-validation', folder, classSet);
  t.deepEqual(frozen.info.counts.skippedPerReason, { 'class-unknown': 2 });
  t.deepEqual(
    frozen.reports.map(({ check, verdict }) => `${check} ${verdict}`),
    ['integrity pass', 'classes pass', 'figures unknown', 'duplicates pass'],
  );
  const [other, sign] = records;
  t.is(other?.image?.placed?.path, 'images/validation/other/1.jpg');
  t.is(sign?.id, 'traffic-sign/1');
  t.like(sign?.truth, { kind: 'class', member: 'traffic sign', wnid: undefined });
});

test('makePlan() says how to get the class list that a recipe names', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 'source/val/abbey/1.jpg', await classPhoto(1));
  const options = tinyOptions(join(folder, 'source'), join(folder, 'out'), {
    lists: { rawFolder: join(folder, 'raw') },
  });
  await t.throwsAsync(makePlan('places365-validation', options), {
    instanceOf: InvalidInput,
    message: /categories_places365\.txt is missing \(run npx oodforge sources fetch places365/,
  });
});
