import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import type { AdoptOptions } from '../../../src/rebuild/adopt/prepare-adoption.ts';
import { prepareAdoption, previewAdoption, rebuildSpecies } from '../../../src/rebuild/index.ts';
import { asSpeciesRecord } from '../../../src/records/index.ts';
import { openRelease } from '../../../src/release/index.ts';
import {
  makeWorld,
  type World,
  writeOpenData,
} from '../../../src/sources/inaturalist-stand-in/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import {
  photosOfArchive,
  writeAdoptionRecipe,
  writeArchive,
  writeInto,
} from '../../support/published-archive.ts';
import { runCli, startCli } from '../../support/run-cli.ts';
import { standInFor } from '../../support/stand-in.ts';
import { withObservations, withPhoto } from '../../support/world-release.ts';

const world = makeWorld({ seed: 'adopt', speciesPerGroup: 2 });
const photos = photosOfArchive(world);
const bySpecies = [...Map.groupBy(photos, ({ species }) => species.id).values()].filter(
  (same) => same.length === 3,
);
const [first, second, third, fourth] = bySpecies.map((same) => same[0]) as unknown as Four;
type Four = readonly [One, One, One, One];
type One = (typeof photos)[number];

function observationOf({ photoId }: One) {
  return world.observations.find((one) => one.photos.some(({ id }) => id === photoId));
}

/** Photos of the archive that stand in one observation with another. */
function together(one: One): number {
  return photos.filter((other) => observationOf(other)?.uuid === observationOf(one)?.uuid).length;
}

/** Since the archive was published: one photo is gone, one closed, one observation is of a genus, one of another species. */
const today: World = withObservations(world, (observation) => {
  const of = (one: One) => observation.uuid === observationOf(one)?.uuid;
  if (of(first)) return withPhoto(observation, first.photoId, () => undefined);
  if (of(second)) {
    return withPhoto(observation, second.photoId, (photo) => ({ ...photo, licence: undefined }));
  }
  if (of(third)) return { ...observation, taxonId: third.species.ancestry.at(-1) as number };
  if (of(fourth)) return { ...observation, taxonId: first.species.id };
  return observation;
});

interface Stage {
  readonly folder: string;
  readonly archive: string;
  readonly recipe: string;
  readonly options: AdoptOptions;
}

async function setUp(t: ExecutionContext): Promise<Stage> {
  const folder = temporaryFolder(t);
  const [archive, snapshot] = [join(folder, 'archive'), join(folder, 'snapshot')];
  await writeArchive(archive, photos, await standInFor(t, world));
  mkdirSync(snapshot);
  await writeOpenData(today, snapshot);
  const options: AdoptOptions = {
    from: `open-data:${snapshot}`,
    out: join(folder, 'releases'),
    workFolder: join(folder, 'work'),
    contact: '',
    atOnce: 2,
    threads: 2,
    lists: { rawFolder: join(folder, 'raw') },
  };
  return { folder, archive, options, recipe: writeAdoptionRecipe(folder) };
}

async function adopt({ recipe, archive, options }: Stage, change: Partial<AdoptOptions> = {}) {
  const setup = await prepareAdoption(recipe, archive, { ...options, ...change });
  try {
    return { ...(await rebuildSpecies(setup)), target: setup.target };
  } finally {
    await setup.close();
  }
}

async function preview({ recipe, archive, options }: Stage, change: Partial<AdoptOptions> = {}) {
  const setup = await prepareAdoption(recipe, archive, { ...options, ...change });
  try {
    return await previewAdoption(setup);
  } finally {
    await setup.close();
  }
}

async function contentOf(target: string) {
  const release = await openRelease(target);
  try {
    return {
      records: (await Array.fromAsync(release.tables.records())).map(asSpeciesRecord),
      skipped: await Array.fromAsync(release.tables.skipped()),
    };
  } finally {
    release.close();
  }
}

/** What lies in a published archive and cannot be identified, with the reason for each. */
function addOddFiles(archive: string): ReadonlyMap<string, string> {
  const [ok] = bySpecies.at(-1)?.slice(-1) ?? [];
  const copied = ok as One;
  const bytes = readFileSync(join(archive, copied.path));
  const species = copied.path.split('/').slice(0, 2).join('/');
  const odd = new Map([
    ['README.txt', 'file-misplaced'],
    [`${species.split('/')[0]}/notes.txt`, 'file-misplaced'],
    [`${species}/deeper/700001.jpg`, 'file-misplaced'],
    [`${species}/cover.jpg`, 'no-photo-id'],
    [`${species}/0700001.jpg`, 'no-photo-id'],
    [`${species}/999999999.jpg`, 'photo-not-in-source'],
    [`zz/${copied.species.name}/${copied.photoId}.jpg`, 'group-unknown'],
    ['fish/Salmo_salar/700009.jpg', 'group-unknown'],
    [`${species}/link.jpg`, 'file-not-plain'],
    [`${species}/${copied.photoId}.zip`, 'photo-id-twice'],
  ]);
  for (const [path, reason] of odd) {
    if (reason !== 'file-not-plain') writeInto(archive, path, bytes);
    else symlinkSync(join(archive, copied.path), join(archive, path));
  }
  return odd;
}

