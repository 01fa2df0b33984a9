import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Busy, InvalidInput } from '../../../../src/errors.ts';
import { acquireLock } from '../../../../src/io/index.ts';
import {
  type OpenDataSource,
  openOpenData,
} from '../../../../src/sources/inaturalist/open-data/index.ts';
import { findSnapshot } from '../../../../src/sources/inaturalist/open-data/snapshot-files.ts';
import type {
  GroupQuery,
  PhotoCandidate,
  SpeciesTaxon,
} from '../../../../src/sources/inaturalist/photo-source.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import {
  columns,
  fungi,
  type SnapshotRows,
  smallRows,
  uuid,
  writeSnapshot,
  writeTable,
} from '../../../support/open-data.ts';

async function openRows(t: ExecutionContext, rows: SnapshotRows): Promise<OpenDataSource> {
  return openFolder(t, writeSnapshot(join(temporaryFolder(t), 'snapshot'), rows));
}

async function openFolder(t: ExecutionContext, folder: string): Promise<OpenDataSource> {
  const source = await openOpenData(folder, { workFolder: join(temporaryFolder(t), 'work') });
  t.teardown(() => source.close());
  return source;
}

interface Answer {
  readonly species: readonly SpeciesTaxon[];
  readonly photos: Readonly<Record<string, readonly PhotoCandidate[]>>;
}

async function ask(source: OpenDataSource, group: GroupQuery): Promise<Answer> {
  const species = await Array.fromAsync(source.species(group));
  const photos: Record<string, readonly PhotoCandidate[]> = {};
  for await (const answer of source.photos(species, group)) photos[answer.taxonId] = answer.photos;
  return { species, photos };
}

function ids(answer: Answer): Readonly<Record<string, readonly number[]>> {
  const entries = Object.entries(answer.photos);
  return Object.fromEntries(entries.map(([id, photos]) => [id, photos.map((p) => p.photoId)]));
}

function reasons({ leftOut }: OpenDataSource): readonly string[] {
  return leftOut.map(({ file, reason, count }) => `${file} ${reason} ${count}`);
}

test('openOpenData() yields species with their ancestors, and photos with what is known', async (t) => {
  const source = await openRows(t, smallRows);
  const { species, photos } = await ask(source, fungi);
  t.deepEqual(
    species.toSorted((a, b) => a.id - b.id),
    [101, 103].map((id) => ({
      id,
      name: id === 101 ? 'Amanita muscaria' : "Amanita 'd'Or'",
      rank: 'species',
      ancestors: [
        { id: 47170, name: 'Fungi', rank: 'kingdom' },
        { id: 100, name: 'Amanita', rank: 'genus' },
      ],
      synonyms: [],
    })),
  );
  t.deepEqual(photos[101], [
    {
      photoId: 11,
      extension: 'JPG',
      observation: uuid(1),
      position: 0,
      observer: 'ann',
      creator: 'Ann "A." O\'Hara',
      licence: 'cc-by',
      observedOn: '2020-05-01',
      latitude: 10.5,
      longitude: -20.25,
      width: 2048,
      height: 1536,
    },
    {
      photoId: 12,
      extension: 'jpeg',
      observation: uuid(1),
      position: 1,
      observer: 'ann',
      creator: 'Ann "A." O\'Hara',
      licence: 'cc-by-nc',
      observedOn: '2020-05-01',
      latitude: 10.5,
      longitude: -20.25,
    },
    {
      photoId: 13,
      extension: 'png',
      observation: uuid(2),
      position: 0,
      observer: 'bob',
      creator: 'bob',
      licence: 'cc0',
      width: 640,
      height: 480,
    },
  ]);
  t.deepEqual(source.leftOut, []);
  t.is(source.cost.requests, 0);
});

test('species() leaves out what cannot have enough photos of the grades and licences', async (t) => {
  const source = await openRows(t, smallRows);
  const answer = async (change: Partial<GroupQuery>) =>
    ids(await ask(source, { ...fungi, ...change }));
  t.deepEqual(await answer({ leastImages: 3 }), { 101: [11, 12, 13] });
  t.deepEqual(await answer({ qualityGrades: ['research'] }), { 101: [11, 12], 103: [14] });
  t.deepEqual(await answer({ licences: ['cc0'] }), { 101: [13] });
  t.deepEqual(await answer({ licences: ['pd'] }), {});
  t.deepEqual(await answer({ ranks: ['variety'] }), { 102: [13] });
  t.deepEqual(await answer({ ranks: ['species', 'variety'], leastImages: 3 }), {
    101: [11, 12, 13],
  });
});

