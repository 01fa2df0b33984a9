import { deflateSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import sharp from 'sharp';
import { InvalidImage } from '../../../src/errors.ts';
import { ingestPhoto, photoLimits } from '../../../src/io/index.ts';
import type { ImageRule } from '../../../src/records/index.ts';
import {
  exifOf,
  jpegSegment,
  smoothPhoto,
  withChunks,
  withSegments,
} from '../../support/photos.ts';
import { encodePng, greyPng, pngChunk, pngSignature } from '../../support/png.ts';

const keep: ImageRule = { resize: { kind: 'keep' }, leastSide: 16 };
const shorter: ImageRule = {
  resize: { kind: 'shorter-side', pixels: 32, quality: 90 },
  leastSide: 16,
};

const jpeg = await smoothPhoto().jpeg({ quality: 80 }).toBuffer();
const progressive = await smoothPhoto().jpeg({ quality: 80, progressive: true }).toBuffer();
const png = await smoothPhoto().png().toBuffer();
const frames = await sharp(Buffer.alloc(6 * 8 * 3, 1).fill(200, 72), {
  raw: { width: 6, height: 8, channels: 3, pageHeight: 4 },
})
  .gif()
  .toBuffer();
const cmyk = await smoothPhoto().toColourspace('cmyk').jpeg().toBuffer();
const gif = await smoothPhoto().gif().toBuffer();
const webp = await smoothPhoto().webp().toBuffer();
const tiff = await smoothPhoto().tiff().toBuffer();
const thin = await smoothPhoto({ width: 17_000, height: 16 }).jpeg().toBuffer();

/** A JPEG whose frame says another size. */
function sized(width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

/** A PNG whose header says another size, its CRC right. */
function sizedPng(width: number, height: number): Buffer {
  const header = Buffer.from(png.subarray(16, 29));
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', header), png.subarray(33)]);
}

const profileOf = (bytes: number) =>
  pngChunk('iCCP', Buffer.concat([Buffer.from('bomb\0\0'), deflateSync(Buffer.alloc(bytes))]));
const jpegProfile = (bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 60_000) }, (_, i) =>
    jpegSegment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.alloc(60_000, i)])),
  );
const brokenCrc = Buffer.from(png);
brokenCrc[png.length - 20] = (brokenCrc[png.length - 20] as number) ^ 1;
const endOfJpeg = Buffer.from([0xff, 0xd9]);
const scan = jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), -2);
const rubbish = withSegments(jpeg, [jpegSegment(0xfe, Buffer.alloc(1)), Buffer.from('x')]);
const many = (count: number, part: Uint8Array) => Array.from({ length: count }, () => part);

