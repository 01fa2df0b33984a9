import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { findPhotos, openOpenData } from '../../src/sources/inaturalist/open-data/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { fungi } from '../support/open-data.ts';

// These files are not part of this project. Where they lie beside the checkout they are read.
const sample = fileURLToPath(
  new URL('../../../shared/realdata/inat/open_data_samples/inaturalist-open-data', import.meta.url),
);
const onSample = existsSync(sample) ? test : test.skip;
if (!existsSync(sample)) {
  test('a real snapshot is read where one is at hand', (t) => t.pass(`no ${sample}`));
}

function rowsOf(table: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(sample, `${table}.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.slice(1).map((line) => line.split('\t'));
}

onSample('each taxon, photo and observer of a real sample is found or counted', async (t) => {
  const source = await openOpenData(sample, { workFolder: temporaryFolder(t) });
  t.teardown(() => source.close());
  for (const { file, reason, count } of source.leftOut) t.log(`${file} ${reason} ${count}`);
  t.deepEqual(
    source.leftOut.map(({ file, reason }) => `${file} ${reason}`),
    [
      'observations.csv observer-missing',
      'observations.csv taxon-missing',
      'observations.csv wrong-field-count',
      'photos.csv observation-missing',
      'photos.csv observer-missing',
      'taxa.csv ancestor-missing',
    ],
  );
  const logins = new Map(rowsOf('observers').map(([id, login, name]) => [id, { login, name }]));
  const photos = rowsOf('photos');
  const ids = photos.map(([, id]) => Number(id));
  const found = await Array.fromAsync(findPhotos(source, ids));
  for (const [i, { photoId, found: facts }] of found.entries()) {
    const [, id, observation, owner = '', extension, licence, width] = photos[i] ?? [];
    t.is(photoId, Number(id));
    t.is(facts?.licence?.toUpperCase(), licence);
    t.is(facts?.photo.extension, extension);
    t.is(facts?.photo.observation, observation);
    t.is(facts?.photo.width, Number(width));
    const known = logins.get(owner);
    const name = known?.name === 'None' ? known.login : known?.name;
    t.is(facts?.photo.creator, name ?? '');
  }
  // The sample holds no kingdom; each species is its own root.
  let species = 0;
  for (const [id, ancestry = '', , rank, name = '', active] of rowsOf('taxa')) {
    if (rank !== 'species' || active !== 'true') continue;
    const root = { id: Number(id), name };
    t.true(ancestry.startsWith('48460/'));
    t.is((await Array.fromAsync(source.species({ ...fungi, roots: [root] }))).length, 0);
    const [answer] = await Array.fromAsync(
      source.photos([{ ...root, rank, ancestors: [], synonyms: [] }], fungi),
    );
    t.deepEqual(answer, { taxonId: root.id, photos: [] });
    species++;
  }
  t.true(species > 20);
});
