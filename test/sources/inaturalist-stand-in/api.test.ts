import test from 'ava';
import { makeWorld, type World } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { standInFor } from '../../support/stand-in.ts';

const world = makeWorld({ seed: 'answers' });

interface Taxon {
  readonly id: number;
  readonly rank: string;
  readonly ancestor_ids: readonly number[];
}

interface Item extends Taxon {
  readonly count: number;
  readonly taxon: Taxon;
  readonly quality_grade: string;
  readonly photos: readonly { readonly license_code: string | null }[];
  readonly observation_photos: readonly [{ readonly photo: object }];
  readonly ancestors: readonly [{ readonly name: string }, ...{ readonly name: string }[]];
  readonly children: readonly Taxon[];
  readonly names: readonly { readonly name: string; readonly is_valid: boolean }[];
}

interface Body {
  readonly total_results: number;
  readonly per_page: number;
  readonly results: readonly [Item, ...Item[]];
  readonly status: unknown;
  readonly error: string;
  readonly errors: readonly [{ readonly message: string }];
}

interface Answer {
  readonly status: number;
  readonly body: Body;
}

async function ask(url: string): Promise<Answer> {
  const reply = await fetch(url);
  return { status: reply.status, body: (await reply.json()) as Body };
}

const ids = ({ body }: Answer) => body.results.map(({ id }) => id);

test('openStandIn() pages observations by id, at most 200 at once', async (t) => {
  const { v1 } = await standInFor(t, world);
  const seen: number[] = [];
  for (let above = 0; ; ) {
    const answer = await ask(
      `${v1}/observations?order_by=id&order=asc&per_page=900&id_above=${above}`,
    );
    t.is(answer.body.per_page, 200);
    t.is(answer.body.total_results, world.observations.length - seen.length);
    seen.push(...ids(answer));
    if (answer.body.results.length < 200) break;
    above = seen.at(-1) as number;
  }
  t.deepEqual(
    seen,
    world.observations.map(({ id }) => id).sort((a, b) => a - b),
  );
  const usual = await ask(`${v1}/observations?page=2`);
  t.deepEqual(ids(usual), seen.toReversed().slice(30, 60));
});

test('openStandIn() refuses pages beyond the window, each version in its way', async (t) => {
  const { v1, v2 } = await standInFor(t, world);
  const message =
    /^Result window is too large, page x size must be less than or equal to \[10000\]/;
  const first = await ask(`${v1}/observations?page=51&per_page=200`);
  t.is(first.status, 403);
  t.is(first.body.status, 403);
  t.regex(first.body.error, message);
  const second = await ask(`${v2}/observations?page=51&per_page=200`);
  t.is(second.status, 500);
  t.like(second.body, { status: '500', errors: [{ errorCode: '500' }] });
  t.regex(second.body.errors[0].message, message);
  t.is((await ask(`${v1}/observations?page=50&per_page=200`)).status, 200);
});

test('openStandIn() fetches taxa by at most 30 ids', async (t) => {
  const { v1, v2 } = await standInFor(t, world);
  const path = (count: number) =>
    world.taxa
      .slice(0, count)
      .map(({ id }) => id)
      .join(',');
  t.is((await ask(`${v1}/taxa/${path(30)}`)).body.results.length, 30);
  t.deepEqual(await ask(`${v1}/taxa/${path(31)}`), {
    status: 422,
    body: { error: 'Too many IDs', status: 422 },
  });
  t.deepEqual(await ask(`${v2}/taxa/${path(31)}`), {
    status: 422,
    body: { status: '422', errors: [{ errorCode: '422', message: 'Too many IDs' }] },
  });
  t.like(await ask(`${v1}/taxa/3`), { status: 200, body: { total_results: 0 } });
  t.like(await ask(`${v2}/taxa/3`), { status: 404, body: { total_results: 0 } });
});

test('openStandIn() tells what is above a taxon, but not the root of the tree', async (t) => {
  const { v1 } = await standInFor(t, world);
  const { body } = await ask(`${v1}/taxa/48662?all_names=true`);
  const [monarch] = body.results;
  t.is(monarch.ancestors[0].name, 'Animalia');
  t.is(monarch.ancestors.at(-1)?.name, 'Danaus');
  t.deepEqual(
    monarch.children.map(({ id }) => id),
    [235550],
  );
  t.deepEqual(
    monarch.names.map(({ name, is_valid }) => [name, is_valid]),
    [
      ['Danaus plexippus', true],
      ['Monarch', true],
      ['Anosia plexippus', false],
      ['Danaus archippus', false],
    ],
  );
});

test('openStandIn() searches active taxa unless asked for others', async (t) => {
  const { v1 } = await standInFor(t, world);
  const inactive = world.taxa.filter(({ isActive }) => !isActive).map(({ id }) => id);
  const search = async (query: string) => ids(await ask(`${v1}/taxa?per_page=500&${query}`));
  t.false((await search('')).some((id) => inactive.includes(id)));
  t.deepEqual(await search('is_active=false'), inactive);
  t.is((await search('is_active=any')).length, world.taxa.length);
  t.deepEqual(await search('parent_id=48663'), [48662]);
  t.deepEqual(await search('taxon_id=48663&rank=subspecies'), [235550]);
  t.deepEqual(await search('q=monarch'), [48662, 235550]);
});

