import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { Busy, InvalidInput, StorageFailure } from '../../src/errors.ts';
import {
  acquireLock,
  asStorageFailure,
  breathe,
  openJournal,
  openTables,
  parseJson,
} from '../../src/io/index.ts';
import { temporaryFolder } from '../support/folders.ts';

test('a lock keeps others out until it is released', (t) => {
  const path = join(temporaryFolder(t), 'lock');
  const lock = acquireLock(path, 'a release');
  t.throws(() => acquireLock(path, 'a release'), {
    instanceOf: Busy,
    message: /works on a release/,
  });
  lock.release();
  acquireLock(path, 'a release').release();
  t.pass();
});

test('a journal returns what was last put, by key, after being closed and opened again', (t) => {
  const folder = temporaryFolder(t);
  let n = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.jsonValue()), { maxLength: 30 }), (puts) => {
      const path = join(folder, `journal-${n++}`);
      const journal = openJournal(path, { work: 1 });
      for (const [key, value] of puts) journal.put('area', [[key, { value }]]);
      journal.close();
      const again = openJournal(path, { work: 1 });
      const expected = new Map(
        puts.map(([key, value]) => [key, JSON.parse(JSON.stringify({ value }))]),
      );
      t.true(again.isContinued);
      for (const [key, value] of expected) t.deepEqual(again.get('area', key), value);
      t.is(again.get('elsewhere', 'x'), undefined);
      again.close();
    }),
    { numRuns: 25 },
  );
});

test('a journal of other work is thrown away', (t) => {
  const path = join(temporaryFolder(t), 'journal');
  const journal = openJournal(path, { work: 1 });
  journal.put('area', [['key', 1]]);
  journal.close();
  const other = openJournal(path, { work: 2 });
  t.false(other.isContinued);
  t.is(other.get('area', 'key'), undefined);
  other.close();
});

test('sealed tables reach the files they were given and no other', async (t) => {
  const tables = await openTables();
  t.teardown(() => tables.close());
  await tables.seal([]);
  await t.throwsAsync(tables.run("SELECT * FROM read_csv('/etc/hostname')"));
  await t.throwsAsync(tables.run('INSTALL httpfs'));
  await t.throwsAsync(tables.run("SET memory_limit = '1TB'"));
});

test('columns() yields values by column, in chunks, in the order of the rows', async (t) => {
  const tables = await openTables(undefined, { memoryBytes: 2 ** 27, threads: 1 });
  t.teardown(() => tables.close());
  const numbers: unknown[] = [];
  for await (const [number = [], text = []] of tables.columns(
    "SELECT i::INTEGER, CASE WHEN i > 0 THEN 'é' || i END FROM range(5000) AS t(i) ORDER BY i",
  )) {
    t.is(text[0], numbers.length === 0 ? null : `é${numbers.length}`);
    numbers.push(...number);
  }
  t.deepEqual(
    numbers,
    Array.from({ length: 5000 }, (_, i) => i),
  );
});

test('interrupt() rejects what runs, and the tables go on', async (t) => {
  const tables = await openTables();
  t.teardown(() => tables.close());
  tables.interrupt();
  const endless = tables.run(
    'SELECT sum(a.i * b.i) FROM range(9e9::BIGINT) a(i), range(9e9::BIGINT) b(i)',
  );
  const timer = setInterval(() => tables.interrupt(), 10);
  await t.throwsAsync(endless, { message: /interrupt/i });
  clearInterval(timer);
  await tables.run('SELECT 1');
});

test('asStorageFailure() says what to do, and leaves other errors alone', (t) => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const failure = asStorageFailure(full, '/data');
  t.true(failure instanceof StorageFailure && /disk is full.*: \/data$/.test(failure.message));
  const sqlite = Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  t.true(asStorageFailure(sqlite, '/data') instanceof StorageFailure);
  const defect = new TypeError('x is not a function');
  t.is(asStorageFailure(defect, '/data'), defect);
});

test('breathe() changes neither items nor order', async (t) => {
  const items = Array.from({ length: 1000 }, (_, i) => i);
  t.deepEqual(await Array.fromAsync(breathe(items)), items);
});

test('parseJson() names the file of what is no JSON', (t) => {
  t.throws(() => parseJson('{', 'a.json'), { instanceOf: InvalidInput, message: /a\.json$/ });
});
