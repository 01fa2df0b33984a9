import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidImage, RemoteFailure } from '../../../src/errors.ts';
import { openJournal } from '../../../src/io/index.ts';
import {
  type AcquireAllOptions,
  acquireAll,
  acquiredOf,
} from '../../../src/rebuild/species/acquire-all.ts';
import type { FetchedPhoto, PhotoOrder } from '../../../src/rebuild/species/acquire-photo.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { ingestAsIs, photoOf } from '../../support/made-up-species.ts';

const orders = Array.from(
  { length: 30 },
  (_, i): PhotoOrder => ({
    photo: photoOf(i + 1),
    group: 'Fungi',
    taxon: { id: 1, name: 'Genus species1', folder: 'genus_species1' },
    split: 'test',
  }),
);

interface Setting extends AcquireAllOptions {
  readonly folder: string;
  readonly asked: string[];
}

/** A server of photos whose bytes are their address, and an ingest that keeps them. */
function settingOf(
  t: ExecutionContext,
  answer: (url: string) => FetchedPhoto | Promise<FetchedPhoto> = photoAt,
  folder = temporaryFolder(t),
): Setting {
  const asked: string[] = [];
  const journal = openJournal(join(folder, 'journal.sqlite'), 'test');
  t.teardown(() => journal.close());
  return {
    folder,
    asked,
    journal,
    size: 'medium',
    staging: join(folder, 'release'),
    atOnce: 4,
    fetch: async (url) => {
      asked.push(url);
      return answer(url);
    },
    ingest: ingestAsIs,
  };
}

function photoAt(url: string): FetchedPhoto {
  return { kind: 'fetched', bytes: Buffer.from(url), etag: `"${url.length}"` };
}

function fileOf(setting: Setting, photoId: number): string {
  return join(setting.staging, 'images/test/fungi/genus_species1', `${photoId}.jpg`);
}

test('acquireAll() fetches every photo once and writes it under its species', async (t) => {
  const setting = settingOf(t);
  await acquireAll(orders, setting);
  t.is(setting.asked.length, orders.length);
  t.is(new Set(setting.asked).size, orders.length);
  t.is(readFileSync(fileOf(setting, 7), 'utf8'), 'photos/7/medium.jpg');
  const outcome = acquiredOf(orders[6] as PhotoOrder, setting.journal);
  t.like(outcome, { kind: 'image', received: { path: 'photos/7/medium.jpg' }, etag: '"19"' });
});

test('acquireAll() fetches nothing again that is journalled and on the disk', async (t) => {
  const setting = settingOf(t);
  await acquireAll(orders.slice(0, 10), setting);
  setting.asked.length = 0;
  await acquireAll(orders, setting);
  t.is(setting.asked.length, 20);
});

test('acquireAll() fetches again what is gone from the disk or was cut short', async (t) => {
  const setting = settingOf(t);
  await acquireAll(orders, setting);
  setting.asked.length = 0;
  rmSync(fileOf(setting, 3));
  writeFileSync(fileOf(setting, 4), 'x');
  await acquireAll(orders, setting);
  t.deepEqual(setting.asked.sort(), ['photos/3/medium.jpg', 'photos/4/medium.jpg']);
});

test('acquireAll() skips what the server refuses and what is no image, and asks no more', async (t) => {
  const setting = settingOf(t, (url) =>
    url.includes('/5/') ? { kind: 'refused', reason: 'gone', detail: 'Status 410' } : photoAt(url),
  );
  const ingest: AcquireAllOptions['ingest'] = (bytes) => {
    if (Buffer.from(bytes).includes('/6/')) throw new InvalidImage('photo-html', 'A web page');
    return setting.ingest(bytes);
  };
  await acquireAll(orders, { ...setting, ingest });
  const told = [5, 6].map((id) => acquiredOf(orders[id - 1] as PhotoOrder, setting.journal));
  t.deepEqual(told, [
    { kind: 'skipped', reason: 'gone', detail: 'Status 410' },
    { kind: 'skipped', reason: 'photo-html', detail: 'A web page' },
  ]);
  t.false(existsSync(fileOf(setting, 6)));
  setting.asked.length = 0;
  await acquireAll(orders, setting);
  t.deepEqual(setting.asked, []);
});

