import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../../../src/errors.ts';
import type { GroupQuery } from '../../../../src/records/index.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import {
  columns,
  fungi,
  smallRows,
  uuid,
  writeSnapshot,
  writeTable,
} from '../../../support/open-data.ts';
import { ask, openFolder, openRows, photoIds, reasons } from '../../../support/open-data-source.ts';

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
    photoIds(await ask(source, { ...fungi, ...change }));
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
    photoIds(await ask(source, { ...fungi, ...change }));
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
  t.deepEqual(photoIds(answer), { 101: [11, 12, 13, 14], 103: [14] });
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
