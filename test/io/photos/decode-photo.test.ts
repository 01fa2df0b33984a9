import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import sharp from 'sharp';
import { InvalidImage } from '../../../src/errors.ts';
import { decodePhoto, photoLimits } from '../../../src/io/index.ts';

interface PhotoFile {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly bytes: string;
}

// Written and read by Pillow: see make.py beside them.
const { files } = JSON.parse(
  readFileSync(new URL('../../fixtures/preprocess/files.json', import.meta.url), 'utf8'),
) as { readonly files: readonly PhotoFile[] };
const fileNamed = (name: string) =>
  Buffer.from(files.find((file) => file.name === name)?.bytes ?? '', 'base64');

for (const { name, width, height, rgb, bytes } of files) {
  test(`decodePhoto() equals Pillow when it reads ${name}`, async (t) => {
    const pixels = await decodePhoto(Buffer.from(bytes, 'base64'), 'as-stored');
    t.deepEqual([pixels.width, pixels.height], [width, height]);
    t.is(createHash('sha256').update(pixels.rgb).digest('hex'), rgb);
  });
}

test('decodePhoto() turns a photo when orientation is exif', async (t) => {
  const stored = await decodePhoto(fileNamed('turned.jpg'), 'as-stored');
  const turned = await decodePhoto(fileNamed('turned.jpg'), 'exif');
  t.deepEqual([turned.width, turned.height], [stored.height, stored.width]);
  // Number 6: the top row as looked at is the left column as stored, from below.
  const corner = (stored.height - 1) * stored.width * 3;
  t.deepEqual(turned.rgb.subarray(0, 3), stored.rgb.subarray(corner, corner + 3));
});

test('decodePhoto() refuses what is no whole image of bytes', async (t) => {
  const reasonOf = async (bytes: Uint8Array, limits = photoLimits) =>
    (await t.throwsAsync(decodePhoto(bytes, 'as-stored', limits), { instanceOf: InvalidImage }))
      .reason;
  const jpeg = fileNamed('full.jpg');
  t.is(await reasonOf(Buffer.from('no image')), 'photo-unknown');
  t.is(await reasonOf(jpeg.subarray(0, jpeg.length - 40)), 'photo-truncated');
  t.is(await reasonOf(jpeg, { ...photoLimits, mostPixels: 100 }), 'photo-dimensions');
  const create = { width: 4, height: 3, channels: 3, background: 'red' } as const;
  const deep = await sharp({ create }).toColourspace('rgb16').png().toBuffer();
  t.is(await reasonOf(deep), 'photo-format');
  const cmyk = await sharp({ create }).toColourspace('cmyk').jpeg().toBuffer();
  t.is(await reasonOf(cmyk), 'photo-cmyk');
});
