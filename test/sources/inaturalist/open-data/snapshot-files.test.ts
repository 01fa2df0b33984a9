import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../../../src/errors.ts';
import { findSnapshot } from '../../../../src/sources/inaturalist/open-data/snapshot-files.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { smallRows, writeSnapshot, writeTable } from '../../../support/open-data.ts';

test('findSnapshot() finds the files in one folder below, and takes its name', async (t) => {
  const folder = temporaryFolder(t);
  const below = join(folder, 'inaturalist-open-data-20261027');
  mkdirSync(join(folder, 'other'));
  writeSnapshot(below, smallRows, true);
  writeTable(below, 'projects', { text: 'anything' });
  const snapshot = await findSnapshot(folder);
  t.is(snapshot.name, 'inaturalist-open-data-20261027');
  t.is(snapshot.files.photos.path, join(below, 'photos.csv.gz'));
  t.true(snapshot.files.photos.isGzip);
});

test('findSnapshot() names other folders by a digest of what lies in them', async (t) => {
  const folder = temporaryFolder(t);
  const a = await findSnapshot(writeSnapshot(join(folder, 'a'), smallRows));
  const b = await findSnapshot(writeSnapshot(join(folder, 'b'), smallRows));
  t.regex(a.name, /^inaturalist-open-data sha256:[0-9a-f]{16}$/);
  t.is(a.name, b.name);
  t.not(a.key, b.key);
  const rows = { ...smallRows, photos: smallRows.photos.slice(1) };
  const c = await findSnapshot(writeSnapshot(join(folder, 'c'), rows));
  t.not(c.name, a.name);
});

test('findSnapshot() reads columns by name, also behind a byte order mark', async (t) => {
  const folder = writeSnapshot(temporaryFolder(t), smallRows);
  const text = readFileSync(join(folder, 'observers.csv'), 'utf8');
  writeFileSync(join(folder, 'observers.csv'), `\ufeff${text.replaceAll('\n', '\r\n')}`);
  const snapshot = await findSnapshot(folder);
  t.deepEqual(snapshot.files.observers.columns, ['observer_id', 'login', 'name']);
});

test('findSnapshot() names the file and the column that are missing', async (t) => {
  const folder = writeSnapshot(temporaryFolder(t), smallRows);
  const refuses = (message: RegExp) =>
    t.throwsAsync(findSnapshot(folder), { instanceOf: InvalidInput, message });
  writeTable(folder, 'taxa', { text: 'taxon_id\tancestry\trank\tname\n' });
  await refuses(/^No column "active": .*taxa\.csv$/);
  writeTable(folder, 'taxa', { text: 'taxon_id\tname\tname\n' });
  await refuses(/^Column "name" twice: .*taxa\.csv$/);
  writeTable(folder, 'taxa', { text: 'taxon_id,name\n' });
  await refuses(/^Not the name of a column taxon_id,name: .*taxa\.csv$/);
  writeTable(folder, 'taxa', { text: 'x'.repeat(10_000) });
  await refuses(/^First line is no header .*taxa\.csv$/);
  writeTable(folder, 'taxa', { text: '' });
  await refuses(/^Not the name of a column .*taxa\.csv$/);
  rmSync(join(folder, 'taxa.csv'));
  await refuses(/^No taxa\.csv or taxa\.csv\.gz: /);
  renameSync(join(folder, 'photos.csv'), join(folder, 'pictures.csv'));
  await refuses(/^No photos\.csv or photos\.csv\.gz, /);
});

test('findSnapshot() does not choose among several snapshots', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['a', 'b']) writeSnapshot(join(folder, name), smallRows);
  await t.throwsAsync(findSnapshot(folder), {
    instanceOf: InvalidInput,
    message: /^Several snapshots, name one of them \(a, b\): /,
  });
});

test('findSnapshot() says that a packed file is none', async (t) => {
  const folder = writeSnapshot(temporaryFolder(t), smallRows, true);
  writeFileSync(join(folder, 'photos.csv.gz'), 'not packed');
  await t.throwsAsync(findSnapshot(folder), {
    instanceOf: InvalidInput,
    message: /^Packed file is cut or damaged .*photos\.csv\.gz$/,
  });
});
