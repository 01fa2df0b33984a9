import test from 'ava';
import fc from 'fast-check';
import { OodforgeError, RemoteFailure } from '../../../../src/errors.ts';
import { openApi } from '../../../../src/sources/inaturalist/api/index.ts';
import type { SpeciesTaxon } from '../../../../src/sources/inaturalist/photo-source.ts';
import { groupQuery } from '../../../support/world-plan.ts';

const group = groupQuery();
const species: SpeciesTaxon = {
  id: 7,
  name: 'Rana una',
  rank: 'species',
  ancestors: [],
  synonyms: [],
};
const uuid = '91a29d5f-d2bf-47ff-b629-d0b79d51e46c';

const goodPhoto = {
  id: 5,
  license_code: 'cc-by',
  url: 'http://photos.example/open/photos/5/square.JPG?123',
  original_dimensions: { width: 20, height: 10 },
  flags: [],
  hidden: false,
};
const goodObservation = {
  id: 9,
  uuid,
  quality_grade: 'research',
  observed_on: '2020-08-27',
  location: '50.5,-104.25',
  taxon: { id: 8, ancestor_ids: [1, 7, 8] },
  user: { login: 'sam', name: null },
  observation_photos: [{ position: 0, photo: goodPhoto }],
};

/** A source that is answered always the same. */
function answering(answer: unknown) {
  const ask = async () => ({ value: answer, bytes: 2 });
  return openApi('http://api.example/v2', { ask, photos: 'http://photos.example/open' });
}

async function photosFrom(observations: readonly unknown[], total = observations.length) {
  const api = answering({ total_results: total, page: 1, per_page: 200, results: observations });
  const [answer] = await Array.fromAsync(api.photos([species], group));
  return { photos: answer?.photos ?? [], leftOut: api.leftOut };
}

const withPhoto = (changes: object) => ({
  ...goodObservation,
  observation_photos: [{ position: 0, photo: { ...goodPhoto, ...changes } }],
});

test('photos() reads a good observation', async (t) => {
  const { photos, leftOut } = await photosFrom([goodObservation]);
  t.deepEqual(leftOut, []);
  t.deepEqual(photos, [
    {
      photoId: 5,
      extension: 'JPG',
      observation: uuid,
      position: 0,
      observer: 'sam',
      creator: 'sam',
      licence: 'cc-by',
      observedOn: '2020-08-27',
      latitude: 50.5,
      longitude: -104.25,
      width: 20,
      height: 10,
    },
  ]);
});

const refusedPhotos: Readonly<Record<string, object>> = {
  'all rights reserved': { license_code: null },
  'an unknown licence': { license_code: 'gfdl' },
  'another host': { url: 'http://static.example/open/photos/5/square.jpg' },
  'another folder': { url: 'http://photos.example/static/photos/5/square.jpg' },
  'the address of another photo': { url: 'http://photos.example/open/photos/6/square.jpg' },
  'an address with dots': { url: 'http://photos.example/open/photos/../photos/5/a/square.jpg' },
  'an address of nothing': { url: null },
  'no address': { url: 'square.jpg' },
  'another kind of file': { url: 'http://photos.example/open/photos/5/square.tiff' },
  hidden: { hidden: true },
  flagged: { flags: [{ id: 1, resolved: false }] },
};

for (const [what, changes] of Object.entries(refusedPhotos)) {
  test(`photos() does not admit a photo: ${what}`, async (t) => {
    const { photos, leftOut } = await photosFrom([withPhoto(changes)]);
    t.deepEqual({ photos, leftOut }, { photos: [], leftOut: [] });
  });
}

test('photos() admits a photo whose flag is resolved', async (t) => {
  const { photos } = await photosFrom([withPhoto({ flags: [{ id: 1, resolved: true }] })]);
  t.is(photos.length, 1);
});

test('photos() counts positions over openly licensed photos, as the open data do', async (t) => {
  const photo = (id: number, licence: string | null, position: number | null) => ({
    position,
    photo: {
      ...goodPhoto,
      id,
      license_code: licence,
      url: `http://photos.example/open/photos/${id}/square.jpg`,
    },
  });
  const observation_photos = [
    photo(4, 'cc0', null),
    photo(3, 'cc-by', 7),
    photo(2, null, 1),
    photo(1, 'cc-by-nd', 0),
  ];
  const { photos } = await photosFrom([{ ...goodObservation, observation_photos }]);
  t.deepEqual(
    photos.map(({ photoId, position }) => [photoId, position]),
    [
      [1, 0],
      [3, 1],
      [4, 2],
    ],
  );
});

test('photos() does not admit an observation of another grade', async (t) => {
  const { photos } = await photosFrom([{ ...goodObservation, quality_grade: 'casual' }]);
  t.deepEqual(photos, []);
});

const badObservations: Readonly<Record<string, unknown>> = {
  'no object': 'observation',
  null: null,
  'without an id': { ...goodObservation, id: undefined },
  'an id below one': { ...goodObservation, id: -3 },
  'an id that is text': { ...goodObservation, id: '9' },
  'no UUID': { ...goodObservation, uuid: '../../etc' },
  'no taxon': { ...goodObservation, taxon: null },
  'no user': { ...goodObservation, user: null },
  'a login that is none': { ...goodObservation, user: { login: '' } },
  'a date that is none': { ...goodObservation, observed_on: '2020-02-31' },
  'a latitude beyond the pole': { ...goodObservation, location: '90.1,0' },
  'a place of words': { ...goodObservation, location: 'NaN,NaN' },
  'a list of photos that is none': { ...goodObservation, observation_photos: {} },
  'more photos than can be': {
    ...goodObservation,
    observation_photos: new Array(1001).fill({ position: 0, photo: goodPhoto }),
  },
  'a photo without id': withPhoto({ id: undefined }),
  'a licence that is none': withPhoto({ license_code: 4 }),
  'a size below one': withPhoto({ original_dimensions: { width: 0, height: 1 } }),
};

