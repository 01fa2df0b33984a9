import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Busy, InvalidInput } from '../../../src/errors.ts';
import { recheckRelease } from '../../../src/rebuild/index.ts';
import type { RecheckOptions } from '../../../src/rebuild/recheck/recheck-release.ts';
import type { SpeciesRecord } from '../../../src/records/index.ts';
import { parseTombstoneList } from '../../../src/release/index.ts';
import {
  makeWorld,
  type World,
  writeOpenData,
} from '../../../src/sources/inaturalist-stand-in/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { runCli } from '../../support/run-cli.ts';
import { standInFor } from '../../support/stand-in.ts';
import {
  freezeWorld,
  recordsOfWorld,
  withObservations,
  withPhoto,
} from '../../support/world-release.ts';

const world = makeWorld({ seed: 'recheck', speciesPerGroup: 3 });
const records = recordsOfWorld(world);
const since = '2027-05-06';

/** The first records of species of their own, each of another observation. */
const some = [...Map.groupBy(records, ({ truth }) => truth.taxon.id).values()].map(
  (same) => same[0] as SpeciesRecord,
);
type Eight = readonly [One, One, One, One, One, One, One, One];
type One = SpeciesRecord;
const [gone, unseen, nonfree, closed, moved, vague, below, retired] = some as unknown as Eight;

/** The same world some time later: each of these records has met with something else. */
const later: World = {
  ...withObservations(world, (observation) => {
    const has = ({ truth }: SpeciesRecord) => truth.photo.observation === observation.uuid;
    const taxon = (id: number) => world.taxa.find((one) => one.id === id);
    if (has(unseen)) return undefined;
    if (has(gone)) return withPhoto(observation, gone.truth.photo.photoId, () => undefined);
    if (has(nonfree)) {
      const licence = nonfree.truth.photo.licence === 'cc-by-nd' ? 'cc0' : 'cc-by-nd';
      return withPhoto(observation, nonfree.truth.photo.photoId, (photo) => ({
        ...photo,
        licence,
      }));
    }
    if (has(closed)) {
      return withPhoto(observation, closed.truth.photo.photoId, (photo) => {
        return { ...photo, licence: undefined };
      });
    }
    if (has(moved)) return { ...observation, taxonId: below.truth.taxon.id };
    if (has(vague)) {
      const above = taxon(vague.truth.taxon.id)?.ancestry.at(-1) as number;
      return { ...observation, taxonId: above };
    }
    if (has(below)) return { ...observation, taxonId: 999_000_001 };
    return observation;
  }),
  taxa: [
    ...world.taxa.map((taxon) => {
      return taxon.id === retired.truth.taxon.id ? { ...taxon, isActive: false } : taxon;
    }),
    {
      id: 999_000_001,
      ancestry: [
        ...(world.taxa.find(({ id }) => id === below.truth.taxon.id)?.ancestry ?? []),
        below.truth.taxon.id,
      ],
      rank: 'subspecies',
      rankLevel: 5,
      name: `${below.truth.taxon.name} minor`,
      isActive: true,
      synonyms: [],
    },
  ],
};

const ofRetired = records.filter(({ truth }) => truth.taxon.id === retired.truth.taxon.id);
/** What meets an observation meets all of its photos. */
const wholly = [unseen, moved, vague].map(({ truth }) => truth.photo.observation);
const leaving = records
  .filter((record) => {
    const { photo, taxon } = record.truth;
    const isAlone = [gone, nonfree, closed].includes(record);
    return isAlone || wholly.includes(photo.observation) || taxon.id === retired.truth.taxon.id;
  })
  .map(({ id }) => id);

