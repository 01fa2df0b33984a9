import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { RemoteFailure } from '../../../src/errors.ts';
import type { Fault, FaultKind } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { idsOf, skippedOf, speciesStage, sumsOf, withGroups } from '../../support/species-build.ts';

const photo = /^\/open-data\/photos\//;
const answer = /^\/v1\//;

/** Goes wrong once for each photo, and for some answers of the API. */
const passing: readonly (readonly [name: string, faults: readonly Fault[]])[] = [
  ['429 with Retry-After', [{ kind: { status: 429, retryAfter: '3' }, every: 4 }]],
  ['503', [{ kind: { status: 503 }, path: photo, perPath: true, times: 2 }]],
  ['503 of the API', [{ kind: { status: 503, retryAfter: '9' }, path: answer, every: 2 }]],
  ['answers that are late', [{ kind: { slowMs: 5 } }]],
  ['half a body', [{ kind: 'half-body', perPath: true, times: 1 }]],
  ['a body that is shorter than announced', [{ kind: 'wrong-length', perPath: true, times: 1 }]],
  ['a reset', [{ kind: 'reset', perPath: true, times: 1 }]],
  [
    'another ETag while a photo is continued',
    [
      { kind: 'half-body', path: photo, perPath: true, times: 1 },
      { kind: 'changed-etag', path: photo, perPath: true, every: 2, times: 1 },
    ],
  ],
];

const groups = ['fungi', 'plants'];
let plainSums: Promise<string> | undefined;

/** Of the release of a server without faults; built once. */
function expectedSums(t: ExecutionContext): Promise<string> {
  plainSums ??= speciesStage(t).then(async (plain) => sumsOf(await plain.build({ groups })));
  return plainSums;
}

for (const [name, faults] of passing) {
  test(`a build gives the same release after ${name}`, async (t) => {
    const expected = await expectedSums(t);
    const stage = await speciesStage(t, { faults });
    const clock = fakeClock();
    t.is(sumsOf(await stage.build({ groups, clock })), expected);
  });
}

const lasting: readonly (readonly [reason: string, kind: FaultKind])[] = [
  ['fetch-not-found', { status: 404 }],
  ['fetch-gone', { status: 410 }],
  ['fetch-legal', { status: 451 }],
  ['fetch-forbidden', { status: 403 }],
  ['fetch-html', 'web-page'],
  ['fetch-truncated', 'half-body'],
  ['fetch-truncated', 'wrong-length'],
  ['fetch-redirect-loop', { redirect: 'loop' }],
  ['fetch-redirect-private', { redirect: 'private' }],
  ['fetch-redirect-private', { redirect: new URL('http://169.254.169.254/latest/meta-data') }],
  ['fetch-redirect-private', { redirect: new URL('http://[::1]:1/photo.jpg') }],
  ['fetch-bad-url', { redirect: new URL('file:///etc/passwd') }],
  ['fetch-server-error', { status: 500 }],
  ['fetch-server-error', 'reset'],
];

/** Those that fail for reasons that may pass. */
function failed(ids: readonly number[]): readonly number[] {
  const may = ['fetch-server-error', 'fetch-truncated'];
  return lasting.flatMap(([reason], i) => (may.includes(reason) ? [ids[i] as number] : []));
}

test('a build goes on without the photos that a server refuses, each with its reason', async (t) => {
  const recipe = { leastImages: 1, mostSpecies: 3 };
  const plain = await speciesStage(t, { recipe: (given) => withGroups(given, recipe) });
  const expected = await idsOf(await plain.build());
  const ill = expected.filter((_, i) => i % 2 === 0).slice(0, lasting.length);
  t.is(ill.length, lasting.length);
  const faults = lasting.map(([, kind], i) => ({ kind, path: new RegExp(`/photos/${ill[i]}/`) }));
  const stage = await speciesStage(t, { faults, recipe: (given) => withGroups(given, recipe) });
  const failure = await t.throwsAsync(stage.build({ clock: fakeClock() }), {
    instanceOf: RemoteFailure,
  });
  t.regex(failure.message, /^The server fails to give 4 of \d+ photos .* --accept-failures /);
  const before = stage.photosAsked().length;
  const release = await stage.build({ clock: fakeClock(), acceptFailures: true });
  const asked = new Set(
    stage
      .photosAsked()
      .slice(before)
      .map((path) => path.split('/')[3]),
  );
  t.deepEqual([...asked].map(Number).sort(), failed(ill).toSorted(), 'no other photo again');
  const skipped = new Map((await skippedOf(release)).map(({ path, reason }) => [path, reason]));
  const found = ill.map((id) => [...skipped].find(([path]) => path.includes(`/${id}/`))?.[1]);
  t.deepEqual(
    found,
    lasting.map(([reason]) => reason),
  );
  const left = await idsOf(release);
  t.deepEqual(
    left,
    expected.filter((id) => !ill.includes(id)),
  );
});

test('a build gives the same release after photos that came when asked for once more', async (t) => {
  const expected = await expectedSums(t);
  // Five attempts at each of some photos fail, the sixth does not.
  const faults: Fault[] = [{ kind: { status: 503 }, path: photo, perPath: true, times: 5 }];
  const stage = await speciesStage(t, {
    faults: faults.map((one) => ({ ...one, path: /0\/medium/ })),
  });
  const killed = fakeClock();
  const clock = {
    ...killed,
    sleep: (ms: number) => {
      return ms === 60_000 ? Promise.reject(new Error('killed')) : killed.sleep(ms);
    },
  };
  await t.throwsAsync(stage.build({ groups, clock }), { message: 'killed' });
  const before = stage.photosAsked().length;
  t.true(before > 0);
  t.is(sumsOf(await stage.build({ groups, clock: fakeClock() })), expected);
  const again = stage.photosAsked().slice(before);
  t.true(again.length > 0 && again.every((path) => path.includes('0/medium')));
});

for (const some of [undefined, ['fungi']]) {
  const which = some === undefined ? 'all groups' : 'one group';
  test(`a build of ${which} ends where a server gives no photo, and goes on once it does`, async (t) => {
    const well = await speciesStage(t);
    const down = await speciesStage(t, { faults: [{ kind: { status: 503 }, path: photo }] });
    const expected = sumsOf(await well.build({ groups: some, out: join(well.folder, 'plain') }));
    const options = { groups: some, clock: fakeClock() };
    const failure = await t.throwsAsync(well.build({ ...options, photos: down.standIn.photos }), {
      instanceOf: RemoteFailure,
    });
    t.regex(failure.message, /status 503, after 5 attempts: http:/);
    t.false(existsSync(join(well.folder, 'out/species-stand-in-1.0.0')));
    const before = well.standIn.log.length;
    t.is(sumsOf(await well.build(options)), expected);
    const asked = well.standIn.log.slice(before).map(({ path }) => path);
    t.deepEqual(
      asked.filter((path) => !photo.test(path)),
      [],
      'the plan stands',
    );
  });
}

test('a build whose API never answers says so, and asks for no photo', async (t) => {
  const stage = await speciesStage(t, { faults: [{ kind: { status: 502 }, path: answer }] });
  const failure = await t.throwsAsync(stage.build({ clock: fakeClock() }), {
    instanceOf: RemoteFailure,
  });
  t.regex(failure.message, /status 502, after 5 attempts: http:/);
  t.deepEqual(stage.photosAsked(), []);
});
