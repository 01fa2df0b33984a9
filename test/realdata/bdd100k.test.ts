import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { asMaskRecord } from '../../src/records/index.ts';
import { openRelease } from '../../src/release/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { runCli } from '../support/run-cli.ts';
import { tinyOptions } from '../support/tiny-source.ts';

// Real masks are not part of this project. Where they lie beside the checkout they are read.
const driving = fileURLToPath(new URL('../../../shared/realdata/driving/', import.meta.url));
const val = join(driving, 'bdd100k-seg-2018');
const onRealMasks = existsSync(val) ? test : test.skip;

/** A source of one real mask, under the name of a frame. */
function sourceOf(t: ExecutionContext, file: string): string {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'labels/train'), { recursive: true });
  copyFileSync(join(driving, file), join(folder, 'labels/train/0000000a-00000001_train_id.png'));
  return folder;
}

onRealMasks('the 1,000 real validation masks give 910 and 90, and an open verdict', async (t) => {
  const out = temporaryFolder(t);
  const built = await runCli('build', 'bdd-anomaly', '--from', val, '--out', out, '--json');
  t.is(built.code, 0, built.stderr);
  const { info } = JSON.parse(built.stdout);
  t.deepEqual(info.counts.recordsPerSplit, { train: 0, validation: 910, test: 90 });
  t.is(info.counts.skipped, 0);

  const release = join(out, 'bdd-anomaly-1.0.0');
  const claims = await runCli('claims', release, '--json');
  t.is(claims.code, 2);
  const { ledger } = JSON.parse(claims.stdout);
  const statusOf = Object.fromEntries(
    ledger.map((entry: { claim: { claim: string }; status: string }) => [
      entry.claim.claim,
      entry.status,
    ]),
  );
  t.is(statusOf['validation-pairs'], 'reproduced');
  t.is(statusOf['source-validation-pairs'], 'reproduced');
  for (const whole of [
    'train-pairs',
    'test-pairs',
    'mean-anomalous-area',
    'source-train-pairs',
    'original-classes',
  ]) {
    t.is(statusOf[whole], 'unknown', whole);
  }
  t.is(statusOf['train-instances'], 'not-reproducible');

  const gate = await runCli('gate', release, '--date', '2026-12-01', '--json');
  t.is(gate.code, 2, gate.stderr);
  t.is(JSON.parse(gate.stdout).verdict, 'unknown');
  t.is((await runCli('verify', release, '--from', val)).code, 0);
});

for (const file of ['bdd100k_toolkit/semseg_mask.png', 'bdd100k_toolkit/to_rle_sem_seg_0.png']) {
  onRealMasks(`${file} is taken as train ids`, async (t) => {
    const out = temporaryFolder(t);
    const plan = await makePlan('bdd-anomaly', tinyOptions(sourceOf(t, file), out));
    t.is((await rebuild(plan)).info.counts.records, 1);
    const release = await openRelease(plan.target);
    t.teardown(() => release.close());
    for await (const record of release.tables.records()) {
      t.is(asMaskRecord(record).truth.form, file.includes('to_rle') ? 'palette' : 'grey');
    }
  });
}

const refused: readonly (readonly [file: string, sentence: RegExp])[] = [
  ['bdd100k_toolkit/panseg_mask.png', /panoptic bitmask/],
  ['carlascapes/Town10HD_000063_5026800_labelIds.png', /full label ids/],
  ['carlascapes/Town10HD_000063_5026800_color.png', /colour map/],
  ['carlascapes/Town10HD_000063_5026800_instance.png', /CARLA's instance camera/],
  ['carlascapes/Town10HD_000063_5026800_img.png', /a photo/],
];

for (const [file, sentence] of refused) {
  onRealMasks(`${file} is refused with its reason`, async (t) => {
    const plan = await makePlan('bdd-anomaly', tinyOptions(sourceOf(t, file), temporaryFolder(t)));
    await t.throwsAsync(rebuild(plan), { message: sentence });
  });
}
