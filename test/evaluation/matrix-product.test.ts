import test from 'ava';
import {
  kNearestNeighbours,
  localOutlierFactor,
  mahalanobis,
  plainProduct,
} from '../../src/detectors/index.ts';
import { openMatrixProduct } from '../../src/evaluation/index.ts';
import { madeUpFeatures } from '../support/features.ts';

test('openMatrixProduct() multiplies as plain loops do', async (t) => {
  await using product = await openMatrixProduct({ threads: 2 });
  const a = madeUpFeatures(7, 33);
  const b = madeUpFeatures(12, 33, 2);
  const found = await product.float32(a, b);
  const expected = await plainProduct.float32(a, b);
  t.is(found.length, 84);
  t.true(found.every((value, i) => Math.abs(value - (expected[i] as number)) < 1e-5));
  const wide = (rows: typeof a) => ({ ...rows, values: Float64Array.from(rows.values) });
  const precise = await product.float64(wide(a), wide(b));
  const exact = await plainProduct.float64(wide(a), wide(b));
  t.true(precise.every((value, i) => Math.abs(value - (exact[i] as number)) < 1e-14));
});

test('openMatrixProduct() multiplies parts of larger arrays', async (t) => {
  await using product = await openMatrixProduct({ threads: 1 });
  const whole = madeUpFeatures(9, 5);
  const part = { values: whole.values.subarray(10, 25), rows: 3, columns: 5 };
  const copy = { ...part, values: part.values.slice() };
  t.deepEqual(await product.float32(part, whole), await product.float32(copy, whole));
});

test('fits and scores of neighbours are those of plain loops, whatever the threads', async (t) => {
  const fitRows = madeUpFeatures(300, 40);
  const asked = madeUpFeatures(100, 40, 2);
  for (const detector of [localOutlierFactor(), kNearestNeighbours({ neighbours: 5 })]) {
    const plain = await detector.fit(fitRows, { seed: '', product: plainProduct });
    const expected = await plain.score(asked, plainProduct);
    for (const threads of [1, 2, 3]) {
      await using product = await openMatrixProduct({ threads });
      const fitted = await detector.fit(fitRows, { seed: '', product });
      t.deepEqual(fitted.toBytes(), plain.toBytes());
      t.deepEqual(await fitted.score(asked, product), expected);
    }
  }
});

test('mahalanobis() fits the same bytes whatever the threads', async (t) => {
  const fitRows = madeUpFeatures(500, 130);
  const fits: Uint8Array[] = [];
  for (const threads of [1, 2, 4]) {
    await using product = await openMatrixProduct({ threads });
    fits.push((await mahalanobis().fit(fitRows, { seed: '', product })).toBytes());
  }
  t.deepEqual(fits[1], fits[0]);
  t.deepEqual(fits[2], fits[0]);
});
