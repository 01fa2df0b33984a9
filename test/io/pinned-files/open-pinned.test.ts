import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { findPinned, hashBytes, openPinned, openPinnedWnids } from '../../../src/io/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { pin } from '../../support/pinned.ts';

const bytes = Buffer.from('n01440764\nn01443537\n');
const holds = { kind: 'wnids', members: 2, ordered: true };
const source = pin(bytes, { holds });
const wrong = Buffer.from('n01440764\nn01443538\n');

function places(t: ExecutionContext, files: { mirror?: Buffer; raw?: Buffer }) {
  const folder = temporaryFolder(t);
  const [mirror, rawFolder] = [join(folder, 'mirror'), join(folder, 'raw')];
  for (const [path, content] of [
    [mirror, files.mirror] as const,
    [rawFolder, files.raw] as const,
  ]) {
    mkdirSync(path);
    if (content !== undefined) writeFileSync(join(path, source.file), content);
  }
  return { mirror, rawFolder };
}

test('openPinned() looks into the mirror first, then into the raw folder', async (t) => {
  const inMirror = places(t, { mirror: bytes, raw: wrong });
  t.deepEqual(await openPinned(source, inMirror), bytes);
  t.like(await findPinned(source, inMirror), { kind: 'present', place: 'mirror' });
  const inRaw = places(t, { raw: bytes });
  t.deepEqual(await openPinned(source, inRaw), bytes);
  t.like(await findPinned(source, inRaw), { kind: 'present', place: 'raw' });
  t.deepEqual(await openPinned(source, { rawFolder: inRaw.rawFolder }), bytes);
});

test('openPinned() says how to get a file that is nowhere', async (t) => {
  const { mirror, rawFolder } = places(t, {});
  await t.throwsAsync(openPinned(source, { rawFolder }), {
    instanceOf: InvalidInput,
    message: /missing \(run npx oodforge sources fetch some-list, or say --mirror DIR/,
  });
  await t.throwsAsync(openPinned(source, { rawFolder, mirror }), {
    message: new RegExp(`: ${mirror}, ${rawFolder}$`),
  });
  const absent = { rawFolder, mirror: join(mirror, 'absent') };
  await t.throwsAsync(openPinned(source, absent), { message: /No such folder/ });
});

test('openPinned() names the file and both digests where it has other bytes', async (t) => {
  const { mirror, rawFolder } = places(t, { mirror: wrong, raw: bytes });
  const error = await t.throwsAsync(openPinned(source, { mirror, rawFolder }), {
    instanceOf: InvalidInput,
  });
  t.is(
    error?.message,
    `Not the pinned bytes of some-list (expected 20 bytes with SHA-256 ${hashBytes(bytes)}, found 20 bytes with SHA-256 ${hashBytes(wrong)}): ${join(mirror, source.file)}`,
  );
});

test('openPinned() opens no folder in place of a file', async (t) => {
  const { rawFolder } = places(t, {});
  mkdirSync(join(rawFolder, source.file));
  await t.throwsAsync(openPinned(source, { rawFolder }), { message: /^Not a file: / });
});

test('openPinnedWnids() gives the list in file order', async (t) => {
  const at = places(t, { raw: bytes });
  t.deepEqual([...(await openPinnedWnids(source, at))].map(String), ['n01440764', 'n01443537']);
  const more = pin(bytes, { holds: { ...holds, members: 3 } });
  await t.throwsAsync(openPinnedWnids(more, at), { message: /is 2, expected 3: some-list\.txt/ });
  await t.throwsAsync(openPinnedWnids(pin(bytes), at), { message: /Not a list of wnids but text/ });
});