/** Asks about a release in this world by one way. */
async function setUp(
  t: ExecutionContext,
  way: 'open-data' | 'v1' | 'v2',
  today: World,
  taken: readonly SpeciesRecord[] = records,
) {
  const folder = temporaryFolder(t);
  const standIn = await standInFor(t, today);
  const release = await freezeWorld(t, taken, standIn.photos);
  const snapshot = join(folder, 'snapshot');
  mkdirSync(snapshot);
  await writeOpenData(today, snapshot);
  const options: RecheckOptions = {
    from: way === 'open-data' ? `open-data:${snapshot}` : `api:${standIn[way]}`,
    out: join(folder, 'tombstones.json'),
    since,
    contact: 'tests@example.org',
    workFolder: join(folder, 'work'),
    threads: 2,
  };
  return { release, options, standIn };
}

for (const way of ['open-data', 'v1', 'v2'] as const) {
  test(`recheckRelease() finds nothing by ${way} where nothing has changed`, async (t) => {
    const { release, options } = await setUp(t, way, world);
    const { raised, undecided, file, ...rest } = await recheckRelease(release, options);
    t.deepEqual(raised, { tombstones: [], raised: [], unknown: [] });
    t.deepEqual(undecided, { count: 0, examples: [] });
    t.is(rest.records, records.length);
    t.is(file, undefined);
    t.false(existsSync(options.out as string));
  });

  test(`recheckRelease() finds by ${way} what may not stay, and why`, async (t) => {
    const { release, options } = await setUp(t, way, later);
    const { raised, file } = await recheckRelease(release, options);
    t.deepEqual(raised.raised.map(({ id }) => id).sort(), [...leaving].sort());
    const of = ({ id }: SpeciesRecord) => {
      const stone = raised.raised.find((one) => one.id === id);
      return [stone?.reason, stone?.detail];
    };
    t.is(of(gone)[0], 'gone');
    t.is(of(unseen)[0], 'gone');
    const other = nonfree.truth.photo.licence === 'cc-by-nd' ? 'cc0' : 'cc-by-nd';
    t.deepEqual(of(nonfree), [
      'licence-changed',
      `${other} now, ${nonfree.truth.photo.licence} in the release`,
    ]);
    // Open data hold no photo that is not openly licensed.
    t.is(of(closed)[0], way === 'open-data' ? 'gone' : 'licence-changed');
    const { taxon } = moved.truth;
    t.deepEqual(of(moved), [
      'taxon-changed',
      `Counts to ${below.truth.taxon.name} (${below.truth.taxon.id}) now, to ${taxon.name} (${taxon.id}) in the release`,
    ]);
    t.regex(String(of(vague)[1]), /^Counts to no species, being genus \w+ \(\d+\) now, to /);
    const [first] = ofRetired;
    t.regex(
      String(of(first as SpeciesRecord)[1]),
      /being \w+ .* \(\d+(, not active any more)?\) now/,
    );
    const text = readFileSync(file as string, 'utf8');
    t.deepEqual(parseTombstoneList(JSON.parse(text), 't').tombstones, raised.tombstones);
    t.deepEqual(
      readdirSync(dirname(file as string)).filter((name) => name.includes('part')),
      [],
    );
  });
}

test('recheckRelease() tells the same by every way, but for what open data cannot tell', async (t) => {
  const told = [];
  for (const way of ['open-data', 'v1', 'v2'] as const) {
    const { release, options } = await setUp(t, way, later);
    const { raised } = await recheckRelease(release, options);
    told.push(
      raised.tombstones.map((stone) => {
        const isGone = stone.reason === 'gone' || stone.id === closed.id;
        return isGone ? { ...stone, reason: '', detail: '' } : stone;
      }),
    );
  }
  t.deepEqual(told[1], told[0]);
  t.deepEqual(told[2], told[0]);
});

test('recheckRelease() keeps earlier tombstones and writes the same bytes again', async (t) => {
  const { release, options } = await setUp(t, 'v2', later);
  const first = await recheckRelease(release, options);
  const bytes = readFileSync(first.file as string, 'utf8');
  const second = await recheckRelease(release, { ...options, since: '2027-06-01' });
  t.deepEqual(second.raised.raised, []);
  t.deepEqual(second.raised.tombstones, first.raised.tombstones);
  t.is(readFileSync(first.file as string, 'utf8'), bytes);
});

