import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { openRelease, verifyRelease } from '../../src/release/index.ts';
import { classPhoto } from '../support/class-source.ts';
import { temporaryFolder } from '../support/folders.ts';
import { rgbaPhoto } from '../support/mask-source.ts';
import { greyPng } from '../support/png.ts';
import { put, tinyOptions } from '../support/tiny-source.ts';

/** A mask of 12x6 that holds these values from the start and the first one in all that is left. */
function maskOf(...values: readonly number[]): Buffer {
  return greyPng(
    12,
    6,
    Uint8Array.from({ length: 72 }, (_, i) => values[i] ?? (values[0] as number)),
  );
}

async function build(t: ExecutionContext, folder: string, recipe: string) {
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

function putLost(folder: string, place: string, mask: Uint8Array, seed: number): void {
  const root = join(folder, 'source/lost_and_found');
  put(root, `leftImg8bit/${place}_leftImg8bit.png`, rgbaPhoto(seed));
  put(root, `gtCoarse/${place}_gtCoarse_labelTrainIds.png`, mask);
  for (const beside of ['color.png', 'instanceIds.png', 'labelIds.png', 'polygons.json']) {
    put(root, `gtCoarse/${place}_gtCoarse_${beside}`, 'x');
  }
}

test('rebuild() of Lost and Found pairs photos with train ids, sequence by sequence', async (t) => {
  const folder = temporaryFolder(t);
  const names = ['02_Street', '04_Road'].map((city) => `test/${city}/${city}_000000_000020`);
  putLost(folder, names[0] as string, maskOf(0, 1, 1, 255), 1);
  putLost(folder, names[1] as string, maskOf(255, 0, 0), 2);
  putLost(folder, 'train/01_Hanns/01_Hanns_000000_000020', maskOf(0), 3);
  const { info, reports, records, release } = await build(t, folder, 'lost-and-found');
  t.deepEqual(info.counts, {
    records: 2,
    skipped: 0,
    recordsPerSplit: { test: 2 },
    skippedPerReason: {},
  });
  t.like(records[0], {
    id: '02_Street/02_Street_000000_000020',
    clip: '02_Street',
    truth: { encoding: 'train-ids', pixels: { free: 69, obstacle: 2, void: 1 } },
  });
  const found = reports.find(({ check }) => check === 'masks');
  t.deepEqual(
    found?.findings.map(({ code, level }) => `${code} ${level}`),
    ['anomaly-missing note', 'anomaly-tiny note'],
  );
  t.is((await verifyRelease(release, { runTask })).verdict, 'pass');
});

test('rebuild() of Lost and Found refuses at once what is written in other values', async (t) => {
  const folder = temporaryFolder(t);
  putLost(folder, 'test/a/a_000000_000020', maskOf(1, 2, 2, 0), 1);
  await t.throwsAsync(build(t, folder, 'lost-and-found'), {
    instanceOf: InvalidInput,
    message:
      /None of 1 pairs looked at is usable\. Mask holds values that the recipe does not know, 2, among 0, 1, 2/,
  });
});

test('rebuild() of Road Anomaly finds each mask in the folder of its photo', async (t) => {
  const folder = temporaryFolder(t);
  const frames = join(folder, 'source/frames');
  for (const [i, name] of ['animals01_a', 'rock_b'].entries()) {
    put(frames, `${name}.jpg`, await classPhoto(i, 12, 6));
    put(frames, `${name}.labels/labels_semantic.png`, maskOf(0, 1, i));
    put(frames, `${name}.labels/labels_semantic_color.png`, 'x');
  }
  put(frames, 'lonely.jpg', await classPhoto(5, 12, 6));
  put(frames, 'gone.labels/labels_semantic.png', maskOf(0));
  const { info, records } = await build(t, folder, 'road-anomaly');
  t.deepEqual(info.counts.skippedPerReason, { 'mask-missing': 1, 'photo-missing': 1 });
  t.deepEqual(
    records.map(({ id, truth }) => truth.kind === 'mask' && [id, truth.pixels]),
    [
      ['animals01_a', { expected: 71, anomaly: 1, void: 0 }],
      ['rock_b', { expected: 70, anomaly: 2, void: 0 }],
    ],
  );
  t.is(records[0]?.image?.placed?.path, 'images/test/animals01_a.jpg');
});
