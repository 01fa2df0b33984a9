import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { runOnThreads } from '../../../src/engine/index.ts';
import { openRelease, verifyRelease } from '../../../src/release/index.ts';
import { makeWorld, type World } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { speciesStage, sumsOf, withGroups } from '../../support/species-build.ts';

/** In the open data no cell holds a tab or a line end. */
const names = [
  '../../../etc/passwd',
  '/absolute',
  'Genus/with/slashes',
  'Salix × fragilis',
  '×Cupressocyparis leylandii',
  'Genus species subsp. minor',
  'Genus "quoted" \'twice\'',
  'Кириллица обыкновенная',
  '山茶 属',
  '..',
  '.',
  'CON',
  'Genus species',
  'Genus  Species',
  'GENUS SPECIES',
  'name\u0007with\u001b[31mcontrols',
  'turned \u202e around',
  '<img src=x onerror=alert(1)>',
  '%2e%2e%2f',
  'a'.repeat(450),
  '-rf',
  '~root',
];

const observers = [
  'Comma, Inc.',
  'Anna "Ann" O\'Neil',
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '@SUM(A1)',
  '-2+3',
  'محمد علي',
  '\u202eturned',
  "Robert'); DROP TABLE records;--",
  '<script>alert(1)</script>',
  '"',
  ',',
];
/** Only the API can tell these. */
const brokenObservers = ['two\nlines', 'a\r\nb', 'tab\there', '\u001b[2J'];

function hostileWorld(creators: readonly string[]): World {
  const world = makeWorld({ seed: 'hostile', speciesPerGroup: 4, observationsPerSpecies: 12 });
  let next = 0;
  return {
    ...world,
    taxa: world.taxa.map((taxon) => {
      if (taxon.rank !== 'species' || !taxon.isActive || taxon.id < 9_500_000) return taxon;
      return { ...taxon, name: names[next++ % names.length] as string };
    }),
    observers: world.observers.map((observer, i) => ({
      ...observer,
      name: creators[i % creators.length] as string,
    })),
  };
}

for (const way of ['open data', 'the API'] as const) {
  test(`a build by ${way} survives the names of species and observers`, async (t) => {
    const creators = way === 'the API' ? [...observers, ...brokenObservers] : observers;
    const stage = await speciesStage(t, {
      world: hostileWorld(creators),
      recipe: (recipe) => withGroups(recipe, { mostSpecies: 8, leastImages: 1, mostOfObserver: 1 }),
    });
    const from = way === 'the API' ? { from: `api:${stage.standIn.v1}`, names: undefined } : {};
    const folder = await stage.build(from);

    const paths = sumsOf(folder)
      .trim()
      .split('\n')
      .map((line) => line.slice(66));
    for (const path of paths.filter((one) => one.startsWith('images/'))) {
      t.regex(path, /^images\/test\/[a-z]+\/[a-z0-9_]{1,120}\/\d+\.jpg$/);
    }

    const rows: readonly Record<string, string>[] = parse(
      readFileSync(join(folder, 'ATTRIBUTION.csv')),
      { columns: true },
    );
    const release = await openRelease(folder);
    const records = await Array.fromAsync(release.tables.records());
    t.is(rows.length, records.length);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const seen = new Set<string>();
    const taxa = new Set<string>();
    for (const { id, truth } of records) {
      if (truth.kind !== 'species') continue;
      const shown = byId.get(id)?.creator ?? '';
      t.notRegex(shown, /^[=+\-@\t\r\n]/, 'a spreadsheet would run it');
      t.is(shown.replace(/^'(?=[=+\-@])/, ''), truth.photo.creator);
      t.true(creators.map((name) => name.trim()).includes(truth.photo.creator));
      seen.add(truth.photo.creator);
      taxa.add(truth.taxon.name);
    }
    t.true(seen.size > creators.length / 2, [...seen].join(' | '));
    // What is no scientific name cannot be audited: it waits for somebody to decide.
    const skipped = await Array.fromAsync(release.tables.skipped());
    t.true(skipped.some(({ reason }) => reason === 'overlap-undecided'));
    for (const name of ['Salix × fragilis', 'CON', 'turned \u202e around', 'a'.repeat(450)]) {
      t.true(taxa.has(name), name);
    }

    const { verdict, deviations } = await verifyRelease(release, {
      runTask: (task, items) => runOnThreads(task, items, { threads: 1, batchSize: 16 }),
    });
    release.close();
    t.deepEqual(deviations, []);
    t.is(verdict, 'pass');
  });
}

test('a build passes over a species whose name has 10,000 letters, and says so', async (t) => {
  const made = makeWorld({ seed: 'hostile', speciesPerGroup: 1 });
  const world: World = {
    ...made,
    taxa: made.taxa.map((taxon) =>
      taxon.id > 9_500_000 && taxon.rank === 'species'
        ? { ...taxon, name: 'x'.repeat(10_000) }
        : taxon,
    ),
  };
  const stage = await speciesStage(t, {
    world,
    recipe: (recipe) => withGroups(recipe, { mostSpecies: 8, leastImages: 1 }),
  });
  const folder = await stage.build({ from: `api:${stage.standIn.v2}`, names: undefined });
  const release = await openRelease(folder);
  const skipped = await Array.fromAsync(release.tables.skipped());
  release.close();
  t.true(skipped.some(({ reason }) => reason === 'source-taxon-unreadable'));
  t.false(readFileSync(join(folder, 'certificate.json'), 'utf8').includes('x'.repeat(600)));
});
