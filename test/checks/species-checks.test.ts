import test from 'ava';
import fc from 'fast-check';
import { runChecks } from '../../src/checks/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import type { CheckReport, Figures, Recipe, SpeciesRecord } from '../../src/records/index.ts';
import {
  speciesRecord as record,
  type SpeciesRecordWish,
  speciesSet,
} from '../support/species-records.ts';

const whole = { kind: 'all', split: 'test' } as const;
const all = { fungi: true, insects: true };

const integrity = { check: 'integrity' };
const licences = { check: 'licences', allowed: ['cc0', 'cc-by'] };
const leaks = { check: 'leaks', mostOfObservation: 1, dominantShare: 0.6 };
const balance = { check: 'balance', leastImages: 2 };
const wanted = [integrity, licences, leaks, balance];

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function run(
  records: readonly SpeciesRecord[],
  { checks = wanted as Recipe['checks'], present = all as Record<string, boolean> } = {},
) {
  const context = { classSet: speciesSet, splits: whole, presentSplits: present };
  return runChecks(checks, context, stream(records), stream([]));
}

async function reportOf(
  check: string,
  records: readonly SpeciesRecord[],
  options: Parameters<typeof run>[1] = {},
): Promise<CheckReport> {
  const report = (await run(records, options)).find((candidate) => candidate.check === check);
  if (report === undefined) throw new Error(`No report of ${check}`);
  return report;
}

/** Two species, two photos each, of four observers. */
const sound = [
  record(1, { observedOn: '2019-05-01', latitude: -0.5, longitude: 179.9, country: 'Fiji' }),
  record(2, { observedOn: '2020-05-01', latitude: 90, longitude: 180 }),
  record(3, { group: 'Insects', taxonId: 2, licence: 'cc0' }),
  record(4, { group: 'Insects', taxonId: 2, latitude: 0, longitude: 0 }),
];

test('sound photos of species pass every check', async (t) => {
  t.deepEqual(
    (await run(sound)).map(({ check, verdict, findings }) => [check, verdict, findings]),
    wanted.map(({ check }) => [check, 'pass', []]),
  );
});

const faults: readonly (readonly [
  code: string,
  check: string,
  photoId: number,
  SpeciesRecordWish,
])[] = [
  ['record-twice', 'integrity', 101, { id: '1' }],
  ['licence-not-allowed', 'licences', 102, { licence: 'cc-by-nc' }],
  ['creator-missing', 'licences', 103, { creator: ' \u00a0' }],
  ['creator-unprintable', 'licences', 104, { creator: 'Line\nbreak' }],
  ['photo-twice', 'leaks', 105, { photoId: 1, observation: 'observation-1' }],
  ['photo-in-several-observations', 'leaks', 106, { photoId: 1 }],
  ['photo-in-several-species', 'leaks', 107, { photoId: 1, group: 'Insects', taxonId: 2 }],
  ['species-sparse', 'balance', 109, { taxonId: 3 }],
  ['group-unknown', 'balance', 110, { group: 'Fish', sourceSplit: 'fish', folder: 'other' }],
  ['part-of-another-group', 'balance', 111, { sourceSplit: 'insects' }],
  ['split-unknown', 'balance', 112, { split: 'elsewhere' }],
  ['taxon-in-several-places', 'balance', 113, { folder: 'another' }],
  ['folder-of-several-species', 'balance', 114, { taxonId: 4, folder: 'genus_species1' }],
];

for (const [code, check, photoId, wish] of faults) {
  test(`${check} fails with ${code}`, async (t) => {
    const { verdict, findings, figures } = await reportOf(check, [...sound, record(photoId, wish)]);
    t.is(verdict, 'fail');
    t.true(findings.some((finding) => finding.code === code && finding.level === 'fault'));
    t.is((figures.found as Figures)[code], 1);
  });
}

test('leaks names one observation in two species, and one with more images than allowed', async (t) => {
  const observation = 'observation-1';
  const insect = record(201, { observation, group: 'Insects', taxonId: 2 });
  const { findings } = await reportOf('leaks', [...sound, insect]);
  t.deepEqual(findings, [
    {
      code: 'observation-crowded',
      level: 'fault',
      subject: observation,
      values: { images: 2, most: 1 },
    },
    {
      code: 'observation-in-several-species',
      level: 'fault',
      subject: observation,
      values: { images: 2, species: 'Genus species1 (1), Genus species2 (2)' },
    },
  ]);
  const report = await reportOf('leaks', [...sound, insect], {
    checks: [{ ...leaks, mostOfObservation: 2 }],
  });
  t.deepEqual(
    report.findings.map(({ code }) => code),
    ['observation-in-several-species'],
  );
  t.like(report.figures, { observations: 4, imagesSharingAnObservation: 2 });
});

test('leaks names an observer with much of a species or of all, as a note or a fault', async (t) => {
  const many = [301, 302, 303].map((id) => record(id, { observer: 'keen' }));
  const options = { ...leaks, dominantShareOfAll: 0.4 };
  const noted = await reportOf('leaks', [...sound, ...many], { checks: [options] });
  t.is(noted.verdict, 'pass');
  t.deepEqual(
    noted.findings.map(({ code, level, subject, values }) => [code, level, subject, values]),
    [
      ['observer-dominant', 'note', 'keen in Genus species1 (1)', { images: 3, of: 5 }],
      ['observer-dominant-overall', 'note', 'keen', { images: 3, of: 7 }],
    ],
  );
  t.like(noted.figures, { observers: 5, largestShareOfSpecies: 0.6, largestShareOfAll: 0.4286 });
  const strict = { ...options, dominance: 'fault' };
  t.is((await reportOf('leaks', [...sound, ...many], { checks: [strict] })).verdict, 'fail');
});