test('species() stays below the roots and outside of what a group does without', async (t) => {
  const source = await openRows(t, smallRows);
  const answer = async (change: Partial<GroupQuery>) =>
    ids(await ask(source, { ...fungi, ...change }));
  const muscaria = { id: 101, name: 'Amanita muscaria' };
  t.deepEqual(await answer({ roots: [muscaria, muscaria] }), { 101: [11, 12, 13] });
  t.deepEqual(await answer({ without: [muscaria] }), { 103: [14] });
  const alba = { id: 102, name: 'Amanita muscaria "alba"' };
  t.deepEqual(await answer({ without: [alba] }), { 101: [11, 12], 103: [14] });
  t.deepEqual(await answer({ roots: [alba], without: [muscaria] }), {});
});

test('species() refuses a root that is missing or has another name', async (t) => {
  const source = await openRows(t, smallRows);
  const refuses = (change: Partial<GroupQuery>, message: RegExp) =>
    t.throwsAsync(Array.fromAsync(source.species({ ...fungi, ...change })), {
      instanceOf: InvalidInput,
      message,
    });
  await refuses({ roots: [{ id: 9, name: 'Fungi' }] }, /^No taxon 9 \(Fungi\): .*taxa\.csv$/);
  await refuses(
    { roots: [{ id: 47170, name: 'Fungus' }] },
    /^Taxon 47170 is not Fungus but Fungi: .*taxa\.csv$/,
  );
  await refuses({ without: [{ id: 8, name: 'X' }] }, /^No taxon 8 \(X\): /);
});

test('photos() names the other observations of a photo and gives it once a species', async (t) => {
  const again = (id: string, observation: number) => [
    uuid(20),
    id,
    uuid(observation),
    '1',
    'jpg',
    'CC-BY',
    '1',
    '1',
    '0',
  ];
  const photos = [
    ...smallRows.photos,
    again('13', 1),
    again('14', 1),
    again('12', 1),
    again('15', 9),
  ];
  const source = await openRows(t, { ...smallRows, photos });
  const answer = await ask(source, fungi);
  t.deepEqual(ids(answer), { 101: [11, 12, 13, 14], 103: [14] });
  const ofMuscaria = answer.photos[101] ?? [];
  t.deepEqual(
    ofMuscaria.map(({ observation, alsoIn }) => [observation, alsoIn]),
    [
      [uuid(1), undefined],
      [uuid(1), undefined],
      [uuid(1), [uuid(2)]],
      [uuid(1), [uuid(3)]],
    ],
  );
  t.deepEqual(answer.photos[103]?.[0]?.alsoIn, [uuid(1)]);
  t.deepEqual(reasons(source), ['photos.csv observation-missing 1', 'photos.csv photo-repeated 1']);
});

