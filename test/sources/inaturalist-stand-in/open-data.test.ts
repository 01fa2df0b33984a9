import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { makeWorld, writeOpenData } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { temporaryFolder } from '../../support/folders.ts';

const world = makeWorld({ seed: 'open data' });
const columns: Readonly<Record<string, string>> = {
  observations:
    'observation_uuid observer_id latitude longitude positional_accuracy taxon_id quality_grade observed_on anomaly_score',
  observations_projects: 'observation_uuid project_id',
  observers: 'observer_id login name',
  photos:
    'photo_uuid photo_id observation_uuid observer_id extension license width height position',
  projects: 'project_id title slug',
  taxa: 'taxon_id ancestry rank_level rank name active',
};

test('writeOpenData() writes six tables with tabs and a header, nothing quoted', async (t) => {
  const folder = temporaryFolder(t);
  await writeOpenData(world, folder);
  t.deepEqual(
    readdirSync(folder).sort(),
    Object.keys(columns).map((name) => `${name}.csv`),
  );
  for (const [name, header] of Object.entries(columns)) {
    const lines = readFileSync(join(folder, `${name}.csv`), 'utf8').split('\n');
    t.is(lines.pop(), '');
    t.deepEqual(lines[0]?.split('\t'), header.split(' '));
    const width = header.split(' ').length;
    t.true(
      lines.every((line) => line.split('\t').length === width),
      name,
    );
    t.true(lines.length > 1, name);
  }
  const taxa = readFileSync(join(folder, 'taxa.csv'), 'utf8');
  t.regex(taxa, /^48460\t\t100\tstateofmatter\tLife\ttrue$/m);
  t.regex(taxa, /^47170\t48460\t70\tkingdom\tFungi\ttrue$/m);
  t.regex(taxa, /\tArctostaphylos uva-ursi var\. "Vulcan's Peak"\ttrue$/m);
  t.regex(taxa, /\tAgaricus amethystinus\tfalse$/m);
});

test('writeOpenData() has openly licensed photos alone, their positions counted anew', async (t) => {
  const folder = temporaryFolder(t);
  await writeOpenData(world, folder);
  const rows = (name: string) =>
    readFileSync(join(folder, `${name}.csv`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
  const expected = world.observations.flatMap(({ uuid, observerId, photos }) => {
    const open = photos.filter(({ licence }) => licence !== undefined);
    return open.map((photo, position) => [
      photo.uuid,
      String(photo.id),
      uuid,
      String(observerId),
      photo.extension,
      photo.licence?.toUpperCase(),
      String(photo.width),
      String(photo.height),
      String(position),
    ]);
  });
  t.deepEqual(rows('photos'), expected);
  const shown = new Set(expected.map(([, , uuid]) => uuid));
  t.deepEqual(new Set(rows('observations').map(([uuid]) => uuid)), shown);
  for (const [, , latitude = '', longitude = ''] of rows('observations')) {
    for (const degrees of [latitude, longitude]) t.regex(degrees, /^(-?\d+\.\d{10})?$/);
  }
  t.true(rows('observations').some(([, , latitude]) => latitude === ''));
  t.true(rows('observers').some(([, , name]) => name === ''));
  t.true(rows('observers').some(([, , name]) => name === 'José Ñíguez'));
});

test('writeOpenData() packs the same bytes', async (t) => {
  const [plain, packed] = [temporaryFolder(t), temporaryFolder(t)];
  await writeOpenData(world, plain);
  await writeOpenData(world, packed, { gz: true });
  for (const name of Object.keys(columns)) {
    const bytes = readFileSync(join(packed, `${name}.csv.gz`));
    t.deepEqual(gunzipSync(bytes), readFileSync(join(plain, `${name}.csv`)));
  }
});
