import test from 'ava';
import fc from 'fast-check';
import {
  type FitOptions,
  isolationForest,
  kNearestNeighbours,
  localOutlierFactor,
  mahalanobis,
  plainProduct,
} from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { madeUpFeatures } from '../support/features.ts';

const options: FitOptions = {
  seed: 'a',
  product: plainProduct,
  labels: Int32Array.from({ length: 30 }, (_, row) => row % 3),
};
const fitRows = madeUpFeatures(30, 5);
const asked = madeUpFeatures(20, 5, 2);
const detectors = [
  isolationForest({ trees: 7, samples: 16 }),
  kNearestNeighbours({ neighbours: 4 }),
  kNearestNeighbours({ neighbours: 4, normalised: false }),
  localOutlierFactor({ neighbours: 4 }),
  mahalanobis(),
];

for (const [i, detector] of detectors.entries()) {
  const { name } = detector;
  const title = `${name} (${i})`;
  const bytesOf = async () => (await detector.fit(fitRows, options)).toBytes();

  test(`${title} scores the same after its bytes are read back, and writes them again`, async (t) => {
    const fitted = await detector.fit(fitRows, options);
    const bytes = fitted.toBytes();
    const read = detector.read(bytes, 'a.fit');
    t.deepEqual(await read.score(asked, plainProduct), await fitted.score(asked, plainProduct));
    t.deepEqual(read.notes, fitted.notes);
    t.is(read.columns, 5);
    t.is(read.detector, name);
    t.deepEqual(read.toBytes(), bytes);
    // From the middle of other memory, where no number lies at a multiple of its width.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    t.deepEqual(detector.read(shifted.subarray(3), 'a.fit').toBytes(), bytes);
  });

  test(`${title} gives the same bytes for the same features`, async (t) => {
    t.deepEqual(await bytesOf(), await bytesOf());
  });

  test(`${title} refuses a fit that was cut or goes on`, async (t) => {
    const bytes = await bytesOf();
    for (let length = 0; length < bytes.length; length += length < 80 ? 1 : 97) {
      const error = t.throws(() => detector.read(bytes.subarray(0, length), 'a.fit'), {
        instanceOf: InvalidInput,
      });
      t.regex(error?.message ?? '', /; fit again: a\.fit$/);
    }
    t.throws(() => detector.read(Uint8Array.of(...bytes, 0), 'a.fit'), {
      instanceOf: InvalidInput,
      message: 'Fit has 1 bytes behind its end; fit again: a.fit',
    });
  });

  test(`${title} refuses or reads hostile bytes, and never scores NaN`, async (t) => {
    const bytes = await bytesOf();
    const property = fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.constantFrom(0, 1, 127, 128, 255)), {
        minLength: 1,
        maxLength: 4,
      }),
      async (changes) => {
        const hostile = bytes.slice();
        for (const [at, byte] of changes) hostile[at] = byte;
        try {
          const fitted = detector.read(hostile, 'a.fit');
          const rows = madeUpFeatures(3, fitted.columns);
          const scores = await fitted.score(rows, plainProduct);
          t.true(scores.every(Number.isFinite));
        } catch (error) {
          t.true(error instanceof InvalidInput, String(error));
        }
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  test(`${title} refuses bytes of anything`, async (t) => {
    const start = (await bytesOf()).slice(0, 20 + name.length);
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (rest, isFit) => {
      const hostile = isFit ? Uint8Array.of(...start, ...rest) : rest;
      t.throws(() => detector.read(hostile, 'a.fit'), { instanceOf: InvalidInput });
    });
    fc.assert(property, { numRuns: 200 });
  });
}

test('read() says whose fit it was given, and of which version', async (t) => {
  const bytes = (await mahalanobis().fit(fitRows, options)).toBytes();
  t.throws(() => localOutlierFactor().read(bytes, 'a.fit'), {
    instanceOf: InvalidInput,
    message: 'Fit is of "mahalanobis", not of "local-outlier-factor"; fit again: a.fit',
  });
  bytes[12] = 2;
  t.throws(() => mahalanobis().read(bytes, 'a.fit'), {
    instanceOf: InvalidInput,
    message: 'Fit is of version 2, and this reads 1; fit again: a.fit',
  });
});

test('read() asks for no memory that the bytes do not fill', async (t) => {
  const bytes = (await kNearestNeighbours({ neighbours: 4 }).fit(fitRows, options)).toBytes();
  const body = 20 + 'k-nearest-neighbours'.length;
  new DataView(bytes.buffer).setUint32(body + 8, 0xffffffff, true);
  new DataView(bytes.buffer).setUint32(body + 12, 1 << 20, true);
  const error = t.throws(() => kNearestNeighbours().read(bytes, 'a.fit'), {
    instanceOf: InvalidInput,
  });
  t.regex(
    error?.message ?? '',
    /^Fit ends after 656 bytes, before its byte \d+; fit again: a\.fit$/,
  );
});
