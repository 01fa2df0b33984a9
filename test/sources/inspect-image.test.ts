import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import sharp from 'sharp';
import { SourceChanged } from '../../src/errors.ts';
import { hashBytes } from '../../src/io/index.ts';
import { wnidSchema } from '../../src/records/index.ts';
import type { Inspected } from '../../src/sources/index.ts';
import { inspectImage } from '../../src/sources/inspect-image.ts';
import { classPhoto, dolphin } from '../support/class-source.ts';
import { temporaryFolder } from '../support/folders.ts';

const name = `${dolphin}_1.JPEG`;

function inspect(t: ExecutionContext, content: Uint8Array, bytes?: number): Promise<Inspected> {
  const root = temporaryFolder(t);
  writeFileSync(join(root, name), content);
  const image = { path: name, bytes: bytes ?? statSync(join(root, name)).size, modifiedNs: '0' };
  const wnid = wnidSchema.parse(dolphin);
  const id = `${dolphin}_1`;
  const named = { kind: 'class', key: id, id, sourceSplit: dolphin, member: 'dolphin' } as const;
  return inspectImage({ ...named, wnid, image }, { root });
}

const grey = sharp({ create: { width: 6, height: 4, channels: 3, background: 'grey' } });
const taken: readonly (readonly [what: string, content: Uint8Array, format: string])[] = [
  ['a JPEG', await classPhoto(1, 6, 4), 'jpeg'],
  ['a grey JPEG', await grey.clone().toColourspace('b-w').jpeg().toBuffer(), 'jpeg'],
  ['a progressive JPEG', await grey.clone().jpeg({ progressive: true }).toBuffer(), 'jpeg'],
  ['a turned JPEG', await grey.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(), 'jpeg'],
  ['a PNG called .JPEG', await grey.clone().png().toBuffer(), 'png'],
];

const photo = await classPhoto(2);
const frames = Buffer.alloc(6 * 8 * 3, 1);
frames.fill(200, 72);
const animated = await sharp(frames, { raw: { width: 6, height: 8, channels: 3, pageHeight: 4 } })
  .gif()
  .toBuffer();
const refused: readonly (readonly [what: string, content: Uint8Array, reason: string])[] = [
  ['a file without bytes', Buffer.alloc(0), 'file-empty'],
  ['a JPEG that breaks off', photo.subarray(0, photo.length - 200), 'photo-undecodable'],
  ['the start of a JPEG', photo.subarray(0, 4), 'photo-undecodable'],
  ['a web page', Buffer.from('\n<!DOCTYPE html><title>404</title>'), 'photo-html'],
  [
    'a drawing',
    Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    'photo-html',
  ],
  ['text', Buffer.from('version https://git-lfs.github.com/spec/v1'), 'photo-unknown'],
  ['a CMYK JPEG', await grey.clone().toColourspace('cmyk').jpeg().toBuffer(), 'photo-cmyk'],
  ['an animation', animated, 'photo-animated'],
  ['a GIF', await grey.clone().gif().toBuffer(), 'photo-format'],
  ['a WebP', await grey.clone().webp().toBuffer(), 'photo-format'],
];

for (const [what, content, format] of taken) {
  test(`inspectImage() takes ${what}, sized as stored`, async (t) => {
    const outcome = await inspect(t, content);
    t.like(outcome, {
      kind: 'record',
      record: {
        image: { source: { path: name, bytes: content.length, sha256: hashBytes(content) } },
        truth: { member: 'dolphin', wnid: dolphin, width: 6, height: 4, format },
      },
    });
  });
}

for (const [what, content, reason] of refused) {
  test(`inspectImage() leaves ${what} out: ${reason}`, async (t) => {
    const outcome = await inspect(t, content);
    t.is(outcome.kind === 'skipped' ? outcome.skipped.reason : outcome.kind, reason);
    t.true(outcome.kind === 'skipped' && outcome.skipped.detail !== '');
  });
}

test('inspectImage() notices a file that is not as it was listed, and reads none that is too large', async (t) => {
  await t.throwsAsync(inspect(t, photo, photo.length + 1), { instanceOf: SourceChanged });
  const outcome = await inspect(t, photo, 65 << 20);
  t.is(outcome.kind === 'skipped' && outcome.skipped.reason, 'file-too-large');
});
