import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openJournal } from '../../../src/io/index.ts';
import { acquireAll } from '../../../src/rebuild/species/acquire-all.ts';
import type { ChosenSpecies } from '../../../src/rebuild/species/chosen.ts';
import { closePlan, noteChoice, openPlanBook } from '../../../src/rebuild/species/plan-book.ts';
import { settle } from '../../../src/rebuild/species/settle.ts';
import type { PhotoCandidate } from '../../../src/sources/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { groupOf, ingestAsIs, photoOf, taxonOf } from '../../support/made-up-species.ts';

const book = { split: 'test', size: 'medium' } as const;

/** Species 1, 2, ... with these photos; pixels of a photo are what `pixelsOf` says, a missing one is refused. */
async function settled(
  t: ExecutionContext,
  photosOfSpecies: readonly (readonly number[])[],
  pixelsOf: (photoId: number) => string | undefined = String,
) {
  const folder = temporaryFolder(t);
  const journal = openJournal(join(folder, 'journal.sqlite'), 'test');
  t.teardown(() => journal.close());
  const notes = photosOfSpecies.map((ids, i) => noteChoice(journal, chosenOf(i + 1, ids)));
  closePlan(journal, notes);
  const plan = openPlanBook(journal, book);
  if (plan === undefined) throw new Error('The plan was closed');
  await acquireAll(plan.orders(), {
    journal,
    atOnce: 1,
    size: 'medium',
    staging: join(folder, 'release'),
    fetch: async (url) => {
      const pixels = pixelsOf(Number(url.split('/').at(-2)));
      if (pixels === undefined) return { kind: 'refused', reason: 'gone', detail: 'Status 410' };
      return { kind: 'fetched', bytes: Buffer.from(pixels) };
    },
    ingest: ingestAsIs,
  });
  const source = {
    kind: 'inaturalist',
    photos: 'http://photos',
    size: 'medium',
    image: { resize: { kind: 'keep' }, leastSide: 1 },
    mostFailedShare: 0,
    groups: [groupOf()],
  } as const;
  const { records, skipped } = settle(plan, journal, source);
  return {
    records: Array.from(records(), ({ id, truth }) => `${truth.taxon.folder}/${id}`),
    skipped: Array.from(skipped(), ({ path, reason }) => `${path} ${reason}`),
  };
}

function chosenOf(id: number, photoIds: readonly number[]): ChosenSpecies {
  const photos: readonly PhotoCandidate[] = photoIds.map((photoId) => photoOf(photoId));
  const taxon = taxonOf(id);
  return { kind: 'chosen', group: 'Fungi', taxon, tier: 'T3', eligible: 9, photos, skipped: [] };
}

test('settle() makes a record of every photo that came', async (t) => {
  t.deepEqual(
    await settled(t, [
      [1, 2],
      [3, 4, 5],
    ]),
    {
      records: [
        'genus_species1/1',
        'genus_species1/2',
        'genus_species2/3',
        'genus_species2/4',
        'genus_species2/5',
      ],
      skipped: [],
    },
  );
});

test('settle() keeps the first of two photos of a species with the same pixels', async (t) => {
  const found = await settled(t, [[1, 2, 3]], (id) => (id === 3 ? '1' : String(id)));
  t.deepEqual(found, {
    records: ['genus_species1/1', 'genus_species1/2'],
    skipped: ['photos/3/medium.jpg photo-twice'],
  });
});

test('settle() keeps none of two species with the same pixels', async (t) => {
  const found = await settled(
    t,
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    (id) => (id === 4 ? '1' : String(id)),
  );
  t.deepEqual(found.records, [
    'genus_species1/2',
    'genus_species1/3',
    'genus_species2/5',
    'genus_species2/6',
  ]);
  t.deepEqual(found.skipped, [
    'photos/1/medium.jpg photo-of-several-species',
    'photos/4/medium.jpg photo-of-several-species',
  ]);
});

test('settle() keeps no photo that the plan has under two species', async (t) => {
  const found = await settled(t, [
    [1, 2, 3],
    [3, 4, 5],
  ]);
  t.deepEqual(found.records.length, 4);
  t.deepEqual(found.skipped, [
    'photos/3/medium.jpg photo-of-several-species',
    'photos/3/medium.jpg photo-of-several-species',
  ]);
});

test('settle() drops a species that is left with too few images, and says so of each photo', async (t) => {
  const found = await settled(
    t,
    [
      [1, 2],
      [3, 4],
    ],
    (id) => (id === 2 ? undefined : String(id)),
  );
  t.deepEqual(found, {
    records: ['genus_species2/3', 'genus_species2/4'],
    skipped: ['photos/1/medium.jpg species-too-few-images', 'photos/2/medium.jpg gone'],
  });
});