test('recheckRelease() does not take an address without an API for a world without photos', async (t) => {
  const { release, options, standIn } = await setUp(t, 'v2', world);
  const from = `api:${standIn.origin}/nowhere/v2`;
  await t.throwsAsync(recheckRelease(release, { ...options, from }), { message: /status 404/ });
  t.false(existsSync(options.out as string));
});

test('recheckRelease() takes "not found" for an answer where the API is there', async (t) => {
  const { release, options } = await setUp(t, 'v2', { ...world, observations: [] });
  const { raised } = await recheckRelease(release, options);
  t.is(raised.raised.length, records.length);
  t.true(raised.raised.every(({ reason }) => reason === 'gone'));
});

test('recheckRelease() says of what cannot be read that it could not tell', async (t) => {
  const { release, options } = await setUp(t, 'v1', world);
  const { uuid } = world.observations.find((one) => one.uuid === gone.truth.photo.observation) as {
    uuid: string;
  };
  const standIn = await standInFor(t, world, {
    routes: [
      {
        path: /^\/v1\/observations$/,
        answer: ({ url }) => {
          const uuids = (url.searchParams.get('uuid') ?? '').split(',');
          const results = world.observations
            .filter((one) => uuids.includes(one.uuid))
            .map((one) => ({
              uuid: one.uuid,
              taxon: one.uuid === uuid ? 7 : null,
              observation_photos: [],
            }));
          const text = JSON.stringify({ total_results: results.length, results });
          return {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(text),
          };
        },
      },
    ],
  });
  const recheck = await recheckRelease(release, { ...options, from: `api:${standIn.v1}` });
  const ofObservation = records.filter(({ truth }) => truth.photo.observation === uuid);
  t.is(recheck.undecided.count, ofObservation.length);
  t.regex(recheck.undecided.examples[0]?.detail ?? '', new RegExp(uuid));
  t.is(recheck.raised.raised.length, records.length - ofObservation.length);
});

test('recheckRelease() leaves the file as it was when it is interrupted', async (t) => {
  const { release, options } = await setUp(t, 'v2', later);
  const interrupt = new AbortController();
  const onProgress = (done: number) => {
    if (done === 3) interrupt.abort(new Error('stop'));
  };
  const { signal } = interrupt;
  await t.throwsAsync(recheckRelease(release, { ...options, signal, onProgress }), {
    message: 'stop',
  });
  t.false(existsSync(options.out as string));
});

/** A world of more photos than the API is asked for at once, half of them gone later. */
const wide = makeWorld({ seed: 'wide', speciesPerGroup: 8 });
const wideRecords = recordsOfWorld(wide);
const wideLater = { ...wide, observations: wide.observations.filter((_, i) => i % 2 === 0) };

/** A recheck that is told to stop after so many answers. */
async function interrupted(t: ExecutionContext, most: number) {
  const { release, options, standIn } = await setUp(t, 'v2', wideLater, wideRecords);
  const interrupt = new AbortController();
  const onProgress = (done: number) => {
    if (done === most) interrupt.abort(new Error('stop'));
  };
  const { signal } = interrupt;
  await t.throwsAsync(recheckRelease(release, { ...options, signal, onProgress }), {
    message: 'stop',
  });
  const asked = () => standIn.log.filter(({ path }) => path.startsWith('/v2/observations')).length;
  return { release, options, asked };
}