test('licences counts images of each licence, in all and by group, and creators', async (t) => {
  const more = [record(401, { licence: 'cc-by-nc-nd' }), record(402, { licence: 'cc-by-nd' })];
  const { figures } = await reportOf('licences', [...sound, ...more]);
  t.deepEqual(figures, {
    imagesPerLicence: { 'cc-by': 3, 'cc-by-nc-nd': 1, 'cc-by-nd': 1, cc0: 1 },
    imagesPerLicenceOfGroup: {
      Fungi: { 'cc-by': 2, 'cc-by-nc-nd': 1, 'cc-by-nd': 1 },
      Insects: { 'cc-by': 1, cc0: 1 },
    },
    noncommercial: 1,
    noDerivatives: 2,
    creators: 6,
    found: { 'licence-not-allowed': 2 },
  });
});

test('licences notes a creator whose name holds a mark of direction', async (t) => {
  const { verdict, findings } = await reportOf('licences', [
    ...sound,
    record(403, { creator: '\u200fשם' }),
  ]);
  t.is(verdict, 'pass');
  t.deepEqual(findings[0]?.values, { creator: '\\u200fשם' });
});

test('balance counts groups, species, observers, years, countries and places', async (t) => {
  const { figures } = await reportOf('balance', [...sound, record(500)]);
  t.deepEqual(figures, {
    images: { test: 5 },
    imagesPerGroup: { Fungi: 3, Insects: 2 },
    species: 2,
    speciesPerGroup: { Fungi: 1, Insects: 1 },
    imagesPerSpecies: { smallest: 2, median: 2, largest: 3 },
    imagesPerSpeciesOfGroup: {
      Fungi: { smallest: 3, median: 3, largest: 3 },
      Insects: { smallest: 2, median: 2, largest: 2 },
    },
    unevennessOfSpecies: 0.1,
    observers: 5,
    unevennessOfObservers: 0,
    imagesPerYear: { 2019: 1, 2020: 1, unstated: 3 },
    countries: 1,
    imagesPerCountry: { Fiji: 1, unstated: 4 },
    imagesPerLatitude: { '10S-0N': 1, '0N-10N': 1, '80N-90N': 1, unstated: 2 },
    imagesPerLongitude: { '0E-10E': 1, '170E-180E': 2, unstated: 2 },
    cells: 3,
    imagesInFullestCell: 1,
    found: {},
  });
  t.deepEqual(Object.keys(figures.imagesPerLatitude as Figures), [
    ...['10S-0N', '0N-10N', '80N-90N'],
    'unstated',
  ]);
});

test('a group without species is a fault, unjudged where it was lacking or not asked for', async (t) => {
  const fungi = sound.slice(0, 2);
  const judged = async (present: Record<string, boolean>) => {
    const { verdict, findings } = await reportOf('balance', fungi, { present });
    return [verdict, findings.map(({ code, subject }) => `${code} ${subject}`)];
  };
  t.deepEqual(await judged(all), ['fail', ['group-empty Insects']]);
  for (const present of [{ ...all, insects: false }, { fungi: true }])
    t.deepEqual(await judged(present), ['unknown', ['group-empty Insects']]);
});

test('of very many findings the first hundred of each kind are listed, and all are counted', async (t) => {
  const many = Array.from({ length: 450 }, (_, i) => record(1000 + i, { licence: 'cc-by-nd' }));
  const { findings, figures } = await reportOf('licences', [...sound, ...many]);
  t.deepEqual(figures.found, { 'licence-not-allowed': 450 });
  t.deepEqual(
    findings.map(({ subject }) => subject),
    Array.from({ length: 100 }, (_, i) => String(1000 + i)),
  );
});

test('the order of photos of species leaves no trace', async (t) => {
  const many = [
    ...sound,
    ...faults.map(([, , photoId, wish]) => record(photoId, wish)),
    ...Array.from({ length: 250 }, (_, i) =>
      record(2000 + i, { observer: `o${i % 3}`, licence: 'cc-by-nc', taxonId: 5 + (i % 4) }),
    ),
  ];
  const expected = JSON.stringify(await run(many));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(many, { minLength: many.length }), async (shuffled) => {
      t.is(JSON.stringify(await run(shuffled)), expected);
    }),
    { numRuns: 20 },
  );
});

const refused: readonly (readonly [
  what: string,
  options: Recipe['checks'][number],
  message: RegExp,
])[] = [
  ['no licences', { ...licences, allowed: [] }, /at allowed/],
  ['a licence that is none', { ...licences, allowed: ['mit'] }, /allowed\[0\]/],
  ['a share above 1', { ...leaks, dominantShare: 2 }, /at dominantShare/],
  ['an option of masks', { ...leaks, neighbourFrames: 2 }, /neighbourFrames/],
  ['no images', { ...balance, leastImages: 0 }, /at leastImages/],
  ['an unknown option', { ...balance, most: 3 }, /most/],
];

for (const [what, options, message] of refused) {
  test(`${options.check} refuses ${what}`, async (t) => {
    await t.throwsAsync(run(sound, { checks: [options] }), { instanceOf: InvalidInput, message });
  });
}

test('figures refuses species and names the check that counts them', async (t) => {
  await t.throwsAsync(run(sound, { checks: [{ check: 'figures' }] }), {
    instanceOf: InvalidInput,
    message: 'Check figures counts no species, check balance does: 1',
  });
});