const pathOf = ({ path }: One) => path;

test('an adoption keeps each photo that the source knows, under its species of today', async (t) => {
  const stage = await setUp(t);
  const { target } = await adopt(stage);
  const { records, skipped } = await contentOf(target);
  const ids = new Set(records.map(({ truth }) => truth.photo.photoId));
  for (const one of [first, second, third, fourth]) t.false(ids.has(one.photoId), one.path);
  const told = new Map(skipped.map(({ path, reason }) => [path, reason]));
  t.is(told.get(first.path), 'photo-not-in-source');
  t.is(told.get(second.path), 'photo-not-in-source');
  t.is(told.get(third.path), 'taxon-no-species');
  t.is(told.get(fourth.path), 'species-differs');
  const differs = skipped.find(({ reason }) => reason === 'species-differs');
  t.true(differs?.detail.includes(fourth.species.name.replaceAll(' ', '_')));
  t.true(differs?.detail.includes(first.species.name));
  t.is(
    records.length + [...told.keys()].filter((path) => path.includes('/')).length,
    photos.length,
  );
  for (const { image, truth, sourceSplit } of records) {
    const one = photos.find(({ photoId }) => photoId === truth.photo.photoId) as One;
    t.is(image.source.path, one.path);
    t.true(image.source.sha256 === image.placed?.sha256, 'kept as it is');
    t.is(truth.taxon.id, one.species.id);
    t.is(sourceSplit, truth.member.toLowerCase());
  }
  t.deepEqual([...new Set(records.map(({ sourceSplit }) => sourceSplit))].sort(), [
    'amphibians',
    'fungi',
    'insects',
  ]);
});

test('an adoption names every file that it cannot resolve', async (t) => {
  const stage = await setUp(t);
  const odd = addOddFiles(stage.archive);
  const { target } = await adopt(stage);
  const { skipped } = await contentOf(target);
  const told = new Map(skipped.map(({ path, reason }) => [path, reason]));
  // Of two files with one id the first by name is taken.
  for (const [path, reason] of odd) {
    const isSecond = reason === 'photo-id-twice' && told.get(path) === undefined;
    t.is(told.get(isSecond ? path.replace('.zip', '.jpg') : path), reason, path);
  }
});

test('a dry run of an adoption counts by group and by reason, and builds nothing', async (t) => {
  const stage = await setUp(t);
  addOddFiles(stage.archive);
  const { files, groups, skipped, target, isTaken } = await preview(stage);
  t.false(isTaken);
  t.false(existsSync(target));
  t.is(files, photos.length + 10);
  t.like(skipped, { 'file-misplaced': 3, 'no-photo-id': 2, 'group-unknown': 2 });
  t.like(skipped, { 'photo-not-in-source': 3, 'file-not-plain': 1 });
  t.like(skipped, { 'species-differs': together(fourth) });
  t.deepEqual(
    groups.map(({ group }) => group),
    ['Amphibians', 'Fungi', 'Insects'],
  );
  const kept = groups.reduce((sum, group) => sum + group.photos, 0);
  const misplaced = Object.entries(skipped).filter(([reason]) => !reason.startsWith('source-'));
  t.is(kept + misplaced.reduce((sum, [, count]) => sum + count, 0), files);
});

test('an adoption makes the same release of an archive that lies one folder below', async (t) => {
  const stage = await setUp(t);
  const one = await adopt(stage);
  const outer = join(stage.folder, 'outer');
  cpSync(stage.archive, join(outer, 'species'), { recursive: true });
  const other = await adopt({ ...stage, archive: outer }, { out: join(stage.folder, 'other') });
  t.is(other.digest, one.digest);
});

test('an adoption keeps a folder under an earlier name where names are looked up', async (t) => {
  const stage = await setUp(t);
  const taxon = bySpecies.flat().find(({ species }) => species.synonyms.length > 0)?.species;
  if (taxon === undefined) return t.fail('no species of the archive has a synonym');
  const same = photos.filter(({ species }) => species.id === taxon.id);
  const old = taxon.synonyms[0]?.replaceAll(' ', '_') as string;
  for (const { path } of same) {
    const [group = '', , name = ''] = path.split('/');
    writeInto(stage.archive, `${group}/${old}/${name}`, readFileSync(join(stage.archive, path)));
    rmSync(join(stage.archive, path));
  }
  const without = await preview(stage);
  const standIn = await standInFor(t, today);
  const asked = { names: `api:${standIn.v2}`, contact: 'tests@example.org' };
  const named = await preview(stage, asked);
  const differ = (skipped: Readonly<Record<string, number>>) => skipped['species-differs'] ?? 0;
  t.true(differ(without.skipped) > differ(named.skipped));
  t.is(differ(named.skipped), together(fourth));
});