test('recheckRelease() goes on where an interrupt left it, and writes the same bytes', async (t) => {
  const plain = await setUp(t, 'v2', wideLater, wideRecords);
  const expected = await recheckRelease(plain.release, plain.options);
  t.true(wideRecords.length > 150, 'more than one question');
  const { release, options, asked } = await interrupted(t, 150);
  const before = asked();
  const resumed: number[] = [];
  const onProgress = (done: number) => void resumed.push(done);
  const { raised, file } = await recheckRelease(release, { ...options, onProgress });
  t.is(resumed[0], 101);
  t.is(resumed.at(-1), wideRecords.length);
  t.true(asked() > before);
  t.deepEqual(raised, expected.raised);
  const bytes = (path: string | undefined) => readFileSync(path as string, 'utf8');
  t.is(bytes(file), bytes(expected.file));
  t.deepEqual(
    readdirSync(dirname(file as string)).filter((name) => name.endsWith('.rechecking')),
    [],
  );
});

test('recheckRelease() asks for everything again after a week', async (t) => {
  for (const [day, first] of [
    ['2027-05-13', 101],
    ['2027-05-14', 1],
    ['2027-05-05', 1],
  ] as const) {
    const { release, options } = await interrupted(t, 150);
    const resumed: number[] = [];
    const onProgress = (done: number) => void resumed.push(done);
    await recheckRelease(release, { ...options, since: day, onProgress });
    t.is(resumed[0], first, day);
  }
});

test('recheckRelease() is busy while another writes the same file', async (t) => {
  const { release, options } = await setUp(t, 'v2', later);
  let second: Promise<unknown> | undefined;
  const onProgress = () => {
    second ??= t.throwsAsync(recheckRelease(release, options), {
      instanceOf: Busy,
      message: /Another process works on a recheck into tombstones\.json: wait for it/,
    });
  };
  const first = await recheckRelease(release, { ...options, onProgress });
  await second;
  t.true(first.raised.raised.length > 0);
  t.deepEqual((await recheckRelease(release, options)).raised.raised, []);
});

const refused: readonly (readonly [string, (release: string, folder: string) => object, RegExp])[] =
  [
    ['the web', () => ({ from: 'web' }), /Pages of the web tell no single photos.*--from/],
    ['another way', () => ({ from: 'fax:1' }), /Not open-data:DIR, api\[:URL\] or web/],
    [
      'a file inside the release',
      (release) => ({ out: join(release, 'x.json') }),
      /does not change/,
    ],
    [
      'tombstones of another release',
      (_, folder) => {
        const out = join(folder, 'other.json');
        const list = { schema: 1, dataset: 'other', version: '1.0.0', tombstones: [] };
        writeFileSync(out, JSON.stringify(list));
        return { out };
      },
      /Of other 1\.0\.0, not tiny-species 1\.0\.0/,
    ],
  ];

for (const [what, change, message] of refused) {
  test(`recheckRelease() refuses ${what}`, async (t) => {
    const { release, options } = await setUp(t, 'v2', world);
    const changed = { ...options, ...change(release, dirname(options.out as string)) };
    await t.throwsAsync(recheckRelease(release, changed), { instanceOf: InvalidInput, message });
  });
}

test('oodforge recheck writes beside the release and ends in 0, then in 1', async (t) => {
  const still = await setUp(t, 'v2', world);
  const args = (release: string, { from, workFolder, contact }: RecheckOptions) => [
    ...['recheck', release, '--from', from, '--work', workFolder, '--contact', contact],
  ];
  const pass = await runCli(...args(still.release, still.options));
  t.is(pass.stdout, 'Every record of tiny-species 1.0.0 may stay\n');
  t.is(pass.code, 0);
  const { release, options } = await setUp(t, 'open-data', later);
  const fail = await runCli(...args(release, options), '--date', since);
  t.is(fail.code, 1);
  t.regex(fail.stdout, /leaves them out is tiny-species 2\.0\.0/);
  const file = join(dirname(release), 'tiny-species-1.0.0.tombstones.json');
  t.true(fail.stdout.includes(`tombstones: ${file}`));
  t.is(JSON.parse(readFileSync(file, 'utf8')).tombstones.length, leaving.length);
  const json = await runCli(...args(release, options), '--json');
  t.like(JSON.parse(json.stdout), { verdict: 'fail', raised: { raised: [] } });
});
