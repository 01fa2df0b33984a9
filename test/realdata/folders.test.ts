import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { tinyOptions } from '../support/tiny-source.ts';

// Real photographs are not part of this project. Where they lie beside the checkout they are read.
const photos = fileURLToPath(new URL('../../../shared/realdata/classification', import.meta.url));
const onRealPhotos = existsSync(photos) ? test : test.skip;

onRealPhotos('real photographs become a release without classes, a folder a part', async (t) => {
  const out = temporaryFolder(t);
  const { info } = await rebuild(
    await makePlan('lsun', tinyOptions(photos, out, { placement: 'copy' })),
  );
  const files = readdirSync(photos, { recursive: true, encoding: 'utf8' });
  const images = files.filter((file) => /\.(jpe?g|png)$/i.test(file));
  t.is(info.counts.records, images.length, JSON.stringify(info.counts));
  t.deepEqual(info.source.presentSplits, { coco_like_photos: true, permissive_photos: true });
  t.deepEqual(info.verdicts, { integrity: 'pass', figures: 'pass', duplicates: 'pass' });
  t.true(existsSync(join(out, 'lsun-1.0.0/images/test/permissive_photos')));
});
