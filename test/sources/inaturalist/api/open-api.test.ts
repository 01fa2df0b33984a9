import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { InvalidInput, RemoteFailure } from '../../../../src/errors.ts';
import { type GroupQuery, licenceCodes, qualityGrades } from '../../../../src/records/index.ts';
import { openApi } from '../../../../src/sources/inaturalist/api/index.ts';
import { drawOf } from '../../../../src/sources/inaturalist/draw.ts';
import {
  makeWorld,
  openStandIn,
  type StandIn,
  type World,
} from '../../../../src/sources/inaturalist-stand-in/index.ts';
import { askJson } from '../../../support/ask-json.ts';
import { standInFor } from '../../../support/stand-in.ts';
import { groupQuery, photosOfWorld, speciesOfWorld } from '../../../support/world-plan.ts';

const versions = ['v1', 'v2'] as const;
const world = makeWorld({ seed: 'api' });

function apiOf(standIn: StandIn, version: (typeof versions)[number]) {
  return openApi(standIn[version], { ask: askJson, photos: standIn.photos });
}

/** Everything that one version tells of a group, photos by their ids. */
async function tell(standIn: StandIn, version: (typeof versions)[number], group: GroupQuery) {
  const api = apiOf(standIn, version);
  const species = await Array.fromAsync(api.species(group));
  const photos = await Array.fromAsync(api.photos(species, group), ({ taxonId, photos }) => ({
    taxonId,
    photos: photos.toSorted((a, b) => a.photoId - b.photoId),
  }));
  return { species, photos, leftOut: api.leftOut, cost: api.cost };
}

async function isToldAsItIs(
  t: ExecutionContext,
  { standIn, world, group }: { standIn: StandIn; world: World; group: GroupQuery },
): Promise<void> {
  const species = speciesOfWorld(world, group);
  const photos = species.map(({ id }) => photosOfWorld(world, id, group));
  for (const version of versions) {
    const told = await tell(standIn, version, group);
    const isExact = version === 'v1' || !group.licences.includes('pd');
    const ids = new Set(species.map(({ id }) => id));
    const asked = isExact ? told.species : told.species.filter(({ id }) => ids.has(id));
    t.deepEqual(asked, species, version);
    const known = told.photos.filter(({ taxonId }) => ids.has(taxonId));
    t.deepEqual(known, photos, version);
    t.deepEqual(told.leftOut, []);
  }
}

const groups: readonly Partial<GroupQuery>[] = [
  {},
  { group: 'Fungi', roots: [{ id: 47170, name: 'Fungi' }], mostOfObservation: 3, leastImages: 4 },
  {
    group: 'Microorganisms',
    roots: [
      { id: 67333, name: 'Bacteria' },
      { id: 48222, name: 'Chromista' },
    ],
    licences: ['cc0', 'cc-by'],
  },
  {
    group: 'Plants',
    roots: [{ id: 47126, name: 'Plantae' }],
    without: [{ id: 9000032, name: 'Asteraceae' }],
    ranks: ['species', 'hybrid'],
    qualityGrades: ['research', 'needs_id'],
  },
];

for (const [i, changes] of groups.entries()) {
  test(`openApi() tells the species and photos of a made world, group ${i}`, async (t) => {
    const standIn = await standInFor(t, world);
    const group = groupQuery(changes);
    t.true(speciesOfWorld(world, group).length > 1);
    await isToldAsItIs(t, { standIn, world, group });
  });
}

const subset = <T>(items: readonly T[]) => fc.subarray([...items], { minLength: 1 });
const anyGroup = fc.record({
  ranks: subset(['species', 'hybrid']),
  qualityGrades: subset(qualityGrades),
  licences: subset(licenceCodes),
  leastImages: fc.integer({ min: 1, max: 6 }),
  mostOfObservation: fc.integer({ min: 1, max: 3 }),
  seed: fc.string({ minLength: 1 }),
  roots: fc.constantFrom(
    [{ id: 48460, name: 'Life' }],
    [
      { id: 47158, name: 'Insecta' },
      { id: 47157, name: 'Lepidoptera' },
    ],
    [{ id: 47126, name: 'Plantae' }],
  ),
  without: fc.constantFrom(
    [],
    [{ id: 48663, name: 'Danaus' }],
    [{ id: 235550, name: 'Danaus plexippus plexippus' }],
  ),
});
const anyWorld = fc.record({
  seed: fc.string(),
  speciesPerGroup: fc.integer({ min: 0, max: 2 }),
  observationsPerSpecies: fc.integer({ min: 1, max: 9 }),
});

