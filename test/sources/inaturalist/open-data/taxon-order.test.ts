import test from 'ava';
import fc from 'fast-check';
import { placeTaxa } from '../../../../src/sources/inaturalist/open-data/taxon-order.ts';

test('placeTaxa() puts all below a taxon right behind it', (t) => {
  const placed = placeTaxa([
    { id: 5, parent: 1 },
    { id: 1, parent: 0 },
    { id: 3, parent: 5 },
    { id: 2, parent: 1 },
    { id: 9, parent: 0 },
  ]);
  t.deepEqual(placed, [
    { id: 1, parent: -1, end: 4 },
    { id: 2, parent: 0, end: 2 },
    { id: 5, parent: 0, end: 4 },
    { id: 3, parent: 2, end: 4 },
    { id: 9, parent: -1, end: 5 },
  ]);
});

test('placeTaxa() has no place for what leads in a circle, and one for a parent without a row', (t) => {
  const placed = placeTaxa([
    { id: 1, parent: 2 },
    { id: 2, parent: 1 },
    { id: 3, parent: 3 },
    { id: 4, parent: 1 },
    { id: 6, parent: 5 },
  ]);
  t.deepEqual(placed, [
    { id: 5, parent: -1, end: 2 },
    { id: 6, parent: 0, end: 2 },
  ]);
});

test('placeTaxa() bounds each taxon by what is below it, in any order of the input', (t) => {
  const links = fc
    .array(fc.nat(), { minLength: 1, maxLength: 40 })
    .map((parents) => parents.map((parent, i) => ({ id: i + 1, parent: parent % (i + 1) })));
  fc.assert(
    fc.property(links, fc.infiniteStream(fc.nat()), (taxa, draws) => {
      const placed = placeTaxa(taxa);
      t.is(placed.length, taxa.length);
      const parentOf = new Map(taxa.map(({ id, parent }) => [id, parent]));
      for (const [place, { id, end }] of placed.entries()) {
        const below = placed.flatMap((other, at) => (isBelow(parentOf, other.id, id) ? [at] : []));
        t.deepEqual(
          below,
          Array.from({ length: end - place }, (_, i) => place + i),
        );
      }
      const shuffled = taxa
        .map((taxon) => ({ taxon, draw: draws.next().value as number }))
        .sort((a, b) => a.draw - b.draw)
        .map(({ taxon }) => taxon);
      t.deepEqual(placeTaxa(shuffled), placed);
    }),
  );
});

function isBelow(parentOf: ReadonlyMap<number, number>, id: number, top: number): boolean {
  for (let at = id; at !== 0; at = parentOf.get(at) ?? 0) if (at === top) return true;
  return false;
}