const refused: readonly (readonly [what: string, bytes: Uint8Array, reason: string])[] = [
  ['nothing', Buffer.alloc(0), 'file-empty'],
  ['64 MiB and a byte', Buffer.alloc(photoLimits.mostBytes + 1, 0xff), 'file-too-large'],
  ['a web page', Buffer.from('<!doctype html><title>404</title>'), 'photo-html'],
  ['text', Buffer.from('not found'), 'photo-unknown'],
  ['a GIF', gif, 'photo-format'],
  ['an animated GIF', frames, 'photo-animated'],
  ['a GIF of which only the name is there', Buffer.from('GIF89a'), 'photo-format'],
  ['a WebP', webp, 'photo-format'],
  ['a TIFF', tiff, 'photo-format'],
  ['a bitmap', Buffer.from('BM and nothing else'), 'photo-format'],
  ['a HEIF', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 'photo-format'],
  ['an animated PNG', withChunks(png, [pngChunk('acTL', Buffer.alloc(8))]), 'photo-animated'],
  ['CMYK', cmyk, 'photo-cmyk'],
  ['a JPEG of 65,535 pixels a side', sized(65_535, 65_535), 'photo-dimensions'],
  ['a JPEG of 65,535 pixels in width', sized(65_535, 16), 'photo-dimensions'],
  ['a JPEG one pixel wide and 65,535 high', sized(1, 65_535), 'photo-dimensions'],
  ['a whole JPEG of 17,000 pixels in width', thin, 'photo-dimensions'],
  ['a JPEG of more pixels than there may be', sized(8192, 4097), 'photo-dimensions'],
  ['a JPEG without height', sized(96, 0), 'photo-dimensions'],
  [
    'a PNG of two thousand million pixels a side',
    sizedPng(2 ** 31 - 1, 2 ** 31 - 1),
    'photo-dimensions',
  ],
  ['a PNG without width', sizedPng(0, 64), 'photo-dimensions'],
  ['a JPEG that says it is larger than it is', sized(96, 640), 'photo-undecodable'],
  ['a PNG that says it is larger than it is', sizedPng(96, 65), 'photo-undecodable'],
  ['a JPEG cut before its end marker', jpeg.subarray(0, -2), 'photo-truncated'],
  ['a JPEG cut in its end marker', jpeg.subarray(0, -1), 'photo-truncated'],
  ['a JPEG cut in its header', jpeg.subarray(0, 9), 'photo-truncated'],
  ['a JPEG cut after its first bytes', jpeg.subarray(0, 3), 'photo-truncated'],
  [
    'a JPEG without its last coded bytes, ended properly',
    Buffer.concat([jpeg.subarray(0, -6), endOfJpeg]),
    'photo-undecodable',
  ],
  ['a JPEG of header alone', Buffer.concat([jpeg.subarray(0, 2), endOfJpeg]), 'photo-structure'],
  ['a JPEG with rubbish between segments', rubbish, 'photo-structure'],
  [
    'a JPEG with two frames',
    withSegments(jpeg, many(1, jpegSegment(0xc0, Buffer.from('080040006003', 'hex')))),
    'photo-structure',
  ],
  [
    'a JPEG that goes through its pixels a hundred times',
    Buffer.concat([progressive.subarray(0, -2), ...many(100, scan), endOfJpeg]),
    'photo-structure',
  ],
  [
    'a JPEG of a hundred thousand segments',
    withSegments(jpeg, many(100_000, jpegSegment(0xfe, Buffer.alloc(0)))),
    'photo-structure',
  ],
  [
    'a JPEG with 10 MB of EXIF',
    withSegments(jpeg, many(160, jpegSegment(0xe1, Buffer.alloc(65_000)))),
    'photo-metadata',
  ],
  ['a JPEG with a profile of 2 MB', withSegments(jpeg, jpegProfile(2e6)), 'photo-metadata'],
  [
    'a JPEG that is a ZIP too',
    Buffer.concat([jpeg, Buffer.from('PK\x03\x04')]),
    'photo-trailing-data',
  ],
  [
    'a JPEG that is a page too',
    Buffer.concat([jpeg, Buffer.from('<html>')]),
    'photo-trailing-data',
  ],
  ['a PNG that is a page too', Buffer.concat([png, Buffer.from('<html>')]), 'photo-trailing-data'],
  ['a PNG with a wrong CRC', brokenCrc, 'png-crc'],
  ['a PNG cut in its last chunk', png.subarray(0, -1), 'png-truncated'],
  ['a PNG without its last chunk', png.subarray(0, -12), 'png-truncated'],
  ['a PNG of signature alone', pngSignature, 'png-truncated'],
  ['a PNG with two headers', withChunks(png, [png.subarray(8, 33)]), 'png-structure'],
  [
    'a PNG with 10 MB of text',
    withChunks(png, [pngChunk('tEXt', Buffer.alloc(10 << 20))]),
    'photo-metadata',
  ],
  [
    'a PNG with a profile that inflates to 100 MB',
    withChunks(png, [profileOf(1e8)]),
    'photo-metadata',
  ],
  [
    'a PNG with a profile that does not inflate',
    withChunks(png, [pngChunk('iCCP', Buffer.from('name\0\0rubbish'))]),
    'png-structure',
  ],
  ['a photo of 15 pixels', greyPng(40, 15, Buffer.alloc(600)), 'photo-too-small'],
];

for (const [what, bytes, reason] of refused) {
  test(`ingestPhoto() refuses ${what}: ${reason}`, async (t) => {
    const error = await t.throwsAsync(ingestPhoto(bytes, keep), { instanceOf: InvalidImage });
    t.is(error?.reason, reason, error?.message);
    if (reason === 'photo-trailing-data') t.like(await ingestPhoto(bytes, shorter), { height: 32 });
    else await t.throwsAsync(ingestPhoto(bytes, shorter), { instanceOf: InvalidImage });
  });
}

test('ingestPhoto() refuses a PNG whose image data inflate without end, at little cost', async (t) => {
  const bomb = deflateSync(Buffer.alloc(200 << 20));
  const header = png.subarray(0, 33);
  const end = pngChunk('IEND', Buffer.alloc(0));
  const file = Buffer.concat([header, pngChunk('IDAT', bomb), end]);
  await ingestOrRefuse(t, file, keep);
});