test('openApi() tells what a computation over any small world tells', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anyGroup, async (options, changes) => {
      const world = makeWorld(options);
      const standIn = await openStandIn(world);
      try {
        await isToldAsItIs(t, { standIn, world, group: groupQuery(changes) });
      } finally {
        await standIn.close();
      }
    }),
    { numRuns: 20 },
  );
});

test('openApi() reads species with more observations than a page, and asks as seldom as it can', async (t) => {
  const large = makeWorld({ seed: 'large', speciesPerGroup: 4, observationsPerSpecies: 150 });
  const standIn = await standInFor(t, large);
  const group = groupQuery({ mostOfObservation: 3 });
  await isToldAsItIs(t, { standIn, world: large, group });
  const species = speciesOfWorld(large, group);
  const pages = standIn.log.filter(({ path }) => path.startsWith('/v1/observations?'));
  const observations = large.observations.filter(({ taxonId, qualityGrade, photos }) => {
    const line = large.taxa.find(({ id }) => id === taxonId)?.ancestry ?? [];
    const isAsked = species.some(({ id }) => [...line, taxonId].includes(id));
    return isAsked && qualityGrade === 'research' && photos.some(({ licence }) => licence);
  });
  t.true(observations.length > 400);
  t.is(pages.length, Math.ceil(observations.length / 200));
  t.true(standIn.log.every(({ path }) => !/observations\?.*[?&]page=/.test(path)));
});