for (const [what, observation] of Object.entries(badObservations)) {
  test(`photos() leaves an observation out and says so: ${what}`, async (t) => {
    const { photos, leftOut } = await photosFrom([observation, { ...goodObservation, id: 10 }]);
    t.is(photos.length, 1);
    t.is(leftOut.length, 1);
    t.like(leftOut[0], { reason: 'observation-unreadable', count: 1 });
    t.regex(leftOut[0]?.example ?? '', /http:\/\/api\.example\/v2\/observations\?/);
  });
}

test('photos() leaves out what it did not ask for', async (t) => {
  const taxon = { id: 80, ancestor_ids: [1, 80] };
  const { photos, leftOut } = await photosFrom([{ ...goodObservation, taxon }]);
  t.deepEqual(photos, []);
  t.like(leftOut[0], { reason: 'observation-elsewhere', count: 1 });
});

test('photos() says when a server counts observations that it does not tell', async (t) => {
  const { leftOut } = await photosFrom([], 3);
  t.like(leftOut[0], { reason: 'observation-missing', count: 1 });
});

test('photos() ends when a server tells the same page for ever', async (t) => {
  await t.throwsAsync(photosFrom([goodObservation], 1_000_000), {
    instanceOf: RemoteFailure,
    message: /no observation above 9 where there are more/,
  });
  await t.throwsAsync(photosFrom([{ ...goodObservation, id: 'x' }], 2), {
    instanceOf: RemoteFailure,
  });
});

test('photos() refuses answers of another form', async (t) => {
  const answers = [
    null,
    [],
    'text',
    {},
    { total_results: 1 },
    { total_results: -1, results: [] },
    { total_results: Number.NaN, results: [] },
    { total_results: 1e300, results: [] },
    { total_results: 201, results: new Array(201).fill(goodObservation) },
    { error: 'Too many', status: 429 },
  ];
  for (const answer of answers) {
    const api = answering(answer);
    await t.throwsAsync(Array.fromAsync(api.photos([species], group)), {
      instanceOf: RemoteFailure,
      message: /^Not an answer of the API, .*: http:\/\/api\.example/,
    });
    t.is(api.cost.requests, 1);
  }
});

test('photos() takes the last of two keys, as JSON.parse does', async (t) => {
  const text = JSON.stringify(goodObservation).replace(
    '"license_code":"cc-by"',
    '"license_code":"cc0","license_code":null',
  );
  const { photos } = await photosFrom([JSON.parse(text)]);
  t.deepEqual(photos, []);
});

test('openApi() survives any JSON: an error of ours or an answer', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (first, second) => {
      for (const value of [first, { total_results: 2, results: [first, second] }]) {
        const told = async () => {
          await Array.fromAsync(answering(value).photos([species], group));
          await Array.fromAsync(answering(value).species(group));
        };
        await told().catch((error: unknown) => t.true(error instanceof OodforgeError));
      }
    }),
  );
  t.pass();
});

test('species() leaves out counts and taxa that cannot be read or are missing', async (t) => {
  const taxon = (id: number, more: object = {}) => ({
    id,
    name: `Rana n${id}`,
    rank: 'species',
    ...more,
  });
  const ask = async (url: string) => {
    const results = url.includes('species_counts')
      ? [...[1, 2, 3, 4].map((id) => ({ count: 9, taxon: taxon(id) })), { count: 'x' }]
      : url.includes('all_names')
        ? [
            taxon(1, { names: [{ name: 'Rana vetus', is_valid: false, locale: 'sci' }] }),
            taxon(2, { ancestors: 'none' }),
            taxon(3, { is_active: false }),
          ]
        : [taxon(20978, { name: 'Amphibia' })];
    return { value: { total_results: results.length, results }, bytes: 1 };
  };
  const api = openApi('http://api.example/v1', { ask, photos: 'http://photos.example' });
  t.deepEqual(await Array.fromAsync(api.species(group)), [
    {
      id: 1,
      name: 'Rana n1',
      rank: 'species',
      ancestors: [],
      synonyms: [{ name: 'Rana vetus', source: 'invalid name' }],
    },
  ]);
  t.deepEqual(
    api.leftOut.map(({ reason, count }) => [reason, count]),
    [
      ['count-unreadable', 1],
      ['taxon-unreadable', 1],
      ['taxon-missing', 1],
    ],
  );
});

test('species() refuses a server that counts without end', async (t) => {
  const ask = async (url: string) => {
    const isCount = url.includes('species_counts');
    const results = isCount ? [] : [{ id: 20978, name: 'Amphibia' }];
    return { value: { total_results: 9e9, results }, bytes: 1 };
  };
  const api = openApi('http://api.example/v1', { ask, photos: 'http://photos.example' });
  await t.throwsAsync(Array.fromAsync(api.species(group)), {
    instanceOf: RemoteFailure,
    message: /9000000000 species/,
  });
});
