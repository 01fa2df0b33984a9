import { join } from 'node:path';
import test from 'ava';
import { findPhotos, openOpenData } from '../../../../src/sources/inaturalist/open-data/index.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { smallRows, uuid, writeSnapshot } from '../../../support/open-data.ts';

test('findPhotos() says of each id, in the order given, what the snapshot knows', async (t) => {
  const folder = temporaryFolder(t);
  const row = smallRows.photos[0] ?? [];
  const rows = {
    ...smallRows,
    observations: [...smallRows.observations, [uuid(5), '77', '', '', '', '', 'superb', '', '']],
    photos: [
      ...smallRows.photos,
      row.with(1, '20').with(5, 'GFDL'),
      row.with(1, '21').with(2, uuid(99)),
      row.with(1, '22').with(2, uuid(5)),
      row.with(1, '13').with(2, uuid(4)),
    ],
  };
  const source = await openOpenData(writeSnapshot(join(folder, 'snapshot'), rows), {
    workFolder: join(folder, 'work'),
  });
  t.teardown(() => source.close());
  async function* ids() {
    yield* [22, 13, 999, 20, 21, 15, 13];
  }
  const found = await Array.fromAsync(findPhotos(source, ids()));
  t.deepEqual(
    found.map((one) => one.photoId),
    [22, 13, 999, 20, 21, 15, 13],
  );
  const [without, variety, missing, gfdl, lost, old, again] = found.map((one) => one.found);
  t.is(missing, undefined);
  t.deepEqual(again, variety);
  t.is(variety?.licence, 'cc0');
  t.is(variety?.qualityGrade, 'needs_id');
  t.deepEqual(variety?.photo, {
    photoId: 13,
    extension: 'png',
    observation: uuid(2),
    position: 0,
    observer: 'bob',
    creator: 'bob',
    width: 640,
    height: 480,
    alsoIn: [uuid(4)],
  });
  t.deepEqual(variety?.taxon, {
    id: 102,
    name: 'Amanita muscaria "alba"',
    rank: 'variety',
    isActive: true,
    ancestors: [
      { id: 47170, name: 'Fungi', rank: 'kingdom' },
      { id: 100, name: 'Amanita', rank: 'genus' },
      { id: 101, name: 'Amanita muscaria', rank: 'species' },
    ],
    species: { id: 101, name: 'Amanita muscaria', rank: 'species' },
  });
  t.is(gfdl?.licence, undefined);
  t.is(gfdl?.licenceText, 'GFDL');
  t.deepEqual([old?.taxon?.name, old?.taxon?.isActive], ['Amanita vetus', false]);
  t.is(old?.taxon?.species, undefined);
  t.deepEqual(
    [lost?.taxon, lost?.qualityGrade, lost?.photo.observation],
    [undefined, undefined, uuid(99)],
  );
  t.deepEqual(
    [without?.taxon, without?.qualityGrade, without?.photo.observer],
    [undefined, undefined, ''],
  );
  const varieties = await Array.fromAsync(findPhotos(source, [13], { ranks: ['variety'] }));
  t.is(varieties[0]?.found?.taxon?.species?.id, 102);
  t.deepEqual(await Array.fromAsync(findPhotos(source, [])), []);
});
