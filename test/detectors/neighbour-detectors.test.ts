import test from 'ava';
import {
  type FitOptions,
  kNearestNeighbours,
  localOutlierFactor,
  plainProduct,
} from '../../src/detectors/index.ts';
import {
  featuresOf,
  largestDifference,
  madeUpFeatures,
  readReferences,
  worstProduct,
} from '../support/features.ts';

const options: FitOptions = { seed: 'a', product: worstProduct };

for (const [title, reference] of Object.entries(readReferences().cases)) {
  const fitRows = featuresOf(reference.fit, reference.columns);
  const asked = featuresOf(reference.asked, reference.columns);

  for (const [k, expected] of Object.entries(reference.lof)) {
    test(`localOutlierFactor() equals scikit-learn on "${title}" with ${k} neighbours`, async (t) => {
      const fitted = await localOutlierFactor({ neighbours: Number(k) }).fit(fitRows, options);
      t.true(largestDifference(await fitted.score(asked, worstProduct), expected) < 2e-7);
    });
  }

  for (const [choice, normalised] of [
    ['knn', false],
    ['knn_normalised', true],
  ] as const) {
    for (const [k, expected] of Object.entries(reference[choice])) {
      test(`kNearestNeighbours() equals scikit-learn on "${title}", ${choice}, ${k} neighbours`, async (t) => {
        const detector = kNearestNeighbours({ neighbours: Number(k), normalised });
        const fitted = await detector.fit(fitRows, options);
        t.true(largestDifference(await fitted.score(asked, worstProduct), expected) < 2e-7);
      });
    }
  }
}

test('localOutlierFactor() works out by hand', async (t) => {
  // Of 0, 1, 3 with one neighbour: reaches 1, 1, 2; densities 1, 1, 1/2. Of 4: neighbour 3 at 1,
  // reach 2, density 1/2, so 1. Of 7: neighbour 3 at 4, density 1/4, so (1/2) / (1/4) = 2.
  const fitted = await localOutlierFactor({ neighbours: 1 }).fit(featuresOf([0, 1, 3], 1), options);
  const scores = await fitted.score(featuresOf([4, 7], 1), plainProduct);
  t.deepEqual(
    [...scores].map((score) => Math.round(score * 1e6) / 1e6),
    [1, 2],
  );
});

test('localOutlierFactor() gives copies of a row, more than neighbours, the density 1e10', async (t) => {
  const fitRows = featuresOf([5, 5, 5, 5, 0, 1], 1);
  const fitted = await localOutlierFactor({ neighbours: 2 }).fit(fitRows, options);
  const [copy, near] = await fitted.score(featuresOf([5, 4], 1), plainProduct);
  t.is(copy, 1);
  t.is(near, Math.fround(1e10 * (1 + 1e-10)));
});

test('localOutlierFactor() keeps its scores when all features are scaled or turned round', async (t) => {
  const fitRows = madeUpFeatures(60, 5);
  const asked = madeUpFeatures(20, 5, 2);
  const detector = localOutlierFactor({ neighbours: 6 });
  const expected = await (await detector.fit(fitRows, options)).score(asked, plainProduct);
  const changed = (rows: typeof fitRows, factor: number) => ({
    ...rows,
    values: rows.values.map((value) => value * factor),
  });
  for (const factor of [-1, 8, -0.125]) {
    const fitted = await detector.fit(changed(fitRows, factor), options);
    const found = await fitted.score(changed(asked, factor), worstProduct);
    t.true(largestDifference(found, [...expected]) < 1e-6);
  }
});

test('kNearestNeighbours() looks at direction alone where it is normalised, and takes zeros', async (t) => {
  const fitRows = featuresOf([1, 0, 0, 1, -1, 0], 2);
  const fitted = await kNearestNeighbours({ neighbours: 1 }).fit(fitRows, options);
  const scores = await fitted.score(featuresOf([5, 0, 0.5, 0, 0, 0, 0, -3], 2), plainProduct);
  t.deepEqual([...scores], [0, 0, 1, Math.SQRT2].map(Math.fround));
});
