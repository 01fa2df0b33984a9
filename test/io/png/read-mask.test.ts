import test from 'ava';
import fc from 'fast-check';
import { decode } from 'fast-png';
import {
  countValues,
  expandRuns,
  hashLabels,
  mapValues,
  readMask,
  runsOf,
  writeMask,
} from '../../../src/io/index.ts';
import { encodePng } from '../../support/png.ts';

/** Label maps of long runs, as masks are, of noise, and of everything between. */
const labelMaps = fc
  .record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 12 }),
    runLength: fc.integer({ min: 1, max: 40 }),
    values: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 6 }),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 200 }),
    filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 12, maxLength: 12 }),
  })
  .map(({ width, height, runLength, values, picks, filters }) => {
    const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
      const pick = picks[Math.floor(i / runLength) % picks.length] as number;
      return values[pick % values.length] as number;
    });
    return { width, height, pixels, filters };
  });

test('readMask() returns the stored values whatever the row filters', (t) => {
  fc.assert(
    fc.property(
      labelMaps,
      fc.constantFrom(0, 3),
      ({ width, height, pixels, filters }, colourType) => {
        const file = encodePng({ width, height, bitDepth: 8, colourType, bytes: pixels, filters });
        const image = readMask(file);
        if (image.kind !== 'labels') throw new Error('Not labels');
        t.deepEqual(expandRuns(image.labels), pixels);
        t.is(image.form, colourType === 3 ? 'palette' : 'grey');
        t.deepEqual(image.labels.runs, runsOf(pixels, width, height).runs, 'runs are maximal');
      },
    ),
    { numRuns: 600 },
  );
});

test('readMask() agrees with an independent decoder', (t) => {
  fc.assert(
    fc.property(labelMaps, ({ width, height, pixels, filters }) => {
      const file = encodePng({ width, height, bitDepth: 8, colourType: 0, bytes: pixels, filters });
      const image = readMask(file);
      t.true(
        image.kind === 'labels' &&
          Buffer.from(expandRuns(image.labels)).equals(
            Buffer.from(decode(file).data as Uint8Array),
          ),
      );
    }),
  );
});

for (const bitDepth of [1, 2, 4]) {
  for (const colourType of [0, 3]) {
    test(`readMask() unpacks ${bitDepth}-bit samples of colour type ${colourType}`, (t) => {
      const width = 11;
      const height = 3;
      const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * 7) % 2 ** bitDepth);
      const rowBytes = Math.ceil((width * bitDepth) / 8);
      const bytes = new Uint8Array(rowBytes * height);
      for (const [i, value] of pixels.entries()) {
        const bit = (i % width) * bitDepth;
        const at = Math.floor(i / width) * rowBytes + (bit >> 3);
        bytes[at] = (bytes[at] as number) | (value << (8 - bitDepth - (bit & 7)));
      }
      const image = readMask(
        encodePng({ width, height, bitDepth, colourType, bytes, filters: [0, 1, 4] }),
      );
      t.deepEqual(image.kind === 'labels' && expandRuns(image.labels), pixels);
    });
  }
}

test('readMask() reads 16-bit grey values up to 255, and refuses larger ones by value', (t) => {
  const small = encodePng({
    width: 2,
    height: 1,
    bitDepth: 16,
    colourType: 0,
    bytes: Uint8Array.of(0, 7, 0, 255),
  });
  const image = readMask(small);
  t.deepEqual(image.kind === 'labels' && expandRuns(image.labels), Uint8Array.of(7, 255));
  const large = encodePng({
    width: 2,
    height: 1,
    bitDepth: 16,
    colourType: 0,
    bytes: Uint8Array.of(0, 7, 1, 2),
  });
  t.throws(() => readMask(large), { message: /values such as 258/ });
});

test('readMask() keeps colours apart from labels', (t) => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const image = readMask(
    encodePng({ width: 2, height: 1, bitDepth: 8, colourType: 2, bytes, filters: [1] }),
  );
  t.deepEqual(image.kind === 'colours' && image.pixels, bytes);
});

test('countValues() and hashLabels() see pixels, not files', (t) => {
  fc.assert(
    fc.property(labelMaps, ({ width, height, pixels }) => {
      const labels = runsOf(pixels, width, height);
      const expected = new Uint32Array(256);
      for (const value of pixels) expected[value] = (expected[value] as number) + 1;
      t.deepEqual(countValues(labels), expected);
      const again = readMask(writeMask(labels));
      t.is(again.kind === 'labels' && hashLabels(again.labels), hashLabels(labels));
    }),
  );
  const wide = runsOf(Uint8Array.of(1, 1, 1, 1), 4, 1);
  const tall = runsOf(Uint8Array.of(1, 1, 1, 1), 1, 4);
  t.not(
    hashLabels(wide),
    hashLabels(tall),
    'the same pixels in another shape are another label map',
  );
});

test('mapValues() joins runs that become equal', (t) => {
  fc.assert(
    fc.property(labelMaps, fc.integer({ min: 1, max: 4 }), ({ width, height, pixels }, kinds) => {
      const table = Uint8Array.from({ length: 256 }, (_, value) => value % kinds);
      const mapped = mapValues(runsOf(pixels, width, height), table);
      const expected = runsOf(
        pixels.map((value) => table[value] as number),
        width,
        height,
      );
      t.deepEqual(mapped.runs, expected.runs);
    }),
  );
});
