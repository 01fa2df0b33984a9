import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import type { ImageRecord } from '../../src/records/index.ts';
import {
  changesOf,
  type Departure,
  type Difference,
  departureReasons,
  nextVersion,
  parseTombstoneList,
  type ReleaseChanges,
  raiseTombstones,
  tombstoneListJson,
  versionStep,
} from '../../src/release/index.ts';
import { tombstonesText } from '../../src/report/index.ts';
import { speciesRecord as record } from '../support/species-records.ts';

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const records = [record(3), record(1), record(2, { group: 'Insects', taxonId: 2, placed: 'anew' })];
const gone: Departure = { photoId: 2, reason: 'gone', detail: '404' };
const since = '2027-01-31';

test('raiseTombstones() sets one for each record of a photo that may not stay', async (t) => {
  const departures = [gone, { photoId: 9, reason: 'gone', detail: '' } as const];
  const { tombstones, raised, unknown } = await raiseTombstones(stream(records), {
    departures,
    since,
  });
  t.deepEqual(tombstones, raised);
  t.deepEqual(unknown, [9]);
  t.deepEqual(tombstones, [
    {
      id: '2',
      photoId: 2,
      split: 'test',
      group: 'Insects',
      species: 'Genus species2',
      file: 'images/test/insects/genus_species2/2.jpg',
      sha256: records[2]?.image.placed?.sha256 as never,
      reason: 'gone',
      detail: '404',
      since,
    },
  ]);
});

test('raiseTombstones() keeps earlier ones with their day and reason', async (t) => {
  const first = await raiseTombstones(stream(records), { departures: [gone], since });
  const second = await raiseTombstones(stream(records), {
    departures: [
      { ...gone, reason: 'withdrawn' },
      { photoId: 1, reason: 'licence-changed', detail: 'cc-by-nc' },
    ],
    since: '2027-02-28',
    earlier: first.tombstones,
  });
  t.deepEqual(
    second.tombstones.map((stone) => [stone.id, stone.reason, stone.since]),
    [
      ['1', 'licence-changed', '2027-02-28'],
      ['2', 'gone', since],
    ],
  );
  t.deepEqual(
    second.raised.map(({ id }) => id),
    ['1'],
  );
});

test('raiseTombstones() refuses a record that is no photo of a species', async (t) => {
  const mask = { id: 'm1', truth: { kind: 'mask' } } as unknown as ImageRecord;
  await t.throwsAsync(raiseTombstones(stream([mask]), { departures: [gone], since }), {
    instanceOf: InvalidInput,
    message: /Truth is a mask where a species is needed: m1/,
  });
});

test('the order of records and departures leaves no trace in tombstones', async (t) => {
  const departures = departureReasons.flatMap((reason) =>
    [1, 2, 3, 7, 8].map((photoId): Departure => ({ photoId, reason, detail: reason })),
  );
  departures.push({ ...gone, detail: '410' }, gone);
  const expected = await raiseTombstones(stream(records), { departures, since });
  t.true(expected.tombstones.every(({ reason }) => reason === 'withdrawn'));
  const shuffled = <T>(items: readonly T[]) =>
    fc.shuffledSubarray([...items], { minLength: items.length });
  await fc.assert(
    fc.asyncProperty(shuffled(records), shuffled(departures), async (some, left) => {
      const raised = await raiseTombstones(stream(some), { departures: left, since });
      t.deepEqual(raised, expected);
    }),
    { numRuns: 50 },
  );
});

test('parseTombstoneList() reads what tombstoneListJson() writes, and refuses what is none', async (t) => {
  const { tombstones } = await raiseTombstones(stream(records), { departures: [gone], since });
  const list = { dataset: 'species', version: '1.0.0', tombstones };
  const json = JSON.parse(JSON.stringify(tombstoneListJson(list)));
  t.deepEqual(parseTombstoneList(json, 't.json'), list);
  const bad = (change: object) => () =>
    parseTombstoneList({ ...json, tombstones: [{ ...json.tombstones[0], ...change }] }, 't.json');
  t.throws(bad({ reason: 'boring' }), { message: /t\.json at tombstones\[0\]\.reason/ });
  t.throws(bad({ since: 'today' }), { message: /tombstones\[0\]\.since/ });
  t.throws(bad({ sha256: 'x' }), { message: /Not a SHA-256 digest/ });
  t.throws(bad({ more: 1 }), { message: /more/ });
});

