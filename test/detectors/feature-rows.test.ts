import test from 'ava';
import {
  type FitOptions,
  fittedDetectors,
  isolationForest,
  kNearestNeighbours,
  localOutlierFactor,
  mahalanobis,
  plainProduct,
} from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { featuresOf, madeUpFeatures } from '../support/features.ts';

const options: FitOptions = { seed: 'a', product: plainProduct };
const detectors = [
  isolationForest(),
  kNearestNeighbours({ neighbours: 3, normalised: false }),
  localOutlierFactor({ neighbours: 3 }),
  mahalanobis(),
];
const fitRows = madeUpFeatures(12, 4);

test('fittedDetectors has each detector once, in the order of names', (t) => {
  t.deepEqual(
    fittedDetectors.map(({ name }) => name),
    detectors.map(({ name }) => name),
  );
  for (const { formula, paper, shape, needs } of fittedDetectors) {
    t.true([formula, paper, shape].every((text) => text.length > 0));
    t.deepEqual(needs, ['features']);
  }
});

for (const detector of detectors) {
  const { name } = detector;

  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    test(`${name} refuses ${wrong}, naming row and column, to fit and to score`, async (t) => {
      const values = fitRows.values.slice();
      values[2 * 4 + 1] = wrong;
      await t.throwsAsync(detector.fit({ ...fitRows, values }, options), {
        instanceOf: InvalidInput,
        message: `Feature is ${wrong}: fit of ${name} at row 2, column 1`,
      });
      const fitted = await detector.fit(fitRows, options);
      await t.throwsAsync(fitted.score({ ...fitRows, values }, plainProduct), {
        instanceOf: InvalidInput,
        message: `Feature is ${wrong}: score of ${name} at row 2, column 1`,
      });
    });
  }

  test(`${name} refuses rows that are all equal`, async (t) => {
    const equal = featuresOf(new Array(60).fill(0.5), 5);
    await t.throwsAsync(detector.fit(equal, options), {
      instanceOf: InvalidInput,
      message: `All 12 rows are equal, so there is nothing to fit; look at what the model gives: fit of ${name}`,
    });
  });

  test(`${name} refuses values that are not its rows of columns`, async (t) => {
    await t.throwsAsync(detector.fit({ ...fitRows, rows: 11 }, options), {
      instanceOf: InvalidInput,
      message: `Features have 48 values, not 11 rows of 4 columns: fit of ${name}`,
    });
    await t.throwsAsync(detector.fit({ ...fitRows, rows: Number.NaN }, options), {
      instanceOf: InvalidInput,
      message: `Features are NaN rows of 4 columns; give 1 to 1048576 columns: fit of ${name}`,
    });
    await t.throwsAsync(detector.fit(featuresOf([], 0), options), { instanceOf: InvalidInput });
  });

  test(`${name} refuses to score other columns than it was fitted on`, async (t) => {
    const fitted = await detector.fit(fitRows, options);
    await t.throwsAsync(fitted.score(madeUpFeatures(2, 3), plainProduct), {
      instanceOf: InvalidInput,
      message: `Features have 3 columns, and the fit has 4; fit on the same output of the same model: score of ${name}`,
    });
  });

  test(`${name} gives no score of no row, and each row the score it has alone`, async (t) => {
    const fitted = await detector.fit(fitRows, options);
    t.is((await fitted.score(madeUpFeatures(0, 4), plainProduct)).length, 0);
    const asked = madeUpFeatures(9, 4, 2);
    const together = await fitted.score(asked, plainProduct);
    for (let row = 0; row < 9; row++) {
      const alone = featuresOf([...asked.values.subarray(row * 4, row * 4 + 4)], 4);
      t.deepEqual(await fitted.score(alone, plainProduct), together.subarray(row, row + 1));
    }
  });

  test(`${name} scores what is far from the fit above what is in it`, async (t) => {
    const fitted = await detector.fit(fitRows, options);
    const far = featuresOf([9, -8, 7, -6], 4);
    const [score] = await fitted.score(far, plainProduct);
    t.true((await fitted.score(fitRows, plainProduct)).every((own) => own < (score as number)));
  });
}

test('localOutlierFactor() and kNearestNeighbours() refuse too few rows', async (t) => {
  const lof = localOutlierFactor({ neighbours: 12 });
  await t.throwsAsync(lof.fit(fitRows, options), {
    instanceOf: InvalidInput,
    message: 'Too few rows 12, of at least 13; fit on more images: fit of local-outlier-factor',
  });
  const knn = kNearestNeighbours({ neighbours: 13 });
  await t.throwsAsync(knn.fit(fitRows, options), {
    instanceOf: InvalidInput,
    message: 'Too few rows 12, of at least 13; fit on more images: fit of k-nearest-neighbours',
  });
});

test('detectors refuse choices that are none', (t) => {
  t.throws(() => localOutlierFactor({ neighbours: 0 }), { instanceOf: RangeError });
  t.throws(() => kNearestNeighbours({ neighbours: 1.5 }), { instanceOf: RangeError });
  t.throws(() => isolationForest({ trees: 0 }), { instanceOf: RangeError });
  t.throws(() => isolationForest({ samples: 1 }), { instanceOf: RangeError });
});

test('a score that float32 does not hold is an error, not infinity', async (t) => {
  const fitted = await mahalanobis().fit(fitRows, options);
  await t.throwsAsync(fitted.score(featuresOf([3e38, 0, 0, 0], 4), plainProduct), {
    instanceOf: InvalidInput,
    message: 'Score is Infinity, so the features are too large: score of mahalanobis at row 0',
  });
});