test('species() yields in the order of the draw and asks for taxa when they are needed', async (t) => {
  const many = makeWorld({ seed: 'many', speciesPerGroup: 12, observationsPerSpecies: 4 });
  const standIn = await standInFor(t, many);
  const api = apiOf(standIn, 'v2');
  const group = groupQuery({ roots: [{ id: 48460, name: 'Life' }], leastImages: 1 });
  const names: string[] = [];
  for await (const { id } of api.species(group)) {
    names.push(drawOf('seed', id));
    if (names.length === 5) break;
  }
  t.deepEqual(names, names.toSorted());
  const details = standIn.log.filter(({ path }) => path.includes('all_names'));
  t.is(details.length, 1);
  t.is(details[0]?.path.split('?')[0]?.split(',').length, 30);
  t.is(api.cost.requests, standIn.log.length);
  t.is(
    api.cost.bytes,
    standIn.log.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const all = await Array.fromAsync(apiOf(standIn, 'v2').species(group));
  t.deepEqual(all, speciesOfWorld(many, group));
});

test('species() stops reading counts where none can have enough', async (t) => {
  const counts = Array.from({ length: 1200 }, (_, i) => ({
    count: 1200 - i,
    taxon: { id: i + 1, rank: 'species' },
  }));
  const asked: string[] = [];
  const ask = async (url: string) => {
    asked.push(url);
    const { pathname, searchParams } = new URL(url);
    const page = Number(searchParams.get('page'));
    if (pathname.endsWith('species_counts')) {
      const results = counts.slice((page - 1) * 500, page * 500);
      return { value: { total_results: 1200, page, per_page: 500, results }, bytes: 1 };
    }
    const ids = pathname.split('/').at(-1)?.split(',').map(Number) ?? [];
    const results = ids.map((id) => ({
      id,
      name: id === 20978 ? 'Amphibia' : `Rana n${id}`,
      rank: 'species',
    }));
    return { value: { total_results: results.length, results }, bytes: 1 };
  };
  const api = openApi('http://127.0.0.1/v2', { ask, photos: 'http://127.0.0.1' });
  const group = groupQuery({ leastImages: 1000, mostOfObservation: 2 });
  const species = await Array.fromAsync(api.species(group));
  t.is(species.length, 701);
  t.is(asked.filter((url) => url.includes('species_counts')).length, 2);
});

test('openApi() refuses roots that are missing or have another name', async (t) => {
  const standIn = await standInFor(t, world);
  for (const version of versions) {
    const species = (changes: Partial<GroupQuery>) =>
      Array.fromAsync(apiOf(standIn, version).species(groupQuery(changes)));
    const missing = { roots: [{ id: 123456, name: 'Nothing' }] };
    await t.throwsAsync(species(missing), {
      instanceOf: InvalidInput,
      message: 'No taxon with id 123456: roots of group Amphibians',
    });
    await t.throwsAsync(species({ without: [{ id: 20979, name: 'Frogs' }] }), {
      instanceOf: InvalidInput,
      message: 'Taxon 20979 is "Anura", not "Frogs": roots of group Amphibians',
    });
    await t.throwsAsync(species({ ranks: ['species', 'genus'] }), {
      instanceOf: InvalidInput,
      message: /not "genus": ranks of group Amphibians$/,
    });
  }
});

test('openApi() asks for no more than 30 roots at once', async (t) => {
  const standIn = await standInFor(t, world);
  const without = world.taxa.slice(1, 40).map(({ id, name }) => ({ id, name }));
  const group = groupQuery({ roots: [{ id: 48460, name: 'Life' }], without });
  await Array.fromAsync(apiOf(standIn, 'v1').species(group));
  t.true(standIn.log.every(({ status }) => status === 200));
});

test('openApi() refuses addresses that name no version', (t) => {
  const ask = askJson;
  for (const address of [
    'api',
    'ftp://a/v1',
    'https://a.org/',
    'https://a.org/v3',
    'https://a/v1?x',
  ]) {
    t.throws(
      () => openApi(address, { ask, photos: 'http://a' }),
      { instanceOf: InvalidInput },
      address,
    );
  }
  t.throws(() => openApi('http://a/v1', { ask, photos: 'bucket' }), { instanceOf: InvalidInput });
  t.is(
    openApi('http://a/x/v2/', { ask, photos: 'http://a' }).layout,
    'iNaturalist API, version v2',
  );
});

test('openApi() passes on what the server refuses', async (t) => {
  const path = /species_counts|observations/;
  for (const kind of [{ status: 503 }, 'web-page', 'reset'] as const) {
    const standIn = await standInFor(t, world, { faults: [{ kind, path }] });
    const told = Array.fromAsync(apiOf(standIn, 'v2').species(groupQuery()));
    const error = await t.throwsAsync(told);
    t.true(error instanceof (kind === 'reset' ? TypeError : RemoteFailure));
  }
});

test('photos() answers for each species in the order given, also where there is nothing', async (t) => {
  const standIn = await standInFor(t, world);
  const group = groupQuery();
  const species = speciesOfWorld(world, group);
  const rare = { id: 9_999_999, name: 'Rana nulla', rank: 'species', ancestors: [], synonyms: [] };
  const given = [...species.toReversed(), rare];
  const answers = await Array.fromAsync(apiOf(standIn, 'v2').photos(given, group));
  t.deepEqual(
    answers.map(({ taxonId }) => taxonId),
    given.map(({ id }) => id),
  );
  t.deepEqual(answers.at(-1), { taxonId: rare.id, photos: [] });
});

test('photos() names the other observation of a photo that two share', async (t) => {
  const standIn = await standInFor(t, world);
  const everything = groupQuery({ roots: [{ id: 48460, name: 'Life' }], leastImages: 1 });
  for (const version of versions) {
    const { photos } = await tell(standIn, version, everything);
    const shared = photos.flatMap((answer) => answer.photos).filter(({ alsoIn }) => alsoIn);
    t.is(shared.length, 1);
    t.true((shared[0]?.observation as string) < (shared[0]?.alsoIn?.[0] as string));
  }
});