const overloaded = (url: string) =>
  new RemoteFailure('The server answers with status 503', { url, retryable: true });

test('acquireAll() goes on after a photo that the server fails to give, and asks for it in the next run', async (t) => {
  const setting = settingOf(t, (url) => {
    if (url.includes('/9/')) throw overloaded(url);
    return photoAt(url);
  });
  await acquireAll(orders, setting);
  t.like(acquiredOf(orders[8] as PhotoOrder, setting.journal), { reason: 'fetch-server-error' });
  setting.asked.length = 0;
  await acquireAll(orders, { ...setting, fetch: async (url) => photoAt(url) });
  t.like(acquiredOf(orders[8] as PhotoOrder, setting.journal), { kind: 'image' });
});

test('acquireAll() asks once more, after all the others, for what a server failed to give', async (t) => {
  const failing = new Set(['3', '9', '30']);
  const setting = settingOf(t, (url) => {
    if (failing.delete(url.split('/')[1] ?? '')) throw overloaded(url);
    return photoAt(url);
  });
  const rests: number[] = [];
  const rest = async (photos: number) => void rests.push(photos);
  const acquisition = await acquireAll(orders, { ...setting, rest });
  t.deepEqual(acquisition, { photos: 30, failed: 0, example: undefined });
  t.deepEqual(rests, [3]);
  const again = setting.asked.slice(30).sort();
  t.deepEqual(again, ['photos/3/medium.jpg', 'photos/30/medium.jpg', 'photos/9/medium.jpg']);
});

test('acquireAll() ends alike where it is killed before it asks once more', async (t) => {
  const answer = (url: string): FetchedPhoto => {
    if (url.includes('/9/')) throw overloaded(url);
    if (url.includes('/11/')) return { kind: 'refused', reason: 'fetch-truncated', detail: 'Half' };
    return photoAt(url);
  };
  const plain = settingOf(t, answer);
  const expected = await acquireAll(orders, plain);
  t.like(expected, { photos: 30, failed: 2 });
  const setting = settingOf(t, answer);
  const rest = () => Promise.reject(new Error('killed'));
  await t.throwsAsync(acquireAll(orders, { ...setting, rest }), { message: 'killed' });
  setting.asked.length = 0;
  t.like(await acquireAll(orders, setting), { photos: 30, failed: 2 });
  t.deepEqual(setting.asked.sort(), ['photos/11/medium.jpg', 'photos/9/medium.jpg']);
  const outcomes = ({ journal }: Setting) => orders.map((order) => acquiredOf(order, journal));
  t.deepEqual(outcomes(setting), outcomes(plain));
});

test('acquireAll() is not stopped by many photos that an earlier run did not get', async (t) => {
  const many = orders.map(({ photo }) => photo.photoId).filter((id) => id % 5 > 0);
  const setting = settingOf(t, (url) => {
    if (many.includes(Number(url.split('/')[1]))) throw overloaded(url);
    return photoAt(url);
  });
  t.like(await acquireAll(orders, { ...setting, atOnce: 1 }), { failed: 24 });
  t.like(await acquireAll(orders, { ...setting, atOnce: 1 }), { failed: 24 });
});

test('acquireAll() stops where the server fails for one photo after the other', async (t) => {
  const setting = settingOf(t, (url) => {
    throw overloaded(url);
  });
  await t.throwsAsync(acquireAll(orders, setting), { instanceOf: RemoteFailure });
  t.true(setting.asked.length < orders.length);
});

test('acquireAll() ends what is under way when it is interrupted, and asks for nothing more', async (t) => {
  const interrupt = new AbortController();
  const setting = settingOf(t, (url) => {
    if (url.includes('/10/')) interrupt.abort(new Error('stop'));
    return photoAt(url);
  });
  await t.throwsAsync(acquireAll(orders, { ...setting, signal: interrupt.signal }), {
    message: 'stop',
  });
  t.true(setting.asked.length < orders.length);
  const written = readdirSync(join(setting.staging, 'images/test/fungi/genus_species1'));
  t.deepEqual(
    written.filter((name) => !name.endsWith('.jpg')),
    [],
  );
  setting.asked.length = 0;
  await acquireAll(orders, setting);
  t.is(setting.asked.length, orders.length - written.length);
});