test('openStandIn() filters observations', async (t) => {
  const { v1, v2 } = await standInFor(t, world);
  const search = async (query: string) =>
    (await ask(`${v1}/observations?per_page=200&${query}`)).body.results;
  for (const observation of await search('taxon_id=48662&quality_grade=research,casual')) {
    t.true(observation.taxon.ancestor_ids.includes(48662));
    t.true(['research', 'casual'].includes(observation.quality_grade));
  }
  for (const observation of await search('photo_license=CC0&photos=true')) {
    const licences = observation.photos.map((photo) => photo.license_code);
    t.true(licences.includes('cc0'));
  }
  t.deepEqual(await search('taxon_id=48662&without_taxon_id=1'), []);
  const [without] = await search('photos=false');
  t.deepEqual(without.photos, []);
  t.is((await ask(`${v2}/observations?photo_license=pd`)).status, 422);
  t.is((await ask(`${v2}/observations?quality_grade=good`)).status, 422);
});

test('openStandIn() counts species with what is below them, the most observed first', async (t) => {
  const { v1 } = await standInFor(t, world);
  const { body } = await ask(`${v1}/observations/species_counts?taxon_id=47158`);
  const counts = body.results;
  t.true(counts.every(({ count }, i) => count <= (counts[i - 1]?.count ?? count)));
  const monarchs = world.observations.filter(({ taxonId }) => [48662, 235550].includes(taxonId));
  t.is(counts.find(({ taxon }) => taxon.id === 48662)?.count, monarchs.length);
  t.false(counts.some(({ taxon }) => taxon.id === 235550));
});

test('openStandIn() counts leaves alone: a genus only where none of its species was seen', async (t) => {
  const [observation] = world.observations;
  if (observation === undefined) throw new Error('No observation in the world of this test');
  const seen = (taxonId: number, id: number) => ({ ...observation, id, taxonId });
  const observations = [seen(48663, 1), seen(48662, 2), seen(9000002, 3)];
  const { v1 } = await standInFor(t, { ...world, observations } satisfies World);
  const { body } = await ask(`${v1}/observations/species_counts`);
  const leaves = body.results.map(({ taxon }) => taxon.id);
  t.deepEqual(leaves, [48662, 9000002]);
});

test('openStandIn() tells in version 2 what fields ask for', async (t) => {
  const { v2 } = await standInFor(t, world);
  const first = async (path: string) => (await ask(`${v2}/${path}`)).body.results[0];
  t.deepEqual(Object.keys(await first('observations')), ['uuid']);
  t.deepEqual(Object.keys(await first('taxa/48662')), ['id']);
  t.deepEqual(await first('taxa/48662?all_names=true&fields=name,names,parent_id'), {
    id: 48662,
    name: 'Danaus plexippus',
    parent_id: 48663,
  });
  t.deepEqual(await first('taxa/48662?fields=(ancestors:(name:!t),rank:!t)'), {
    id: 48662,
    rank: 'species',
    ancestors: [
      1, 47120, 372739, 47158, 184884, 47157, 47224, 47922, 61244, 134169, 522900, 48663,
    ].map((id) => ({ id, name: world.taxa.find((taxon) => taxon.id === id)?.name })),
  });
  const counted = await first('observations/species_counts?fields=taxon.rank');
  t.deepEqual(Object.keys(counted).sort(), ['count', 'taxon']);
  t.deepEqual(Object.keys(counted.taxon).sort(), ['id', 'rank']);
  const whole = await first('observations?fields=all');
  t.true(Object.keys(whole).length > 20);
  const photos = await first(
    'observations?photos=true&fields=(observation_photos:(photo:(url:!t)))',
  );
  t.deepEqual(Object.keys(photos.observation_photos[0].photo).sort(), ['id', 'url']);
  for (const fields of ['(id', '(id:!f)', '(id:!t)x', '((', 'id,,name']) {
    t.is((await ask(`${v2}/taxa/48662?fields=${fields}`)).status, 422, fields);
  }
});

test('openStandIn() fetches observations by at most 200 ids, each version in its way', async (t) => {
  const { v1, v2 } = await standInFor(t, world);
  const some = world.observations.slice(0, 201);
  const numbers = (count: number) => some.slice(0, count).map(({ id }) => id);
  const uuids = (count: number) => some.slice(0, count).map(({ uuid }) => uuid);
  t.is((await ask(`${v1}/observations/${numbers(200)}`)).body.results.length, 200);
  t.like(await ask(`${v1}/observations/${numbers(201)}`), {
    status: 422,
    body: { error: 'Too many IDs' },
  });
  t.like(await ask(`${v2}/observations/${uuids(3)},${some[9]?.uuid.toUpperCase()}`), {
    status: 200,
    body: { total_results: 4, per_page: 4 },
  });
  t.is((await ask(`${v2}/observations/${uuids(201)}`)).body.results.length, 200);
  t.is((await ask(`${v2}/observations/${numbers(1)}`)).status, 422);
  const nobody = '00000000-0000-4000-8000-000000000000';
  t.like(await ask(`${v2}/observations/${nobody}`), { status: 404, body: { total_results: 0 } });
  const searched = await ask(`${v1}/observations?uuid=${uuids(2)},${nobody}`);
  t.is(searched.body.total_results, 2);
});
