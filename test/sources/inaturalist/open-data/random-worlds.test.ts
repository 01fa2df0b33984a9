import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {
  type GroupQuery,
  type LicenceCode,
  licenceCodes,
  type QualityGrade,
  qualityGrades,
} from '../../../../src/records/index.ts';
import { drawOf } from '../../../../src/sources/inaturalist/draw.ts';
import { openOpenData } from '../../../../src/sources/inaturalist/open-data/index.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { fungi, type SnapshotRows, uuid, writeSnapshot } from '../../../support/open-data.ts';

interface Taxon {
  readonly id: number;
  readonly ancestry: readonly number[];
  readonly rank: string;
  readonly isActive: boolean;
}

interface Photo {
  readonly id: number;
  readonly observation: number;
  readonly licence: LicenceCode;
}

interface World {
  readonly taxa: readonly Taxon[];
  /** By number. */
  readonly observations: readonly { readonly taxon: number; readonly grade: QualityGrade }[];
  readonly photos: readonly Photo[];
  readonly group: GroupQuery;
  readonly isGzip: boolean;
}

const ranks = ['genus', 'species', 'variety'];

const worlds: fc.Arbitrary<World> = fc
  .record({
    taxa: fc.array(
      fc.record({ above: fc.nat(), rank: fc.constantFrom(...ranks), isActive: fc.boolean() }),
      { minLength: 1, maxLength: 12 },
    ),
    observations: fc.array(
      fc.record({ taxon: fc.nat(), grade: fc.constantFrom(...qualityGrades) }),
      { minLength: 1, maxLength: 12 },
    ),
    photos: fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 25 }),
        observation: fc.nat(),
        licence: fc.constantFrom(...licenceCodes),
      }),
      { maxLength: 40 },
    ),
    roots: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
    without: fc.array(fc.nat(), { maxLength: 2 }),
    asked: fc.record({
      ranks: fc.subarray(ranks, { minLength: 1 }),
      qualityGrades: fc.subarray([...qualityGrades], { minLength: 1 }),
      licences: fc.subarray([...licenceCodes], { minLength: 1 }),
      leastImages: fc.integer({ min: 1, max: 4 }),
      seed: fc.constantFrom('a', 'b'),
    }),
    isGzip: fc.boolean(),
  })
  .map(({ taxa: drawn, observations, photos, roots, without, asked, isGzip }) => {
    const taxa: Taxon[] = [];
    for (const [i, { above, rank, isActive }] of drawn.entries()) {
      const parent = taxa[(above % (i + 1)) - 1];
      const ancestry = parent === undefined ? [] : [...parent.ancestry, parent.id];
      // Ids in another order than parents before children.
      taxa.push({ id: 1 + ((i * 7) % 13), ancestry, rank, isActive });
    }
    const rootOf = (n: number) => {
      const id = (taxa[n % taxa.length] as Taxon).id;
      return { id, name: `Taxon ${id}` };
    };
    const group = { ...fungi, ...asked, roots: roots.map(rootOf), without: without.map(rootOf) };
    return {
      taxa,
      observations: observations.map(({ taxon, grade }) => ({
        taxon: (taxa[taxon % taxa.length] as Taxon).id,
        grade,
      })),
      // A photo stands in an observation once.
      photos: uniqueBy(
        photos.map((photo) => ({ ...photo, observation: photo.observation % observations.length })),
        ({ id, observation }) => `${id} ${observation}`,
      ),
      group,
      isGzip,
    };
  });

test('species() and photos() are those of a plain computation over the same files', async (t) => {
  t.timeout(240_000);
  const folder = temporaryFolder(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const path = writeSnapshot(join(folder, String(run++)), rowsOf(world), world.isGzip);
      const source = await openOpenData(path, { workFolder: join(path, 'work'), threads: 1 });
      try {
        const species = await Array.fromAsync(source.species(world.group));
        const answers = await Array.fromAsync(source.photos(species, world.group));
        const got = answers.map(({ taxonId, photos }) => ({
          taxonId,
          photos: photos.map(({ photoId, observation, licence, alsoIn }) => ({
            photoId,
            observation,
            licence,
            alsoIn,
          })),
        }));
        t.deepEqual(got, expected(world));
        t.deepEqual(source.leftOut, []);
      } finally {
        await source.close();
      }
    }),
    { numRuns: 40, seed: 7 },
  );
});

function rowsOf({ taxa, observations, photos }: World): SnapshotRows {
  return {
    taxa: taxa.map(({ id, ancestry, rank, isActive }) => [
      String(id),
      ancestry.join('/'),
      '10',
      rank,
      `Taxon ${id}`,
      String(isActive),
    ]),
    observations: observations.map(({ taxon, grade }, i) => [
      uuid(i),
      '1',
      '',
      '',
      '',
      String(taxon),
      grade,
      '',
      '',
    ]),
    photos: photos.map(({ id, observation, licence }) => [
      uuid(id),
      String(id),
      uuid(observation),
      '1',
      'jpg',
      licence.toUpperCase(),
      '',
      '',
      '0',
    ]),
    observers: [['1', 'ann', '']],
  };
}

/** What the contract says, word by word. */
function expected({ taxa, observations, photos, group }: World) {
  const byId = new Map(taxa.map((taxon) => [taxon.id, taxon]));
  const line = (id: number) => [...(byId.get(id)?.ancestry ?? []), id];
  const isBelow = (id: number, tops: GroupQuery['roots']) =>
    tops.some((top) => line(id).includes(top.id));
  const isOfRank = (id: number) => {
    const taxon = byId.get(id) as Taxon;
    return taxon.isActive && group.ranks.includes(taxon.rank);
  };
  const speciesOf = (id: number) =>
    line(id).find((at) => isOfRank(at) && isBelow(at, group.roots) && !isBelow(at, group.without));
  const species = taxa.map(({ id }) => id).filter((id) => isSpecies(id));
  function isSpecies(id: number): boolean {
    if (!isOfRank(id) || !isBelow(id, group.roots) || isBelow(id, group.without)) return false;
    return speciesOf(id) === id;
  }
  const admitted = photos.filter(({ observation, licence }) => {
    const { grade } = observations[observation] as World['observations'][number];
    return group.qualityGrades.includes(grade) && group.licences.includes(licence);
  });
  const answers = species.map((taxonId) => {
    const own = admitted.filter(({ observation }) => {
      const { taxon } = observations[observation] as World['observations'][number];
      return line(taxon).includes(taxonId) && !isBelow(taxon, group.without);
    });
    const sorted = own.toSorted((a, b) => a.id - b.id || a.observation - b.observation);
    const given = uniqueBy(sorted, ({ id }) => String(id)).map(({ id, observation, licence }) => {
      const others = photos.filter((other) => other.id === id && other.observation !== observation);
      const alsoIn = others.map((other) => uuid(other.observation)).sort();
      return {
        photoId: id,
        observation: uuid(observation),
        licence,
        alsoIn: alsoIn.length > 0 ? alsoIn : undefined,
      };
    });
    return { taxonId, rows: own.length, photos: given };
  });
  return answers
    .filter(({ rows }) => rows >= group.leastImages)
    .sort((a, b) => (drawOf(group.seed, a.taxonId) < drawOf(group.seed, b.taxonId) ? -1 : 1))
    .map(({ taxonId, photos: given }) => ({ taxonId, photos: given }));
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].reverse();
}
