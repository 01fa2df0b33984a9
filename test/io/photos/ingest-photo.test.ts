import test from 'ava';
import sharp from 'sharp';
import { encoderText, ingestPhoto, hashBytes as sha256 } from '../../../src/io/index.ts';
import { decoding, readPixels } from '../../../src/io/photos/pixels.ts';
import type { ImageRule } from '../../../src/records/index.ts';
import {
  exifOf,
  jpegSegment,
  smoothPhoto,
  smoothRgb,
  withChunks,
  withSegments,
} from '../../support/photos.ts';
import { encodePng, pngChunk } from '../../support/png.ts';

const keep: ImageRule = { resize: { kind: 'keep' }, leastSide: 1 };
const shorter: ImageRule = {
  resize: { kind: 'shorter-side', pixels: 32, quality: 90 },
  leastSide: 1,
};
const square: ImageRule = { resize: { kind: 'square', pixels: 32, quality: 90 }, leastSide: 1 };

const whole = await smoothPhoto().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();

const forms: readonly (readonly [what: string, bytes: Uint8Array, most: number])[] = [
  ['8-bit RGB', await smoothPhoto().png().toBuffer(), 0],
  ['interlaced', await smoothPhoto().png({ progressive: true }).toBuffer(), 0],
  ['16-bit RGB', await smoothPhoto().toColourspace('rgb16').png().toBuffer(), 0],
  ['palette', await smoothPhoto().png({ palette: true, colours: 256, dither: 0 }).toBuffer(), 6],
  ['progressive JPEG', await smoothPhoto().jpeg({ progressive: true, quality: 95 }).toBuffer(), 3],
  ['profile of its own', await smoothPhoto().withIccProfile('p3').png().toBuffer(), 1],
];

test('ingestPhoto() keeps the bytes as received and tells their pixels', async (t) => {
  const photo = await ingestPhoto(whole, keep);
  t.like(photo, { format: 'jpeg', width: 96, height: 64, trailingBytes: 0 });
  t.is(photo.bytes, whole);
  t.is(photo.sha256, sha256(whole));
  t.is(photo.receivedSha256, photo.sha256);
  t.is(photo.pixelSha256, sha256(await sharp(whole).raw().toBuffer()));
  const packed = await ingestPhoto(await smoothPhoto().png().toBuffer(), keep);
  const again = await smoothPhoto().png({ compressionLevel: 1, progressive: true }).toBuffer();
  const repacked = await ingestPhoto(again, keep);
  t.is(repacked.pixelSha256, packed.pixelSha256);
  t.is(packed.pixelSha256, sha256(smoothRgb()));
  t.not(repacked.sha256, packed.sha256);
});

test('ingestPhoto() scales the shorter side down, never up, and cuts the middle out', async (t) => {
  const size = async (width: number, height: number, rule: ImageRule) => {
    const photo = await ingestPhoto(await smoothPhoto({ width, height }).jpeg().toBuffer(), rule);
    return [photo.width, photo.height, photo.format];
  };
  t.deepEqual(await size(96, 64, shorter), [48, 32, 'jpeg']);
  t.deepEqual(await size(64, 96, shorter), [32, 48, 'jpeg']);
  t.deepEqual(await size(40, 20, shorter), [40, 20, 'jpeg']);
  t.deepEqual(await size(96, 64, square), [32, 32, 'jpeg']);
  t.deepEqual(await size(40, 20, square), [20, 20, 'jpeg']);
  t.deepEqual(await size(2048, 1365, shorter), [48, 32, 'jpeg']);
});

test('ingestPhoto() says of a file that it writes what that file holds, and writes it again alike', async (t) => {
  for (const rule of [shorter, square]) {
    const photo = await ingestPhoto(whole, rule);
    t.is(photo.receivedSha256, sha256(whole));
    t.is(photo.sha256, sha256(photo.bytes));
    const { data, info } = await sharp(photo.bytes).raw().toBuffer({ resolveWithObject: true });
    t.deepEqual([info.width, info.height], [photo.width, photo.height]);
    t.is(photo.pixelSha256, sha256(data));
    const { exif, icc, isProgressive, chromaSubsampling } = await sharp(photo.bytes).metadata();
    t.deepEqual(
      { exif, icc, isProgressive, chromaSubsampling },
      { exif: undefined, icc: undefined, isProgressive: false, chromaSubsampling: '4:2:0' },
    );
    t.deepEqual(await ingestPhoto(whole, rule), photo);
  }
});