test('every row that is not used is counted by its reason', async (t) => {
  const { taxa, observations, photos, observers } = smallRows;
  const photo = (change: Readonly<Record<number, string>>) =>
    (photos[0] ?? []).map((value, i) => change[i] ?? value);
  const observation = (change: Readonly<Record<number, string>>) =>
    (observations[0] ?? []).map((value, i) => change[i] ?? value);
  const source = await openRows(t, {
    taxa: [
      ...taxa,
      ['x', '', '10', 'species', 'A', 'true'],
      ['12.7', '', '10', 'species', 'A', 'true'],
      ['200', '48460/200', '10', 'species', 'Self', 'true'],
      ['201', '48460/202', '10', 'species', 'Circle', 'true'],
      ['202', '48460/201', '10', 'species', 'Circle', 'true'],
      ['203', '48460\\47170\\999', '10', 'species', 'Orphan', 'true'],
      ['204', '48460/47170/x', '10', 'species', 'A', 'true'],
      ['205', '48460/47170', '10', 'species', 'A', 'maybe'],
      ['206', '48460/47170', '10', 'species', '', 'true'],
      ['207', '48460/47170', '10', '', 'A', 'true'],
      ['101', '48460/47170/100', '10', 'species', 'Amanita muscaria', 'true'],
      ['208', '47170/100', '10', 'species', 'Other', 'true'],
    ],
    observations: [
      ...observations,
      observation({ 0: 'no-uuid' }),
      observation({ 0: uuid(50), 5: '' }),
      observation({ 0: uuid(51), 5: '777' }),
      observation({ 0: uuid(52), 5: '10x' }),
      observation({ 0: uuid(53), 6: 'superb' }),
      observation({ 0: uuid(54), 2: '91.0' }),
      observation({ 0: uuid(55), 7: 'infinity' }),
      observation({ 0: uuid(56), 1: '77' }),
      observation({ 0: uuid(57), 1: 'None' }),
      observation({ 0: uuid(58), 2: 'None', 3: 'None', 7: 'None' }),
    ],
    photos: [
      ...photos,
      photo({ 1: '12.7' }),
      photo({ 1: '-4' }),
      photo({ 1: '9007199254740993' }),
      photo({ 2: 'no-uuid' }),
      photo({ 1: '30', 2: uuid(99) }),
      photo({ 1: '31', 4: 'mp3' }),
      photo({ 1: '32', 5: 'GFDL' }),
      photo({ 1: '33', 5: 'cc-by' }),
      photo({ 1: '34', 8: '-1' }),
      photo({ 1: '35', 3: '88' }),
      photo({ 1: '36', 2: uuid(53) }),
      photo({ 1: '37', 2: uuid(54), 6: '5000', 7: 'None' }),
      photo({ 1: '38', 2: uuid(55) }),
      photo({ 1: '39', 2: uuid(56) }),
      photo({ 1: '40', 3: '0' }),
      ['one', 'two'],
    ],
    observers: [...observers, ['3', '', 'No login'], ['x', 'y', 'z'], ['2', 'bob', '']],
  });
  t.deepEqual(ids(await ask(source, fungi)), { 101: [11, 12, 13, 37, 38], 103: [14] });
  t.deepEqual(reasons(source), [
    'observations.csv coordinates-invalid 1',
    'observations.csv date-invalid 1',
    'observations.csv observation-id-invalid 1',
    'observations.csv observer-id-invalid 1',
    'observations.csv observer-missing 1',
    'observations.csv quality-grade-unknown 1',
    'observations.csv taxon-id-invalid 1',
    'observations.csv taxon-missing 1',
    'observations.csv without-taxon 1',
    'observers.csv observer-id-invalid 1',
    'observers.csv observer-repeated 1',
    'observers.csv observer-without-login 1',
    'photos.csv extension-unknown 1',
    'photos.csv licence-unknown 2',
    'photos.csv observation-id-invalid 1',
    'photos.csv observation-missing 1',
    'photos.csv observer-id-invalid 1',
    'photos.csv observer-missing 1',
    'photos.csv photo-id-invalid 3',
    'photos.csv position-invalid 1',
    'photos.csv wrong-field-count 1',
    'taxa.csv active-unknown 1',
    'taxa.csv ancestor-missing 1',
    'taxa.csv ancestry-in-a-circle 3',
    'taxa.csv ancestry-invalid 1',
    'taxa.csv ancestry-unlike-that-of-parent 1',
    'taxa.csv taxon-id-invalid 2',
    'taxa.csv taxon-id-repeated 1',
    'taxa.csv taxon-without-name 1',
    'taxa.csv taxon-without-rank 1',
  ]);
  const { photos: found } = await ask(source, fungi);
  const [place, date] = (found[101] ?? []).slice(3);
  t.is(place?.latitude, undefined);
  t.is(place?.longitude, undefined);
  t.is(place?.width, undefined);
  t.is(date?.observedOn, undefined);
  const example = source.leftOut.find(({ reason }) => reason === 'extension-unknown')?.example;
  t.is(example, photo({ 1: '31', 4: 'mp3' }).join('\t'));
});

test('an observation that stands twice is taken once, or never where it contradicts itself', async (t) => {
  const [first = [], second = [], ...others] = smallRows.observations;
  const source = await openRows(t, {
    ...smallRows,
    observations: [first, first, second, second.with(5, '103'), ...others],
  });
  t.deepEqual(ids(await ask(source, fungi)), { 101: [11, 12], 103: [14] });
  t.deepEqual(reasons(source), [
    'observations.csv observation-repeated 1',
    'observations.csv observation-repeated-otherwise 2',
    'photos.csv observation-missing 1',
  ]);
});