/** EXIF whose directory leads back to itself, is longer than the file, or is no directory. */
const strangeExif = [
  Buffer.concat([exifOf(6).subarray(0, 22), Buffer.from([8, 0, 0, 0])]),
  Buffer.from('49492a0008000000ffff', 'hex'),
  Buffer.from('49492a00ffffffff', 'hex'),
  Buffer.from('4d4d', 'hex'),
  exifOf(9),
  exifOf(0),
  Buffer.alloc(60_000, 0x49),
];

test('ingestPhoto() sizes a JPEG that says it is smaller than it is as every decoder does', async (t) => {
  await ingestOrRefuse(t, sized(96, 32), keep);
});

test('ingestPhoto() is not led astray by EXIF', async (t) => {
  const plain = await ingestPhoto(jpeg, keep);
  for (const [i, exif] of strangeExif.entries()) {
    const data = Buffer.concat([Buffer.from('Exif\0\0'), exif]);
    const photo = await ingestPhoto(withSegments(jpeg, [jpegSegment(0xe1, data)]), keep);
    t.is(photo.width, i === 0 ? plain.height : plain.width);
    if (i > 0) t.is(photo.pixelSha256, plain.pixelSha256);
  }
});

test('ingestPhoto() decodes no second image and heeds no profile that is none', async (t) => {
  const plain = await ingestPhoto(jpeg, shorter);
  const multi = withSegments(jpeg, [
    jpegSegment(0xe2, Buffer.from('MPF\0II*\0\x08\0\0\0')),
    jpegSegment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version="1.0"/>')),
  ]);
  t.is((await ingestPhoto(Buffer.concat([multi, progressive]), shorter)).sha256, plain.sha256);
  const lying = withSegments(jpeg, jpegProfile(60_000));
  t.is((await ingestPhoto(lying, shorter)).sha256, plain.sha256);
});

test('ingestPhoto() refuses each JPEG and PNG that is cut, wherever it is', async (t) => {
  const files = fc.constantFrom(jpeg, progressive, png);
  await fc.assert(
    fc.asyncProperty(files, fc.double({ min: 0, max: 1, noNaN: true }), async (file, share) => {
      const cut = file.subarray(0, Math.floor(share * (file.length - 1)));
      await t.throwsAsync(ingestPhoto(cut, keep), { instanceOf: InvalidImage });
    }),
    { numRuns: 150 },
  );
});

test('ingestPhoto() refuses or sizes rightly what has changed bytes', async (t) => {
  const files = fc.constantFrom(jpeg, progressive, png);
  const change = fc.record({ at: fc.nat(5000), value: fc.nat(255) });
  const changes = fc.array(change, { minLength: 1, maxLength: 4 });
  const rules = fc.constantFrom(keep, shorter);
  await fc.assert(
    fc.asyncProperty(files, changes, rules, async (file, changed, rule) => {
      const bytes = Buffer.from(file);
      for (const { at, value } of changed) bytes[at % bytes.length] = value;
      await ingestOrRefuse(t, bytes, rule);
    }),
    { numRuns: 300 },
  );
});

test('ingestPhoto() refuses or sizes rightly whatever follows the first bytes of a photo', async (t) => {
  const starts = fc.constantFrom(jpeg.subarray(0, 3), jpeg.subarray(0, 200), png.subarray(0, 33));
  await fc.assert(
    fc.asyncProperty(starts, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
      await ingestOrRefuse(t, Buffer.concat([start, rest]), keep);
    }),
    { numRuns: 200 },
  );
});

async function ingestOrRefuse(t: ExecutionContext, bytes: Uint8Array, rule: ImageRule) {
  try {
    const photo = await ingestPhoto(bytes, rule);
    const { data, info } = await sharp(photo.bytes)
      .autoOrient()
      .raw()
      .toBuffer({ resolveWithObject: true });
    t.deepEqual([info.width, info.height], [photo.width, photo.height]);
    t.true(data.length > 0);
  } catch (error) {
    t.true(error instanceof InvalidImage, String(error));
  }
}

test('encodePng() of these tests makes a photo that is taken', async (t) => {
  const bytes = Buffer.alloc(20 * 20 * 3, 90);
  const file = encodePng({ width: 20, height: 20, bitDepth: 8, colourType: 2, bytes });
  t.like(await ingestPhoto(file, keep), {
    width: 20,
    format: 'png',
    perceptualHash: '0'.repeat(16),
  });
});
