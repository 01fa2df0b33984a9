import test from 'ava';
import type { PhotoOrder } from '../../../src/rebuild/species/acquire-photo.ts';
import { estimateFetch } from '../../../src/rebuild/species/estimate.ts';
import { photoOf } from '../../support/made-up-species.ts';

function ordersOf(count: number): readonly PhotoOrder[] {
  const taxon = { id: 1, name: 'Genus species1', folder: 'genus_species1' };
  return Array.from({ length: count }, (_, i) => {
    return { photo: photoOf(i + 1), group: 'Fungi', taxon, split: 'test' };
  });
}

/** Sizes spread as those of photos: by more than half their mean. */
const sizeOf = ({ photo }: PhotoOrder) => 20_000 + ((photo.photoId * 7_919) % 180_000);

test('estimateFetch() asks for every size of a small plan and knows its bytes', async (t) => {
  const orders = ordersOf(50);
  const bytes = orders.reduce((sum, order) => sum + sizeOf(order), 0);
  const estimate = await estimateFetch(orders, async (some) => some.map(sizeOf));
  t.deepEqual(estimate, { photos: 50, sampled: 50, bytes, bytesError: 0, refused: 0 });
});

test('estimateFetch() asks for few sizes of a large plan and comes within a tenth', async (t) => {
  const orders = ordersOf(20_000);
  const bytes = orders.reduce((sum, order) => sum + sizeOf(order), 0);
  let asked = 0;
  const estimate = await estimateFetch(orders, async (some) => {
    asked = some.length;
    return some.map(sizeOf);
  });
  t.is(asked, 400);
  t.true(Math.abs(estimate.bytes / bytes - 1) < 0.1, `${estimate.bytes} of ${bytes}`);
  t.true(estimate.bytesError > 0);
});

test('estimateFetch() counts photos that are gone as no bytes', async (t) => {
  const estimate = await estimateFetch(ordersOf(4), async () => [100, undefined, 300, undefined]);
  t.like(estimate, { bytes: 400, refused: 2 });
});

test('estimateFetch() expects nothing of an empty plan', async (t) => {
  const estimate = await estimateFetch([], async () => []);
  t.deepEqual(estimate, { photos: 0, sampled: 0, bytes: 0, bytesError: 0, refused: 0 });
});
