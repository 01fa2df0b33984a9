import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { hashBytes } from '../../src/io/index.ts';
import type { TaskRunner } from '../../src/records/index.ts';
import { attributionLines } from '../../src/release/attribution.ts';
import { openRelease, verifyRelease } from '../../src/release/index.ts';
import { speciesRecord as record } from '../support/species-records.ts';
import { drawnSource, freezeSpecies, speciesRecipe } from '../support/species-release.ts';

/** Carries tasks out in this process. */
const runTask: TaskRunner = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

const records = [
  record(1, { creator: 'Ann "the fungus" Bo, jr.', licence: 'cc0' }),
  record(2, { placed: 'anew' }),
  record(3, { group: 'Insects', taxonId: 2, creator: 'Øyvind\nNilsen', placed: 'same' }),
];

async function verify(t: ExecutionContext, folder: string) {
  const release = await openRelease(folder);
  t.teardown(() => release.close());
  const { deviations } = await verifyRelease(release, { runTask });
  return deviations
    .filter(({ problem }) => problem === 'attribution' || problem === 'unreadable')
    .map(({ path, detail }) => `${path}: ${detail}`);
}

/** Changes ATTRIBUTION.csv and, as a forger would, its digest. */
function forge(release: string, change: (text: string) => string): void {
  const path = join(release, 'ATTRIBUTION.csv');
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error('Nothing was forged');
  writeFileSync(path, after);
  const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8');
  writeFileSync(join(release, 'SHA256SUMS'), sums.replace(hashBytes(before), hashBytes(after)));
}

test('writeTables() names creator, licence, origin and changes of each photo', async (t) => {
  const release = await freezeSpecies(t, records);
  const by = 'CC BY 4.0,https://creativecommons.org/licenses/by/4.0/';
  const from = (id: number) =>
    `https://www.inaturalist.org/photos/${id},https://www.inaturalist.org/observations/observation-${id}`;
  t.is(
    readFileSync(join(release, 'ATTRIBUTION.csv'), 'utf8'),
    `id,file,creator,licence,licence_url,source_url,observation_url,changes
1,photos/1/original.jpg,"Ann ""the fungus"" Bo, jr.",CC0 1.0,https://creativecommons.org/publicdomain/zero/1.0/,${from(1)},none
2,images/test/fungi/genus_species1/2.jpg,Creator 2,${by},${from(2)},"Turned upright, scaled down to 320 pixels on the shorter side where it had more, written as JPEG of quality 90"
3,images/test/insects/genus_species2/3.jpg,"Øyvind
Nilsen",${by},${from(3)},none
`,
  );
  t.deepEqual(await verify(t, release), []);
});

test('writeTables() says how images were cut, or that they were written anew', async (t) => {
  const changes = async (source: typeof drawnSource) => {
    const release = await freezeSpecies(t, [record(2, { placed: 'anew' })], speciesRecipe(source));
    return readFileSync(join(release, 'ATTRIBUTION.csv'), 'utf8');
  };
  const image = (resize: unknown) => ({ ...drawnSource, image: { resize, leastSide: 1 } });
  const square = { kind: 'square', pixels: 64, quality: 80 };
  t.regex(await changes(image(square)), /cut to the square in the middle, written as JPEG/);
  t.regex(await changes(image({ kind: 'keep' })), /,Written anew\n$/);
  t.regex(await changes({ kind: 'species-archive' }), /,Written anew\n$/);
});

test('attributionLines() lets no name begin like a formula, and loses none', async (t) => {
  const names = [
    '=1+1',
    '+41',
    '-x',
    '@x',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    "'=1",
    "''@x",
    "'x",
    'a=1',
  ];
  const rows = async function* () {
    for (const creator of names) yield { creator };
  };
  const text = (await Array.fromAsync(attributionLines(rows()))).join('');
  const [, ...fields] = parse(text, { relax_column_count: false }) as string[][];
  const read = fields.map(([field = '']) => field);
  t.deepEqual(read, [...names.slice(0, 10).map((name) => `'${name}`), "'x", 'a=1']);
  const back = read.map((field) => field.replace(/^'('*[=+\-@\t\r\n＝＋－＠])/, '$1'));
  t.deepEqual(back, names);
});

test('verifyRelease() accepts names that begin like formulas, as they are written', async (t) => {
  const creator = '=HYPERLINK("http://example.org")';
  const release = await freezeSpecies(t, [record(1, { creator })]);
  const text = readFileSync(join(release, 'ATTRIBUTION.csv'), 'utf8');
  t.true(text.includes(`,"'=HYPERLINK(""http://example.org"")",`));
  t.deepEqual(await verify(t, release), []);
  forge(release, (given) => given.replace("'=", '='));
  t.deepEqual(await verify(t, release), ['ATTRIBUTION.csv: Row of 1 is not what its record says']);
});

const forgeries: readonly (readonly [what: string, (text: string) => string, string])[] = [
  ['a missing row', (text) => text.replace(/^2,.*\n/m, ''), 'Row of 2 is missing'],
  [
    'an edited row',
    (text) => text.replace('Nilsen', 'Hansen'),
    'Row of 3 is not what its record says',
  ],
  [
    'a row twice',
    (text) => text.replace(/^(2,.*\n)/m, '$1$1'),
    'Row of 2 has no record or stands twice',
  ],
  ['a row of no record', (text) => `${text}9,x,y\n`, 'Row of 9 has no record or stands twice'],
  [
    'rows in another order',
    (text) => text.replace(/^(1,.*\n)(2,.*\n)/m, '$2$1'),
    'Rows do not stand in the order of the records',
  ],
  [
    'other columns',
    (text) => text.replace(',changes\n', ',edits\n'),
    'Row of id is not what its record says',
  ],
  ['a last row cut short', (text) => text.slice(0, -1), 'Row of 3 is not what its record says'],
];

for (const [what, change, expected] of forgeries) {
  test(`verifyRelease() names ${what} of ATTRIBUTION.csv`, async (t) => {
    const release = await freezeSpecies(t, records);
    forge(release, change);
    t.deepEqual(await verify(t, release), [`ATTRIBUTION.csv: ${expected}`]);
  });
}

test('verifyRelease() refuses an ATTRIBUTION.csv without end or none at all', async (t) => {
  const release = await freezeSpecies(t, records);
  forge(release, (text) => `${text}"${'x'.repeat(200_000)}`);
  t.regex((await verify(t, release)).join(), /Row without end/);
  rmSync(join(release, 'ATTRIBUTION.csv'));
  t.regex((await verify(t, release)).join(), /File missing/);
});

test('verifyRelease() accepts a release that has one record twice, and other names of creators', async (t) => {
  const twice = [record(1), record(1), record(2, { creator: 'id' })];
  t.deepEqual(await verify(t, await freezeSpecies(t, twice)), []);
  const creators = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.array(creators, { minLength: 1, maxLength: 5 }), async (names) => {
      // Half of a surrogate pair is no character and becomes another on its way to the disk.
      const photos = names.map((name, i) => record(i + 1, { creator: name.toWellFormed() }));
      t.deepEqual(await verify(t, await freezeSpecies(t, photos)), []);
    }),
    { numRuns: 8 },
  );
});
