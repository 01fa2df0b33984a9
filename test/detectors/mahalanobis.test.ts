import test from 'ava';
import fc from 'fast-check';
import { type FitOptions, mahalanobis, plainProduct } from '../../src/detectors/index.ts';
import { rankOf } from '../../src/detectors/mahalanobis/cholesky.ts';
import { InvalidInput } from '../../src/errors.ts';
import {
  featuresOf,
  largestDifference,
  madeUpFeatures,
  readReferences,
} from '../support/features.ts';

const options: FitOptions = { seed: 'a', product: plainProduct };

for (const [title, reference] of Object.entries(readReferences().cases)) {
  const fitRows = featuresOf(reference.fit, reference.columns);
  const asked = featuresOf(reference.asked, reference.columns);
  for (const choice of ['mahalanobis', 'mahalanobis_classes'] as const) {
    test(`mahalanobis() equals scikit-learn on "${title}", ${choice}`, async (t) => {
      const labels =
        choice === 'mahalanobis_classes' ? Int32Array.from(reference.labels) : undefined;
      const fitted = await mahalanobis().fit(fitRows, { ...options, labels });
      const expected = reference[choice];
      t.true(largestDifference(await fitted.score(asked, plainProduct), expected.scores) < 1e-6);
      t.true(Math.abs((fitted.notes.shrinkage as number) - expected.shrinkage) < 1e-12);
      t.is(fitted.notes.rank, expected.rank);
      t.is(fitted.notes.classes, new Set(labels ?? [0]).size);
    });
  }
}

test('mahalanobis() works out by hand', async (t) => {
  // Deviations of 2 in each of two directions: covariance 2 I, no shrinkage needed.
  const fitRows = featuresOf([2, 0, -2, 0, 0, 2, 0, -2], 2);
  const fitted = await mahalanobis().fit(fitRows, options);
  const scores = await fitted.score(featuresOf([0, 0, 2, 0, 3, 4], 2), plainProduct);
  t.deepEqual([...scores], [0, 2, Math.fround(12.5)]);
});

test('mahalanobis() says the rank of a singular covariance and gives numbers nevertheless', async (t) => {
  // Three directions in ten columns, one of them constant and one nearly as large as all others.
  const base = madeUpFeatures(400, 3);
  const values: number[] = [];
  for (let row = 0; row < 400; row++) {
    const [a, b, c] = base.values.subarray(row * 3, row * 3 + 3) as unknown as number[];
    const [x, y, z] = [a as number, b as number, c as number];
    values.push(x, y, z, x, -y, 2 * z, 4, 1024 * x, x, y);
  }
  const fitted = await mahalanobis().fit(featuresOf(values, 10), options);
  t.is(fitted.notes.rank, 3);
  t.true((fitted.notes.shrinkage as number) > 0);
  const scores = await fitted.score(madeUpFeatures(50, 10, 3), plainProduct);
  t.true(scores.every((score) => Number.isFinite(score) && score >= 0));
});

test('mahalanobis() is never NaN, however few rows and columns that repeat one another', async (t) => {
  const property = fc.asyncProperty(
    fc.integer({ min: 2, max: 9 }),
    fc.integer({ min: 1, max: 12 }),
    fc.array(fc.nat(11), { minLength: 12, maxLength: 12 }),
    fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }),
    async (rows, columns, copied, classes) => {
      const made = madeUpFeatures(rows, columns, rows * 31 + columns);
      const values = made.values.map((_, i) => {
        const column = (copied[i % columns] as number) % columns;
        return made.values[Math.floor(i / columns) * columns + column] as number;
      });
      const labels = Int32Array.from(classes.slice(0, rows));
      try {
        const fitted = await mahalanobis().fit({ ...made, values }, { ...options, labels });
        const scores = await fitted.score({ ...made, values }, plainProduct);
        t.true(scores.every((score) => score >= 0 && Number.isFinite(score)));
        t.true((fitted.notes.rank as number) <= Math.min(columns, rows - 1));
      } catch (error) {
        t.true(error instanceof InvalidInput);
        t.regex((error as Error).message, /^Rows do not vary within their \d classes/);
      }
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

test('mahalanobis() refuses rows that vary between their classes alone', async (t) => {
  const fitRows = featuresOf([1, 2, 1, 2, 5, 6, 5, 6], 2);
  const labels = Int32Array.of(0, 0, 1, 1);
  await t.throwsAsync(mahalanobis().fit(fitRows, { ...options, labels }), {
    instanceOf: InvalidInput,
    message: 'Rows do not vary within their 2 classes: fit of mahalanobis',
  });
});

test('mahalanobis() refuses labels that are not those of its rows', async (t) => {
  const fitRows = madeUpFeatures(4, 2);
  await t.throwsAsync(mahalanobis().fit(fitRows, { ...options, labels: Int32Array.of(0, 1) }), {
    instanceOf: InvalidInput,
    message: 'Labels are 2, and rows are 4: fit of mahalanobis',
  });
  const labels = Int32Array.of(0, 1, -1, 0);
  await t.throwsAsync(mahalanobis().fit(fitRows, { ...options, labels }), {
    instanceOf: InvalidInput,
    message: 'Not a class -1; labels are 0 or more: fit of mahalanobis at row 2',
  });
});

test('mahalanobis() refuses a covariance that would fill the memory', async (t) => {
  await t.throwsAsync(mahalanobis().fit(madeUpFeatures(2, 8193), options), {
    instanceOf: InvalidInput,
    message:
      'Features have 8193 columns, above 8192, whose covariance would fill the memory: fit of mahalanobis',
  });
});

test('mahalanobis() keeps its scores when all features get an offset', async (t) => {
  const fitRows = madeUpFeatures(50, 4);
  const whole = (rows: typeof fitRows, offset: number) => ({
    ...rows,
    values: rows.values.map((value) => Math.round(value * 64) + offset),
  });
  const asked = madeUpFeatures(20, 4, 2);
  const expected = await (await mahalanobis().fit(whole(fitRows, 0), options)).score(
    whole(asked, 0),
    plainProduct,
  );
  const fitted = await mahalanobis().fit(whole(fitRows, 2 ** 23), options);
  const found = await fitted.score(whole(asked, 2 ** 23), plainProduct);
  t.true(largestDifference(found, [...expected]) < 1e-6);
});

test('mahalanobis() sums over more rows and columns than a product takes', async (t) => {
  const fitRows = madeUpFeatures(1100, 3);
  const doubled = featuresOf([...fitRows.values, ...fitRows.values], 3);
  const asked = madeUpFeatures(1030, 3, 2);
  const one = await (await mahalanobis().fit(fitRows, options)).score(asked, plainProduct);
  const two = await (await mahalanobis().fit(doubled, options)).score(asked, plainProduct);
  // Twice the rows are shrunk a little less.
  t.true(largestDifference(one, [...two]) < 0.01);
});

test('rankOf() counts directions in their own units', (t) => {
  t.is(rankOf(Float64Array.of(1, 0, 0, 1e-20), 2, 9), 2);
  t.is(rankOf(Float64Array.of(4, 2, 2, 1), 2, 9), 1);
  t.is(rankOf(Float64Array.of(0, 0, 0, 0), 2, 9), 0);
  t.is(rankOf(Float64Array.of(1, 0.5, 0.5, 1), 2, 9), 2);
});
