import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Busy, InvalidInput, RemoteFailure } from '../../../src/errors.ts';
import {
  acquireLock,
  type DownloadOptions,
  fetchPinned,
  hashBytes,
  openHttp,
} from '../../../src/io/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { lyingServer, serve } from '../../support/lying-server.ts';
import { pin, someBytes } from '../../support/pinned.ts';

const bytes = someBytes(10_000);
const offline: DownloadOptions = {
  get: () => Promise.reject(new Error('No network here')),
  sleep: async () => {},
  now: () => 0,
};
const online: DownloadOptions = { ...offline, get: openHttp() };

function folders(t: ExecutionContext) {
  const folder = temporaryFolder(t);
  const mirror = join(folder, 'mirror');
  mkdirSync(mirror);
  return { mirror, rawFolder: join(folder, 'data/raw') };
}

test('fetchPinned() downloads once, and leaves one file and its lock', async (t) => {
  const { rawFolder } = folders(t);
  const server = await lyingServer(t, serve(bytes));
  const source = pin(bytes, { url: `${server.origin}/x` });
  t.is(await fetchPinned(source, { rawFolder, ...online }), 'downloaded');
  t.deepEqual(readFileSync(join(rawFolder, source.file)), bytes);
  t.deepEqual(readdirSync(rawFolder), ['some-list.txt', 'some-list.txt.lock']);
  t.is(await fetchPinned(source, { rawFolder, ...offline }), 'already there');
  t.is(server.requests.length, 1);
});

test('fetchPinned() replaces other bytes, and only by the pinned ones', async (t) => {
  const { rawFolder } = folders(t);
  let isHonest = false;
  const server = await lyingServer(t, (request, response, n) =>
    serve(isHonest ? bytes : Buffer.alloc(5))(request, response, n),
  );
  const source = pin(bytes, { url: `${server.origin}/x` });
  mkdirSync(rawFolder, { recursive: true });
  const path = join(rawFolder, source.file);
  writeFileSync(path, 'of an earlier pin');
  await t.throwsAsync(fetchPinned(source, { rawFolder, ...online }), { instanceOf: RemoteFailure });
  t.is(readFileSync(path, 'utf8'), 'of an earlier pin');
  isHonest = true;
  t.is(await fetchPinned(source, { rawFolder, ...online }), 'downloaded');
  t.deepEqual(readFileSync(path), bytes);
});

test('fetchPinned() copies from a mirror without a network', async (t) => {
  const { rawFolder, mirror } = folders(t);
  const source = pin(bytes);
  writeFileSync(join(mirror, source.file), bytes);
  chmodSync(join(mirror, source.file), 0o444);
  t.is(await fetchPinned(source, { rawFolder, mirror, ...offline }), 'copied');
  t.deepEqual(readFileSync(join(rawFolder, source.file)), bytes);
});

test('fetchPinned() takes nothing else from a mirror', async (t) => {
  const { rawFolder, mirror } = folders(t);
  const source = pin(bytes);
  const places = { rawFolder, mirror, ...offline };
  await t.throwsAsync(fetchPinned(source, places), {
    instanceOf: InvalidInput,
    message: `some-list.txt is missing: ${mirror}`,
  });
  writeFileSync(join(mirror, source.file), 'short');
  await t.throwsAsync(fetchPinned(source, places), {
    instanceOf: InvalidInput,
    message: new RegExp(`found 5 bytes with SHA-256 ${hashBytes('short')}\\): ${mirror}`),
  });
  const nowhere = { ...places, mirror: join(mirror, 'nowhere') };
  await t.throwsAsync(fetchPinned(source, nowhere), { message: /No such folder: .*nowhere/ });
  t.deepEqual(readdirSync(rawFolder), ['some-list.txt.lock']);
});

test('fetchPinned() is Busy while another fetches the same file', async (t) => {
  const { rawFolder } = folders(t);
  mkdirSync(rawFolder, { recursive: true });
  const source = pin(bytes);
  const lock = acquireLock(join(rawFolder, `${source.file}.lock`), 'it');
  await t.throwsAsync(fetchPinned(source, { rawFolder, ...offline }), {
    instanceOf: Busy,
    message: /works on the download of some-list/,
  });
  lock.release();
});