test('files of eight columns, of another order and with literal None are read by name', async (t) => {
  const folder = writeSnapshot(join(temporaryFolder(t), 'snapshot'), smallRows);
  const header = columns.observations.toReversed().filter((name) => name !== 'anomaly_score');
  const rows = smallRows.observations.map((row) =>
    header.map((name) => row[columns.observations.indexOf(name)] || 'None'),
  );
  const text = [header, ...rows].map((row) => `${row.join('\t')}\n`).join('');
  writeTable(folder, 'observations', { text });
  writeTable(folder, 'observers', {
    text: 'name\tobserver_id\tlogin\nNone\t1\tann\nNone\t2\tbob\n',
  });
  const source = await openFolder(t, folder);
  const { photos } = await ask(source, fungi);
  t.deepEqual(
    photos[101]?.map(({ photoId, creator, latitude, observedOn }) => [
      photoId,
      creator,
      latitude,
      observedOn,
    ]),
    [
      [11, 'ann', 10.5, '2020-05-01'],
      [12, 'ann', 10.5, '2020-05-01'],
      [13, 'bob', undefined, undefined],
    ],
  );
  t.deepEqual(source.leftOut, []);
});

test('packed and plain files, fresh and prepared tables, one thread and two give the same', async (t) => {
  const folder = temporaryFolder(t);
  const plain = writeSnapshot(join(folder, 'plain'), smallRows);
  const packed = writeSnapshot(join(folder, 'packed'), smallRows, true);
  const answers: Answer[] = [];
  const costs: number[] = [];
  for (const [path, threads] of [
    [plain, 2],
    [plain, 2],
    [packed, 1],
  ] as const) {
    const source = await openOpenData(path, { workFolder: join(folder, 'work'), threads });
    answers.push(await ask(source, fungi));
    costs.push(source.cost.bytes);
    await source.close();
  }
  t.deepEqual(answers[1], answers[0]);
  t.deepEqual(answers[2], answers[0]);
  t.true((costs[0] ?? 0) > 0 && costs[1] === 0);
});

test('openOpenData() refuses a packed file that is cut or damaged, and leaves nothing', async (t) => {
  const folder = temporaryFolder(t);
  const rows = Array.from({ length: 3000 }, (_, i) =>
    (smallRows.photos[0] ?? []).with(1, String(1000 + i * 7919)),
  );
  for (const spoil of ['cut', 'damaged'] as const) {
    const path = writeSnapshot(join(folder, spoil), { ...smallRows, photos: rows }, true);
    const file = join(path, 'photos.csv.gz');
    const bytes = readFileSync(file);
    if (spoil === 'cut') truncateSync(file, bytes.length - 100);
    else {
      bytes[bytes.length - 6] = (bytes[bytes.length - 6] as number) ^ 0xff;
      writeFileSync(file, bytes);
    }
    const workFolder = join(folder, `work-${spoil}`);
    await t.throwsAsync(openOpenData(path, { workFolder }), {
      instanceOf: InvalidInput,
      message: /^Packed file is cut or damaged .*photos\.csv\.gz$/,
    });
    writeFileSync(file, readFileSync(file)); // another time of change, the same answer
    await t.throwsAsync(openOpenData(path, { workFolder }), { instanceOf: InvalidInput });
  }
});

test('openOpenData() says that another process prepares the same', async (t) => {
  const folder = temporaryFolder(t);
  const path = writeSnapshot(join(folder, 'snapshot'), smallRows);
  const workFolder = temporaryFolder(t);
  const { key } = await findSnapshot(path);
  const lock = acquireLock(join(workFolder, `.open-data-${key}-1.lock`), 'it');
  await t.throwsAsync(openOpenData(path, { workFolder }), { instanceOf: Busy });
  lock.release();
  const source = await openOpenData(path, { workFolder });
  await source.close();
});

test('openOpenData() ends with the reason of the signal, and goes on the next time', async (t) => {
  const folder = temporaryFolder(t);
  const path = writeSnapshot(join(folder, 'snapshot'), smallRows);
  const workFolder = join(folder, 'work');
  const stop = new AbortController();
  const reason = new Error('enough');
  await t.throwsAsync(
    openOpenData(path, {
      workFolder,
      signal: stop.signal,
      onProgress: ({ file }) => {
        if (file === 'observations.csv') stop.abort(reason);
      },
    }),
    { is: reason },
  );
  const source = await openOpenData(path, { workFolder });
  t.is((await ask(source, fungi)).species.length, 2);
  await source.close();
});
