import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { readMask } from '../../src/io/index.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { exporterOfName, openRelease, verifyRelease } from '../../src/release/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import {
  hazardHeight,
  hazardMask,
  hazardSource,
  hazardWidth,
  rgbaPhoto,
} from '../support/mask-source.ts';
import { greyPng } from '../support/png.ts';
import { put, tinyOptions } from '../support/tiny-source.ts';

/** The recipe of StreetHazards for small images and the archives of this test. */
function smallRecipe(folder: string, source: string, name = 'streethazards-published'): string {
  const url = new URL(`../../manifests/datasets/${name}.json`, import.meta.url);
  const recipe = JSON.parse(
    readFileSync(url, 'utf8')
      .replaceAll('1280', String(hazardWidth))
      .replaceAll('720', String(hazardHeight)),
  );
  for (const archive of recipe.source.archives) {
    try {
      archive.md5 = createHash('md5')
        .update(readFileSync(join(source, archive.file)))
        .digest('hex');
    } catch {
      // Not there where the source lies in folders.
    }
  }
  put(folder, 'recipe.json', JSON.stringify(recipe));
  return join(folder, 'recipe.json');
}

async function build(t: ExecutionContext, folder: string, source: string, name?: string) {
  const recipe = smallRecipe(folder, source, name);
  const frozen = await rebuild(
    await makePlan(recipe, tinyOptions(source, join(folder, source.slice(-8)))),
  );
  const place = join(folder, source.slice(-8), `${name ?? 'streethazards-published'}-1.0.0`);
  const release = await openRelease(place);
  t.teardown(() => release.close());
  return { ...frozen, release, place };
}

const runTask: Parameters<typeof verifyRelease>[1]['runTask'] = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

const statusOf = (ledger: Awaited<ReturnType<typeof rebuild>>['ledger']) =>
  Object.fromEntries(
    ledger.map(({ claim, computed, status }) => [claim.claim, [computed, status]]),
  );

test('rebuild() of the published StreetHazards takes its splits, and class ids for its values', async (t) => {
  const folder = temporaryFolder(t);
  const source = hazardSource(folder, 'folders');
  const { info, ledger, reports, release, place } = await build(t, folder, source);
  t.deepEqual(info.counts.recordsPerSplit, { train: 3, validation: 1, test: 2 });
  t.deepEqual(info.verdicts, {
    integrity: 'pass',
    masks: 'pass',
    figures: 'pass',
    duplicates: 'pass',
  });
  t.deepEqual(statusOf(ledger), {
    'train-pairs': [3, 'differs'],
    'validation-pairs': [1, 'differs'],
    'test-pairs': [2, 'differs'],
    'training-classes': [13, 'differs'],
    'anomaly-class': [1, 'reproduced'],
    'anomaly-models': [null, 'not-reproducible'],
  });
  const records = [];
  for await (const record of release.tables.records()) records.push(record);
  const [town5] = records;
  t.like(town5, {
    id: 't5/300',
    clip: 't5',
    split: 'test',
    truth: { encoding: 'mapped', pixels: { anomaly: 7, unlabeled: 45, road: 20, void: 0 } },
  });
  const mask = readMask(readFileSync(join(place, 'masks/test/t5/300.png')));
  t.is(mask.kind === 'labels' && (mask.labels.runs[0] as number), 13, 'the anomaly is class 13');
  t.is((await verifyRelease(release, { runTask, sourceRoot: source })).verdict, 'pass');
  t.like(reports.find(({ check }) => check === 'figures')?.figures, {
    imagesPerAnomalousClass: { anomaly: 2 },
  });
  const out = join(folder, 'odgt');
  await t.throwsAsync(exporterOfName('odgt').export(release, { out, runTask }), {
    instanceOf: InvalidInput,
    message: /laid out for BDD100K, not for the source mask-folders/,
  });
});

