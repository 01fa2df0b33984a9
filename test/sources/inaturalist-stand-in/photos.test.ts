import { createHash } from 'node:crypto';
import test from 'ava';
import sharp from 'sharp';
import {
  makeWorld,
  type PhotoQuirk,
  type WorldPhoto,
} from '../../../src/sources/inaturalist-stand-in/index.ts';
import { standInFor } from '../../support/stand-in.ts';

const world = makeWorld({ seed: 'photos' });
const photos = world.observations.flatMap((observation) => observation.photos);

function photoWith(is: (photo: WorldPhoto) => boolean): WorldPhoto {
  const found = photos.find(is);
  if (found === undefined) throw new Error('No such photo in the world of this test');
  return found;
}

const quirky = (kind: PhotoQuirk['kind']) => photoWith(({ quirk }) => quirk?.kind === kind);
const plain = (extension = 'jpg') =>
  photoWith((photo) => {
    return (
      photo.licence !== undefined && photo.extension === extension && photo.quirk === undefined
    );
  });
const nameOf = ({ id, extension }: WorldPhoto, size = 'original') => {
  return `/photos/${id}/${size}.${extension}`;
};

async function bytesOf(url: string, headers: Record<string, string> = {}) {
  const reply = await fetch(url, { headers });
  return { reply, bytes: Buffer.from(await reply.arrayBuffer()) };
}

test('openStandIn() serves each size, no side above what the size allows', async (t) => {
  const { photos: base } = await standInFor(t, world);
  const photo = photoWith(({ licence, width, quirk }) => {
    return licence !== undefined && width === 640 && quirk === undefined;
  });
  const sizes = { original: [640, 480], large: [640, 480], medium: [500, 375], small: [240, 180] };
  for (const [size, [width, height]] of Object.entries(sizes)) {
    const { bytes } = await bytesOf(base + nameOf(photo, size));
    t.like(await sharp(bytes).metadata(), { width, height }, size);
  }
  t.is((await fetch(base + nameOf(photo, 'huge'))).status, 404);
});

test('openStandIn() paints the same photo the same, each photo and species its own', async (t) => {
  const digests: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { photos: base } = await standInFor(t, world);
    const seen = photos
      .filter(({ licence, quirk }) => licence !== undefined && !quirk)
      .slice(0, 12);
    for (const photo of seen) {
      const { bytes } = await bytesOf(base + nameOf(photo, 'small'));
      digests.push(createHash('md5').update(bytes).digest('hex'));
    }
  }
  t.deepEqual(digests.slice(0, 12), digests.slice(12));
  t.is(new Set(digests).size, 12);
});

test('openStandIn() serves every kind of file under its name', async (t) => {
  const { photos: base } = await standInFor(t, world);
  const formats = { jpg: 'jpeg', JPG: 'jpeg', jpeg: 'jpeg', png: 'png', gif: 'gif' };
  for (const [extension, format] of Object.entries(formats)) {
    const photo = plain(extension);
    const { reply, bytes } = await bytesOf(base + nameOf(photo));
    t.is(reply.headers.get('content-type'), `image/${format}`);
    t.like(await sharp(bytes).metadata(), { format, width: photo.width, height: photo.height });
    await t.notThrowsAsync(sharp(bytes, { failOn: 'warning' }).raw().toBuffer());
    const other = nameOf({ ...photo, extension: extension === 'jpg' ? 'JPG' : 'jpg' });
    t.is((await fetch(base + other)).status, 404);
  }
});

test('openStandIn() serves the faults that photos have', async (t) => {
  const { photos: base } = await standInFor(t, world);
  const read = async (kind: PhotoQuirk['kind']) => {
    const photo = quirky(kind);
    return { photo, ...(await bytesOf(base + nameOf(photo))) };
  };
  const turned = await read('turned');
  t.is((await sharp(turned.bytes).metadata()).orientation, 6);
  const { info, data } = await sharp(turned.bytes)
    .rotate()
    .raw()
    .toBuffer({ resolveWithObject: true });
  t.like(info, { width: turned.photo.width, height: turned.photo.height });
  t.is(data.length, 3 * info.width * info.height);
  t.is((await sharp((await read('png')).bytes).metadata()).format, 'png');
  t.is((await sharp((await read('animated')).bytes).metadata()).pages, 2);
  await t.throwsAsync(
    sharp((await read('truncated')).bytes, { failOn: 'truncated' })
      .raw()
      .toBuffer(),
  );
  const page = await read('web-page');
  t.is(page.reply.status, 200);
  t.regex(page.bytes.toString(), /^<!DOCTYPE html>/);
});