test('the release of an adoption verifies, and its certificate tells what overlaps', async (t) => {
  const stage = await setUp(t);
  const { target } = await adopt(stage);
  const verified = await runCli('verify', target);
  t.is(verified.code, 0, verified.stdout + verified.stderr);
  const certificate = JSON.parse(readFileSync(join(target, 'certificate.json'), 'utf8'));
  const { records } = await contentOf(target);
  t.is(certificate.candidates.length, new Set(records.map(({ truth }) => truth.taxon.id)).size);
});

test('an adoption that is interrupted or killed goes on and ends with the same bytes', async (t) => {
  const stage = await setUp(t);
  const { digest } = await adopt(stage, { out: join(stage.folder, 'whole') });
  for (const phase of ['identify', 'fetch'] as const) {
    const out = join(stage.folder, phase);
    const interrupt = new AbortController();
    const { signal } = interrupt;
    const onProgress: AdoptOptions['onProgress'] = (progress) => {
      if (progress.phase === phase && progress.done === 5) interrupt.abort(new Error('stop'));
    };
    await t.throwsAsync(adopt(stage, { out, signal, onProgress }), { message: 'stop' });
    t.is((await adopt(stage, { out })).digest, digest);
  }
  const out = join(stage.folder, 'killed');
  const { from, workFolder } = stage.options;
  const args = ['adopt', stage.recipe, stage.archive, '--from', from];
  const running = startCli([...args, '--work', workFolder, '--out', out]);
  running.child.stderr?.once('data', () => running.child.kill('SIGKILL'));
  await running.finished;
  t.is((await adopt(stage, { out })).digest, digest);
});

test('an adoption reads no file through a link', async (t) => {
  const stage = await setUp(t);
  const setup = await prepareAdoption(stage.recipe, stage.archive, stage.options);
  t.teardown(() => setup.close());
  const tools = setup.tools(join(stage.folder, 'staging'));
  const [plain = '', other = ''] = photos.map(pathOf);
  t.like(await tools.fetch(plain), { kind: 'fetched' });
  rmSync(join(stage.archive, plain));
  t.like(await tools.fetch(plain), { kind: 'refused', reason: 'file-missing' });
  symlinkSync(join(stage.archive, other), join(stage.archive, plain));
  t.like(await tools.fetch(plain), { kind: 'refused', reason: 'file-not-plain' });
  symlinkSync(join(stage.archive, 'fungi'), join(stage.archive, 'fungus'));
  const fungus = photos.map(pathOf).find((path) => path.startsWith('fungi/')) as string;
  t.like(await tools.fetch(fungus.replace('fungi', 'fungus')), {
    kind: 'refused',
    reason: 'file-not-plain',
  });
  mkdirSync(join(stage.archive, 'fungi/a'));
  t.like(await tools.fetch('fungi/a'), { kind: 'refused', reason: 'file-not-plain' });
});

test('prepareAdoption() refuses other ways, and a folder that is no archive', async (t) => {
  const stage = await setUp(t);
  const refused = (change: Partial<AdoptOptions>, archive = stage.archive) =>
    prepareAdoption(stage.recipe, archive, { ...stage.options, ...change });
  const instanceOf = InvalidInput;
  await t.throwsAsync(refused({ from: 'api' }), { instanceOf, message: /open data alone/ });
  await t.throwsAsync(refused({}, stage.folder), { instanceOf, message: /No folder of a group/ });
  await t.throwsAsync(refused({}, '/nowhere'), { instanceOf, message: /No folder of a group/ });
  await t.throwsAsync(refused({ names: 'fax' }), { instanceOf, message: /--names|No such/ });
});

test('oodforge adopt counts with --dry-run, then builds', async (t) => {
  const stage = await setUp(t);
  const { from, out, workFolder } = stage.options;
  const args = ['adopt', stage.recipe, stage.archive, '--from', from, '--out', out];
  const dry = await runCli(...args, '--work', workFolder, '--dry-run');
  t.is(dry.code, 0, dry.stderr);
  t.regex(dry.stdout, /species-differs +\d\n/);
  t.regex(dry.stdout, /Fungi +\d+ +\d+ +\d+\n/);
  const built = await runCli(...args, '--work', workFolder, '--json');
  t.is(built.code, 0, built.stderr);
  t.like(JSON.parse(built.stdout), { verdict: 'pass', info: { name: 'species-adopted' } });
});
