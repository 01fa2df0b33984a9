import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import sharp from 'sharp';
import { type IngestedPhoto, ingestPhoto } from '../../src/io/index.ts';
import type { ImageRule } from '../../src/records/index.ts';

// These photographs are not part of this project. Where they lie beside the checkout they are taken in.
const root = fileURLToPath(
  new URL('../../../shared/realdata/inat/col_species_photos', import.meta.url),
);
const onRealPhotos = existsSync(root) ? test : test.skip;
if (!existsSync(root))
  test('real photographs are taken in where they are at hand', (t) => t.pass(`no ${root}`));

const keep: ImageRule = { resize: { kind: 'keep' }, leastSide: 100 };
const shorter: ImageRule = {
  resize: { kind: 'shorter-side', pixels: 256, quality: 90 },
  leastSide: 100,
};

function photoFiles(): readonly string[] {
  return readdirSync(root).filter((name) => name.endsWith('.jpg'));
}

const distance = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;

onRealPhotos('ingestPhoto() takes every real photograph, kept and scaled', async (t) => {
  t.timeout(120_000);
  const photos: { readonly name: string; readonly kept: IngestedPhoto }[] = [];
  for (const name of photoFiles()) {
    const bytes = readFileSync(join(root, name));
    const kept = await ingestPhoto(bytes, keep);
    const scaled = await ingestPhoto(bytes, shorter);
    t.is(Math.min(scaled.width, scaled.height), Math.min(256, kept.width, kept.height), name);
    const away = distance(kept.perceptualHash, scaled.perceptualHash);
    t.true(away <= 4, `${name}: scaled, it is ${away} away from itself`);
    photos.push({ name, kept });
  }
  t.is(photos.length, 26);
  for (const [i, a] of photos.entries()) {
    for (const b of photos.slice(i + 1)) {
      const away = distance(a.kept.perceptualHash, b.kept.perceptualHash);
      t.true(away > 10, `${a.name} and ${b.name} are ${away} apart`);
    }
  }
});

onRealPhotos('perceptualHash() knows a real photograph again', async (t) => {
  t.timeout(120_000);
  const farthest = { packed: 0, halved: 0, brightened: 0 };
  for (const name of photoFiles()) {
    const bytes = readFileSync(join(root, name));
    const { perceptualHash, width } = await ingestPhoto(bytes, keep);
    const changed = {
      packed: sharp(bytes).jpeg({ quality: 60 }),
      halved: sharp(bytes)
        .resize({ width: Math.round(width / 2) })
        .jpeg(),
      brightened: sharp(bytes).linear(1.05, 5).jpeg(),
    };
    for (const [how, image] of Object.entries(changed)) {
      const again = await ingestPhoto(await image.toBuffer(), { ...keep, leastSide: 1 });
      const away = distance(again.perceptualHash, perceptualHash);
      t.true(away <= 10, `${name}, ${how}: ${away}`);
      farthest[how as keyof typeof farthest] = Math.max(
        farthest[how as keyof typeof farthest],
        away,
      );
    }
  }
  t.log(`farthest from itself: ${JSON.stringify(farthest)}`);
});