test('openStandIn() turns a photo so that its orientation sets it upright', async (t) => {
  const upright = plain();
  const twins = world.observations.map((observation) => ({
    ...observation,
    photos: observation.photos.map((photo) => {
      return photo === upright ? { ...photo, quirk: { kind: 'turned' } as const } : photo;
    }),
  }));
  const base = await standInFor(t, world);
  const other = await standInFor(t, { ...world, observations: twins });
  const raw = async (origin: string) => {
    const { bytes } = await bytesOf(origin + nameOf(upright));
    return sharp(bytes).rotate().raw().toBuffer();
  };
  const [a, b] = [await raw(base.photos), await raw(other.photos)];
  t.is(a.length, b.length);
  const apart = a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] as number)), 0);
  t.true(apart / a.length < 8);
});

test('openStandIn() serves copies: the very bytes, and a picture a little brighter', async (t) => {
  const { photos: base } = await standInFor(t, world);
  for (const kind of ['copy', 'near-copy'] as const) {
    const photo = quirky(kind);
    const of = photo.quirk !== undefined && 'of' in photo.quirk ? photo.quirk.of : 0;
    const { bytes } = await bytesOf(base + nameOf(photo));
    const { bytes: other } = await bytesOf(base + nameOf(photoWith(({ id }) => id === of)));
    t.is(bytes.equals(other), kind === 'copy');
    const [a, b] = [await sharp(bytes).raw().toBuffer(), await sharp(other).raw().toBuffer()];
    t.is(a.length, b.length);
    const apart = a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] as number)), 0);
    t.true(apart / a.length < 8);
  }
});

test('openStandIn() keeps photos without an open licence elsewhere', async (t) => {
  const { origin, photos: base } = await standInFor(t, world);
  const closed = photoWith(({ licence }) => licence === undefined);
  t.is((await fetch(base + nameOf(closed))).status, 404);
  t.is((await fetch(`${origin}/static${nameOf(closed)}`)).status, 200);
  t.is((await fetch(`${origin}/static${nameOf(plain())}`)).status, 404);
  const missing = await fetch(`${base}/photos/1/original.jpg`);
  t.is(missing.status, 404);
  t.regex(await missing.text(), /NoSuchKey/);
});

test('openStandIn() answers ranges and conditions as S3 does', async (t) => {
  const { photos: base } = await standInFor(t, world);
  const url = base + nameOf(plain());
  const { reply, bytes } = await bytesOf(url);
  const etag = reply.headers.get('etag') as string;
  const modified = reply.headers.get('last-modified') as string;
  t.is(etag, `"${createHash('md5').update(bytes).digest('hex')}"`);
  t.is(reply.headers.get('accept-ranges'), 'bytes');
  const end = bytes.length - 1;
  const parts: readonly (readonly [Record<string, string>, number, Buffer, string?])[] = [
    [{ range: 'bytes=100-199' }, 206, bytes.subarray(100, 200), `bytes 100-199/${bytes.length}`],
    [{ range: 'bytes=100-' }, 206, bytes.subarray(100), `bytes 100-${end}/${bytes.length}`],
    [{ range: 'bytes=-10' }, 206, bytes.subarray(-10), `bytes ${end - 9}-${end}/${bytes.length}`],
    [{ range: `bytes=${bytes.length}-` }, 416, Buffer.alloc(0), `bytes */${bytes.length}`],
    [{ range: 'bytes=9-5' }, 200, bytes],
    [{ range: 'bytes=0-1,5-6' }, 200, bytes],
    [
      { range: 'bytes=5-', 'if-range': etag },
      206,
      bytes.subarray(5),
      `bytes 5-${end}/${bytes.length}`,
    ],
    [{ range: 'bytes=5-', 'if-range': modified }, 206, bytes.subarray(5)],
    [{ range: 'bytes=5-', 'if-range': '"other"' }, 200, bytes],
    [{ 'if-none-match': etag }, 304, Buffer.alloc(0)],
    [{ 'if-none-match': `"x", ${etag}` }, 304, Buffer.alloc(0)],
    [{ 'if-none-match': '"x"' }, 200, bytes],
  ];
  for (const [headers, status, body, range] of parts) {
    const part = await bytesOf(url, headers);
    const what = JSON.stringify(headers);
    t.is(part.reply.status, status, what);
    t.true(part.bytes.equals(body), what);
    if (range !== undefined) t.is(part.reply.headers.get('content-range'), range);
  }
  const head = await fetch(url, { method: 'HEAD' });
  t.is(head.headers.get('content-length'), String(bytes.length));
});