test('rebuild() of StreetHazards gives the same images and masks from archives as from folders', async (t) => {
  const folder = temporaryFolder(t);
  const placed = [];
  for (const form of ['folders', 'archives'] as const) {
    const { info, release } = await build(t, folder, hazardSource(folder, form));
    t.is(info.source.layout, form === 'folders' ? 'folders' : 'archive');
    const files = [];
    for await (const { image, truth } of release.tables.records()) {
      files.push([image?.placed, truth.kind === 'mask' && truth.file.placed, truth]);
    }
    placed.push(files.map(([image, mask]) => [image, mask]));
  }
  t.deepEqual(placed[0], placed[1]);
});

test('rebuild() refuses an archive that is not the published one', async (t) => {
  const folder = temporaryFolder(t);
  const source = hazardSource(folder, 'archives');
  const recipe = smallRecipe(folder, folder);
  await t.throwsAsync(rebuild(await makePlan(recipe, tinyOptions(source, folder))), {
    instanceOf: InvalidInput,
    message:
      /Not the published archive, its MD5 is [0-9a-f]{32}, not cd2d1a8649848afb85b5059d227d2090/,
  });
});

test('rebuild() of StreetHazards finds an anomaly where none may be, and leaves out what does not fit', async (t) => {
  const folder = temporaryFolder(t);
  const train = (kind: string, id: string) => `train/${kind}/training/t1-3/${id}.png`;
  const source = hazardSource(folder, 'folders', {
    [train('images', '4')]: rgbaPhoto(50),
    [train('annotations', '4')]: hazardMask(14, 9),
    [train('images', '5')]: rgbaPhoto(51),
    [train('annotations', '6')]: hazardMask(),
    [train('images', '7')]: rgbaPhoto(52, 8, 8),
    [train('annotations', '7')]: hazardMask(),
    [train('images', '8')]: rgbaPhoto(53),
    [train('annotations', '8')]: rgbaPhoto(54),
    [train('images', '9')]: rgbaPhoto(55),
    [train('annotations', '9')]: hazardMask(15, 1),
    [train('images', '10')]: Buffer.from('no photo'),
    [train('annotations', '10')]: hazardMask(),
    [train('images', '11')]: rgbaPhoto(57),
    [train('annotations', '11')]: greyPng(3, 3, new Uint8Array(9).fill(1)),
    'test/images/test/t5/.hidden.png': rgbaPhoto(58),
    'test/images/test/t6/301.png': rgbaPhoto(59),
    'test/annotations/test/t6/301.png': hazardMask(),
  });
  const { info, reports } = await build(t, folder, source);
  t.deepEqual(info.counts.skippedPerReason, {
    'encoding-colours': 1,
    'encoding-unknown-values': 1,
    'mask-missing': 1,
    name: 1,
    'photo-missing': 1,
    'photo-unknown': 1,
    'wrong-size': 2,
  });
  const findings = reports.find(({ check }) => check === 'masks')?.findings ?? [];
  t.deepEqual(
    findings
      .filter(({ code }) => code !== 'anomaly-tiny')
      .map(({ code, level, subject }) => [code, level, subject]),
    [
      ['anomaly-in-normal-split', 'fault', 't1-3/4'],
      ['anomaly-missing', 'note', 't6/301'],
    ],
  );
});

test('rebuild() of the rival convention makes void of "other", and lacks what the source lacks', async (t) => {
  const folder = temporaryFolder(t);
  const changes = Object.fromEntries(
    ['images', 'annotations'].flatMap((kind) =>
      ['t5/300', 't6/300'].map((id) => [`test/${kind}/test/${id}.png`, undefined]),
    ),
  );
  const source = hazardSource(folder, 'folders', changes);
  const { info, release } = await build(t, folder, source, 'streethazards-other-ignored');
  t.deepEqual(info.source.presentSplits, { training: true, validation: true, test: false });
  t.deepEqual(info.verdicts, {
    integrity: 'pass',
    masks: 'unknown',
    figures: 'unknown',
    duplicates: 'pass',
  });
  t.is(await release.tables.ask("SELECT sum(void_pixels) FROM records WHERE id = 't1-3/300'"), 5);
  t.is(await release.tables.ask("SELECT sum(pixels) FROM class_pixels WHERE class = 'other'"), 0);
});
