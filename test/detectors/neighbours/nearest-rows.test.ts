import test from 'ava';
import fc from 'fast-check';
import {
  type FeatureRows,
  type MatrixProduct,
  plainProduct,
} from '../../../src/detectors/index.ts';
import {
  makeReference,
  nearestOthers,
  nearestRows,
} from '../../../src/detectors/neighbours/index.ts';
import { squaredDistance } from '../../../src/detectors/neighbours/squared-distance.ts';
import {
  arbitraryFeatures,
  featuresOf,
  madeUpFeatures,
  worstProduct,
} from '../../support/features.ts';

/** By measuring all, in the order that the documentation promises. */
function bySorting(fit: FeatureRows, asked: FeatureRows, count: number, isItself = false) {
  const rows: number[] = [];
  const distances: number[] = [];
  for (let row = 0; row < asked.rows; row++) {
    const all = Array.from({ length: fit.rows }, (_, other) => ({
      other,
      distance: squaredDistance(asked, row, fit, other),
    }));
    const nearest = all
      .filter(({ other }) => !isItself || other !== row)
      .sort((a, b) => a.distance - b.distance || a.other - b.other)
      .slice(0, count);
    rows.push(...nearest.map(({ other }) => other));
    distances.push(...nearest.map(({ distance }) => Math.sqrt(distance)));
  }
  return { rows, distances };
}

const choices = {
  count: fc.integer({ min: 1, max: 5 }),
  tileRows: fc.integer({ min: 1, max: 50 }),
  product: fc.constantFrom(plainProduct, worstProduct),
};

test('nearestRows() finds what measuring all finds, whatever the tiles and a product as wrong as it may be', async (t) => {
  const property = fc.asyncProperty(
    arbitraryFeatures,
    fc.constantFrom(0.001, 1, 1e12),
    fc.record(choices),
    async (fit, factor, options) => {
      const half = fit.values.slice(0, (fit.rows >> 1) * fit.columns);
      const asked = featuresOf(
        [...fit.values, ...half.map((value) => value * factor)],
        fit.columns,
      );
      const found = await nearestRows(makeReference(fit), asked, options);
      const expected = bySorting(fit, asked, options.count);
      t.deepEqual([...found.rows], expected.rows);
      t.deepEqual([...found.distances], expected.distances);
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

test('nearestOthers() finds what measuring all others finds, whatever the tiles and the product', async (t) => {
  const property = fc.asyncProperty(arbitraryFeatures, fc.record(choices), async (fit, options) => {
    const found = await nearestOthers(makeReference(fit), options);
    const expected = bySorting(fit, fit, options.count, true);
    t.deepEqual([...found.rows], expected.rows);
    t.deepEqual([...found.distances], expected.distances);
  });
  await fc.assert(property, { numRuns: 300 });
});

test('nearestOthers() takes the lower rows when there are more copies of a row than it has room for', async (t) => {
  const { values, columns } = madeUpFeatures(300, 3);
  for (let row = 0; row < 300; row += 2) values.copyWithin(row * columns, 0, columns);
  const fit = { values, rows: 300, columns };
  const options = { count: 20, product: worstProduct, tileRows: 64 };
  const found = await nearestOthers(makeReference(fit), options);
  const expected = bySorting(fit, fit, 20, true);
  t.deepEqual([...found.rows], expected.rows);
  t.deepEqual([...found.distances], expected.distances);
});

test('nearestOthers() tells rows apart that are far from the mean and very near each other', async (t) => {
  // Two groups whose rows differ by less than the product can see: all must be measured.
  const near = madeUpFeatures(260, 4);
  const values = near.values.map((value, i) => (i % 8 < 4 ? 4096 : -4096) + Math.fround(value / 8));
  const fit = { ...near, values };
  const options = { count: 7, product: worstProduct, tileRows: 100 };
  const found = await nearestOthers(makeReference(fit), options);
  t.deepEqual([...found.rows], bySorting(fit, fit, 7, true).rows);
});

test('nearestRows() finds the same whatever offset all rows have', async (t) => {
  const whole = madeUpFeatures(80, 5).values.map((value) => Math.round(value * 8));
  const small = featuresOf([...whole], 5);
  const moved = featuresOf([...whole.map((value) => value + 2 ** 23)], 5);
  const options = { count: 6, product: worstProduct };
  const expected = await nearestRows(makeReference(small), small, options);
  t.deepEqual(await nearestRows(makeReference(moved), moved, options), expected);
});

test('nearestRows() measures features near the ends of float32', async (t) => {
  const fit = featuresOf([3e38, -3e38, 2e38, 1e-40, 3e-45, 0], 1);
  const found = await nearestRows(makeReference(fit), fit, { count: 2, product: plainProduct });
  t.deepEqual([...found.rows], [0, 2, 1, 3, 2, 0, 3, 4, 4, 5, 5, 4]);
  t.is(found.distances[9], Math.fround(3e-45));
});

test('nearestRows() and nearestOthers() measure what a product tells nothing of', async (t) => {
  const silent: MatrixProduct = {
    ...plainProduct,
    float32: async (a, b) => new Float32Array(a.rows * b.rows).fill(Number.NaN),
  };
  const fit = madeUpFeatures(150, 2);
  const options = { count: 2, product: silent, tileRows: 40 };
  const found = await nearestRows(makeReference(fit), fit, options);
  t.deepEqual([...found.rows], bySorting(fit, fit, 2).rows);
  const others = await nearestOthers(makeReference(fit), options);
  t.deepEqual([...others.rows], bySorting(fit, fit, 2, true).rows);
});