test('ingestPhoto() turns a photo as each orientation says, under every rule', async (t) => {
  const bare = await smoothPhoto().png().toBuffer();
  for (let orientation = 1; orientation <= 8; orientation++) {
    for (const order of ['II', 'MM'] as const) {
      const exif = exifOf(orientation, order);
      const jpeg = withSegments(whole, [
        jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])),
      ]);
      const looked = await sharp(jpeg).autoOrient().raw().toBuffer({ resolveWithObject: true });
      const { width, height } = looked.info;
      const kept = await ingestPhoto(jpeg, keep);
      t.deepEqual([kept.width, kept.height], [width, height]);
      t.is(kept.pixelSha256, sha256(looked.data), `${orientation} ${order}`);
      const png = await ingestPhoto(withChunks(bare, [pngChunk('eXIf', exif)]), keep);
      t.deepEqual([png.width, png.height], [width, height]);
      for (const rule of [shorter, square]) {
        const written = await ingestPhoto(jpeg, rule);
        const sides =
          rule === square
            ? { width: 32, height: 32 }
            : { [width < height ? 'width' : 'height']: 32 };
        const expected = await sharp(looked.data, {
          raw: { width, height, channels: 3 },
        })
          .resize(sides)
          .raw()
          .toBuffer();
        t.is(written.width * written.height * 3, expected.length);
        t.true(meanDifference((await readPixels(decoding(written.bytes))).rgb, expected) < 4);
      }
    }
  }
});

for (const [what, bytes, most] of forms) {
  test(`ingestPhoto() makes 8-bit sRGB of a photo in ${what}`, async (t) => {
    const pixels = await readPixels(decoding(bytes));
    t.is(pixels.rgb.length, 96 * 64 * 3);
    t.true(meanDifference(pixels.rgb, smoothRgb()) <= most);
    t.like(await ingestPhoto(bytes, keep), { width: 96, height: 64 });
    t.like(await ingestPhoto(bytes, shorter), { width: 48, height: 32, format: 'jpeg' });
  });
}

test('ingestPhoto() spreads grey over three channels, whatever its depth', async (t) => {
  const bytes = Buffer.from([0, 60, 128, 255]);
  const parts = { width: 4, height: 1, colourType: 0 };
  const grey = encodePng({ ...parts, bitDepth: 8, bytes });
  const expected = [0, 0, 0, 60, 60, 60, 128, 128, 128, 255, 255, 255];
  t.deepEqual([...(await readPixels(decoding(grey))).rgb], expected);
  const twice = Buffer.from([...bytes].flatMap((value) => [value, value]));
  const deep = encodePng({ ...parts, bitDepth: 16, bytes: twice });
  t.deepEqual([...(await readPixels(decoding(deep))).rgb], expected);
  const jpeg = await smoothPhoto().toColourspace('b-w').jpeg().toBuffer();
  const { rgb } = await readPixels(decoding(jpeg));
  t.true(rgb.every((value, i) => value === rgb[i - (i % 3)]));
});

test('ingestPhoto() shows what is transparent over white', async (t) => {
  const bytes = Buffer.from([200, 0, 0, 255, 200, 0, 0, 0, 200, 0, 0, 128]);
  const file = encodePng({ width: 3, height: 1, bitDepth: 8, colourType: 6, bytes });
  const { rgb } = await readPixels(decoding(file));
  t.deepEqual([...rgb.subarray(0, 6)], [200, 0, 0, 255, 255, 255]);
  t.true(Math.abs((rgb[7] as number) - 127) <= 1);
});

test('ingestPhoto() notes bytes after the end when it writes anew, and what pads a file is nothing', async (t) => {
  const followed = Buffer.concat([whole, Buffer.from('PK\x03\x04')]);
  const photo = await ingestPhoto(followed, shorter);
  t.is(photo.trailingBytes, 4);
  t.is(photo.receivedSha256, sha256(followed));
  t.is(photo.sha256, (await ingestPhoto(whole, shorter)).sha256);
  const padded = Buffer.concat([whole, Buffer.alloc(100), Buffer.alloc(9, 0xff)]);
  t.is((await ingestPhoto(padded, keep)).bytes.length, padded.length);
});

test('encoderText() names versions and options', (t) => {
  t.regex(encoderText(), /^sharp \d+\.\d+\.\d+, libvips \d+\.\d+\.\d+, mozjpeg \w+, lcms [\d.]+; /);
  t.regex(encoderText(), /lanczos3, baseline JPEG, chroma 4:2:0; standard Huffman/);
});

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] as number)), 0) / a.length;
}
