import test from 'ava';
import fc from 'fast-check';
import { expandRuns, readMask } from '../../../src/io/index.ts';
import type { ClassSet } from '../../../src/records/index.ts';
import { readTrainIds } from '../../../src/sources/bdd100k/read-labels.ts';
import { recogniseColours } from '../../../src/sources/bdd100k/recognise-colours.ts';
import { recogniseLabels, valueRanges } from '../../../src/sources/bdd100k/recognise-labels.ts';
import { encodePng, greyPng } from '../../support/png.ts';

const classSet: ClassSet = {
  name: 'bdd100k',
  title: 'BDD100K',
  source: 'test',
  voidValue: 255,
  members: Array.from({ length: 19 }, (_, i) => ({ name: `class ${i}` })),
};

function counts(...values: readonly number[]): Uint32Array {
  const all = new Uint32Array(256);
  for (const value of values) all[value] = 1;
  return all;
}

const kinds: readonly (readonly [
  values: readonly number[],
  kind: ReturnType<typeof recogniseLabels>,
])[] = [
  [[0, 5, 18, 255], 'train-ids'],
  [[3, 255], 'train-ids'],
  [[0], 'train-ids'],
  [[1, 2, 12, 20], 'shifted'],
  [[2, 19], 'shifted'],
  [[1, 2, 15], 'train-ids-or-shifted'],
  [[3, 4, 18], 'train-ids-or-shifted'],
  [[3, 4, 22], 'shifted-twice'],
  [[5, 19], 'shifted-twice'],
  [[0, 7, 26, 33], 'label-ids'],
  [[1, 2, 25], 'label-ids'],
  [[0, 19, 255], 'label-ids'],
  [[0, 100], 'unknown-ids'],
];

for (const [values, kind] of kinds) {
  test(`recogniseLabels() says ${kind} of the values ${values.join(', ')}`, (t) => {
    t.is(recogniseLabels(counts(...values), classSet), kind);
  });
}

test('readTrainIds() undoes the shift, and never shifts train ids', (t) => {
  const ids = fc.array(fc.oneof(fc.integer({ min: 0, max: 18 }), fc.constant(255)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(ids, (some) => {
      const plain = Uint8Array.from([0, 255, ...some]);
      const shifted = plain.map((value) => (value === 255 ? 1 : value + 2));
      const back = readTrainIds(greyPng(shifted.length, 1, shifted), classSet, 'shifted');
      t.deepEqual(back.kind === 'labels' && expandRuns(back.labels), plain);
      const twice = readTrainIds(greyPng(plain.length, 1, plain), classSet, 'shifted');
      t.is(twice.kind === 'refused' && twice.reason, 'encoding-train-ids');
      const unsaid = readTrainIds(greyPng(shifted.length, 1, shifted), classSet, 'auto');
      t.is(unsaid.kind, 'refused');
    }),
  );
});

test('readTrainIds() believes the user where values fit both encodings', (t) => {
  const file = greyPng(3, 1, Uint8Array.of(1, 2, 15));
  t.is(readTrainIds(file, classSet, 'auto').kind, 'refused');
  const plain = readTrainIds(file, classSet, 'train-ids');
  t.deepEqual(plain.kind === 'labels' && expandRuns(plain.labels), Uint8Array.of(1, 2, 15));
  const shifted = readTrainIds(file, classSet, 'shifted');
  t.deepEqual(shifted.kind === 'labels' && expandRuns(shifted.labels), Uint8Array.of(255, 0, 13));
});

test('readTrainIds() takes palette indices, not palette colours', (t) => {
  const bytes = Uint8Array.of(0, 13, 255);
  const mask = readTrainIds(
    encodePng({ width: 3, height: 1, bitDepth: 8, colourType: 3, bytes }),
    classSet,
    'auto',
  );
  t.deepEqual(mask.kind === 'labels' && [mask.form, ...expandRuns(mask.labels)], [
    'palette',
    0,
    13,
    255,
  ]);
});

function colours(channels: 3 | 4, ...pixels: readonly (readonly number[])[]) {
  const colourType = channels === 3 ? 2 : 6;
  const bytes = Uint8Array.from(pixels.flat());
  const image = readMask(
    encodePng({ width: pixels.length, height: 1, bitDepth: 8, colourType, bytes }),
  );
  if (image.kind !== 'colours') throw new Error('Not colours');
  return recogniseColours(image);
}

test('recogniseColours() tells what stands where a mask should', (t) => {
  t.is(colours(3, [0, 0, 0], [13, 13, 13]), 'grey-as-colour');
  t.is(colours(4, [29, 0, 0, 29], [7, 0, 0, 7]), 'bdd100k-bitmask');
  t.is(colours(3, [1, 0, 0], [24, 0, 0]), 'carla-semantic');
  t.is(colours(4, [1, 74, 180, 255], [11, 43, 96, 255]), 'carla-instance');
  t.is(colours(3, [128, 64, 128], [70, 70, 70], [70, 130, 180]), 'colour-map');
  t.is(colours(3, [200, 10, 77], [90, 33, 21]), 'photo');
});

test('valueRanges() joins neighbours', (t) => {
  t.is(valueRanges([0, 1, 2, 7, 255]), '0..2, 7, 255');
});
