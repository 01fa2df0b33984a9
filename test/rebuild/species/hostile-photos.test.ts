import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import test from 'ava';
import type { Route } from '../../../src/sources/inaturalist-stand-in/route.ts';
import { jpegSegment, smoothPhoto, withChunks, withSegments } from '../../support/photos.ts';
import { pngChunk } from '../../support/png.ts';
import { idsOf, skippedOf, speciesStage, sumsOf, withGroups } from '../../support/species-build.ts';

const jpeg = await smoothPhoto().jpeg().toBuffer();
const png = await smoothPhoto().png().toBuffer();
const wide = Buffer.from(jpeg);
const frame = wide.indexOf(Buffer.from([0xff, 0xc0]));
wide.writeUInt16BE(65_535, frame + 7);
const bombHeader = Buffer.alloc(13);
bombHeader.writeUInt32BE(60_000, 0);
bombHeader.writeUInt32BE(60_000, 4);
bombHeader.set([8, 2, 0, 0, 0], 8);
const bomb = Buffer.concat([
  png.subarray(0, 8),
  pngChunk('IHDR', bombHeader),
  pngChunk('IDAT', deflateSync(Buffer.alloc(100 << 20))),
  pngChunk('IEND', Buffer.alloc(0)),
]);
const profile = Buffer.concat([Buffer.from('bomb\0\0'), deflateSync(Buffer.alloc(64 << 20))]);
const longProfile = Array.from({ length: 40 }, (_, i) =>
  jpegSegment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.alloc(60_000, i)])),
);
const page = '<!doctype html><script>alert(1)</script>';

const served: readonly (readonly [what: string, bytes: Uint8Array, reason: string])[] = [
  ['a PNG of 60,000 pixels a side in some kilobytes', bomb, 'photo-dimensions'],
  ['a JPEG of 65,535 pixels in width', wide, 'photo-dimensions'],
  ['a truncated JPEG', jpeg.subarray(0, jpeg.length / 2), 'photo-'],
  [
    'a PNG whose profile inflates to 64 MiB',
    withChunks(png, [pngChunk('iCCP', profile)]),
    'photo-metadata',
  ],
  ['a JPEG whose profile has 2 MB', withSegments(jpeg, longProfile), 'photo-metadata'],
  ['a web page', Buffer.from(page), 'fetch-html'],
  ['a GIF that is a script as well', Buffer.from('GIF89a=1/*'), 'photo-format'],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'photo-'],
  ['nothing', Buffer.alloc(0), 'fetch-empty'],
  ['33 MB', Buffer.alloc(33 << 20, 0xff), 'fetch-too-large'],
];

/** A photo, and behind its end a page: what is written anew must not have it. */
const polyglot = Buffer.concat([
  await smoothPhoto({ seed: 99 }).jpeg().toBuffer(),
  Buffer.from(page),
]);

test('a build leaves hostile photos out, each with its reason, and goes on', async (t) => {
  const recipe = { leastImages: 1 };
  const plain = await speciesStage(t, { recipe: (given) => withGroups(given, recipe) });
  const expected = await idsOf(await plain.build());
  const [both = 0, ...ids] = expected.slice(0, served.length + 1);
  const bodies = new Map(ids.map((id, i) => [id, served[i]?.[1] as Uint8Array]));
  bodies.set(both, polyglot);
  const hostile: Route = {
    path: /^\/open-data\/photos\/(\d+)\//,
    answer({ groups }) {
      const body = bodies.get(Number(groups[0]));
      const headers = { 'content-type': 'image/jpeg' };
      return body === undefined ? undefined : { status: 200, headers, body };
    },
  };
  const stage = await speciesStage(t, {
    routes: [hostile],
    recipe: (given) => withGroups(given, recipe),
  });
  const before = process.memoryUsage().rss;
  const release = await stage.build();
  t.true(process.memoryUsage().rss - before < 500 << 20, 'nothing is inflated');
  const skipped = await skippedOf(release);
  for (const [i, [what, , reason]] of served.entries()) {
    const row = skipped.find(({ path }) => path.includes(`/${ids[i]}/`));
    t.true(row?.reason.startsWith(reason), `${what}: ${row?.reason}`);
  }
  t.deepEqual(
    await idsOf(release),
    expected.filter((id) => !ids.includes(id)),
  );
  const [, path = ''] = new RegExp(`  (images/.*/${both}\\.jpg)`).exec(sumsOf(release)) ?? [];
  const written = readFileSync(join(release, path), 'latin1');
  t.false(written.includes('script'));
});