const none: ReleaseChanges = { removed: 0, edited: 0, moved: 0, added: 0, isRepackaged: false };
const steps: readonly (readonly [string, Partial<ReleaseChanges>, string])[] = [
  ['removed records', { removed: 1, added: 5 }, '2.0.0'],
  ['edited records', { edited: 1 }, '2.0.0'],
  ['records moved across splits', { moved: 1 }, '2.0.0'],
  ['added records', { added: 1, isRepackaged: true }, '1.3.0'],
  ['the same records packed anew', { isRepackaged: true }, '1.2.4'],
  ['no change', {}, '1.2.3'],
];

for (const [what, changes, expected] of steps) {
  test(`nextVersion() after 1.2.3 is ${expected} with ${what}`, (t) => {
    t.is(nextVersion('1.2.3', { ...none, ...changes }), expected);
  });
}

test('nextVersion() refuses what is no version, and one too large to count on', (t) => {
  for (const from of ['1.2', 'v1.2.3', '1.2.3-beta', '9007199254740991.0.0'])
    t.throws(() => nextVersion(from, none), { instanceOf: InvalidInput }, from);
});

test('nextVersion() never goes down, and goes up when anything changed', (t) => {
  const number = fc.nat({ max: 1e6 });
  const changes = fc.record({
    ...{ removed: fc.nat(2), edited: fc.nat(2), moved: fc.nat(2), added: fc.nat(2) },
    isRepackaged: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.tuple(number, number, number), changes, (from, change) => {
      const to = nextVersion(from.join('.'), change).split('.').map(Number);
      const place = to.findIndex((part, i) => part !== from[i]);
      t.is(place === -1, versionStep(change) === 'none');
      if (place !== -1) t.is(to[place], (from[place] ?? 0) + 1);
    }),
  );
});

test('changesOf() counts what differs, a record that moved once', (t) => {
  const differences: readonly Difference[] = [
    { kind: 'went', id: 'a', split: 'test' },
    { kind: 'moved', id: 'b', from: 'train', to: 'test' },
    { kind: 'changed', id: 'b', split: 'test', what: ['photo'] },
    { kind: 'changed', id: 'c', split: 'test', what: ['photo'] },
    { kind: 'came', id: 'd', split: 'test' },
  ];
  t.deepEqual(changesOf(differences), { ...none, removed: 1, edited: 1, moved: 1, added: 1 });
  t.deepEqual(changesOf([]), none);
});

test('tombstonesText() tells what may not stay and the version that follows', async (t) => {
  const summary = { dataset: 'species', version: '1.4.0', records: 3 };
  const raised = await raiseTombstones(stream(records), { departures: [gone], since });
  const text = tombstonesText({ ...summary, raised: { ...raised, unknown: [9] } });
  t.regex(text, /^1 of 3 records of species 1\.4\.0 may not stay: 1 gone; 1 of them new\n/);
  t.regex(text, /2 +Genus species2 +gone +2027-01-31 +404\n/);
  t.regex(text, /leaves them out is species 2\.0\.0: .*\nPhotos of no record: 1\n$/);
  const nothing = { tombstones: [], raised: [], unknown: [] };
  t.is(tombstonesText({ ...summary, raised: nothing }), 'Every record of species 1.4.0 may stay\n');
  const many = Array.from({ length: 25 }, (_, i) => record(100 + i));
  const departures = many.map(({ truth: { photo } }) => ({ ...gone, photoId: photo.photoId }));
  const all = await raiseTombstones(stream(many), { departures, since });
  t.regex(tombstonesText({ ...summary, raised: all }), /and 5 more\n/);
});
