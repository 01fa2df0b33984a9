import test from 'ava';
import { fungi, smallRows, uuid } from '../../../support/open-data.ts';
import { ask, openRows, photoIds, reasons } from '../../../support/open-data-source.ts';

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
  t.deepEqual(photoIds(await ask(source, fungi)), { 101: [11, 12, 13, 37, 38], 103: [14] });
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
  t.deepEqual(photoIds(await ask(source, fungi)), { 101: [11, 12], 103: [14] });
  t.deepEqual(reasons(source), [
    'observations.csv observation-repeated 1',
    'observations.csv observation-repeated-otherwise 2',
    'photos.csv observation-missing 1',
  ]);
});
