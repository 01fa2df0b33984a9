import test from 'ava';
import type { SpeciesVerdict } from '../../../src/audit/index.ts';
import { type ChooseOptions, chooseSpecies } from '../../../src/rebuild/species/choose-species.ts';
import type { Choice } from '../../../src/rebuild/species/chosen.ts';
import type { GroupQuery } from '../../../src/records/index.ts';
import type { PhotoSource, SpeciesTaxon } from '../../../src/sources/index.ts';
import { groupOf, photoOf, sourceOf, taxonOf } from '../../support/made-up-species.ts';

const passes: SpeciesVerdict = {
  outcome: 'pass',
  judgement: { against: 'list', tier: 'T3', path: [] },
};
const fails: SpeciesVerdict = {
  outcome: 'fail',
  judgement: {
    against: 'list',
    tier: 'T0',
    nearest: { label: 'fly agaric', distance: 1 },
    path: [{ by: 'name', text: 'Amanita muscaria' }],
  },
};
const reviews: SpeciesVerdict = {
  outcome: 'review',
  judgement: {
    against: 'list',
    tier: 'review',
    proven: 'T3',
    path: [],
    doubts: [{ kind: 'same-epithet', text: 'muscaria', label: 'fly agaric' }],
  },
};

const plain: ChooseOptions = {
  judge: () => passes,
  withSynonyms: async (species) => species,
  known: () => undefined,
  isTaken: () => false,
};

const twoPhotos = (id: number) => [photoOf(10 * id), photoOf(10 * id + 1)];
const manySpecies = (count: number) =>
  sourceOf(
    Array.from({ length: count }, (_, i) => ({ taxon: taxonOf(i + 1), photos: twoPhotos(i + 1) })),
  );

async function choicesOf(
  source: PhotoSource,
  group: GroupQuery = groupOf(),
  options: Partial<ChooseOptions> = {},
): Promise<readonly Choice[]> {
  return Array.fromAsync(chooseSpecies(source, group, { ...plain, ...options }));
}

function told(choices: readonly Choice[]): readonly string[] {
  return choices.map((choice) =>
    choice.kind === 'chosen'
      ? `${choice.taxon.id} ${choice.photos.length}`
      : `${choice.taxonId} ${choice.skipped.reason}`,
  );
}

test('chooseSpecies() stops when the group is full, and asks for no more photos than it needs', async (t) => {
  const source = manySpecies(10);
  t.deepEqual(told(await choicesOf(source)), ['1 2', '2 2']);
  t.deepEqual(source.asked, [1, 2]);
});

test('chooseSpecies() leaves out what overlaps, with the witness, and takes the next', async (t) => {
  const source = manySpecies(4);
  const judge = ({ id }: { id: number }) => (id === 1 ? fails : passes);
  const choices = await choicesOf(source, groupOf(), { judge });
  t.deepEqual(told(choices), ['1 overlap', '2 2', '3 2']);
  const [first] = choices;
  t.is(
    first?.kind === 'passed-over' && first.skipped.detail,
    'Genus species1: T0 against list, fly agaric; Amanita muscaria',
  );
  t.deepEqual(source.asked, [2, 3], 'photos of what is out are not asked for');
});

test('chooseSpecies() leaves undecided species to whoever decides', async (t) => {
  const choices = await choicesOf(manySpecies(1), groupOf(), { judge: () => reviews });
  t.deepEqual(told(choices), ['1 overlap-undecided']);
  t.regex(choices[0]?.kind === 'passed-over' ? choices[0].skipped.detail : '', /same-epithet/);
});

test('chooseSpecies() judges again by synonyms that were looked up', async (t) => {
  const synonym = { name: 'Agaricus muscarius', source: 'invalid name' };
  const withSynonyms = async (species: readonly SpeciesTaxon[]) =>
    species.map((one) => (one.id === 1 ? { ...one, synonyms: [synonym] } : one));
  const judge = ({ synonyms }: { synonyms: readonly unknown[] }) =>
    synonyms.length > 0 ? fails : passes;
  const source = manySpecies(3);
  const choices = await choicesOf(source, groupOf(), { judge, withSynonyms });
  t.deepEqual(told(choices), ['1 overlap', '2 2', '3 2']);
});

test('chooseSpecies() passes over species with too few photos', async (t) => {
  const source = sourceOf([
    { taxon: taxonOf(1), photos: [photoOf(1)] },
    { taxon: taxonOf(2), photos: twoPhotos(2) },
  ]);
  t.deepEqual(told(await choicesOf(source)), ['1 species-too-few-photos', '2 2']);
});

test('chooseSpecies() takes no photo that stands in two observations, and says so', async (t) => {
  const shared = photoOf(22, { alsoIn: ['another'] });
  const source = sourceOf([{ taxon: taxonOf(2), photos: [...twoPhotos(2), shared] }]);
  const [choice] = await choicesOf(source);
  t.is(choice?.kind, 'chosen');
  if (choice?.kind !== 'chosen') return;
  t.deepEqual(choice.photos.map(({ photoId }) => photoId).sort(), [20, 21]);
  t.deepEqual(
    choice.skipped.map(({ path, reason }) => `${path} ${reason}`),
    ['photos/22 photo-in-two-observations'],
  );
});

test('chooseSpecies() takes a species once, in the first group that has it', async (t) => {
  const isTaken = (id: number) => id === 1;
  t.deepEqual(told(await choicesOf(manySpecies(2), groupOf(), { isTaken })), [
    '1 species-in-two-groups',
    '2 2',
  ]);
});

test('chooseSpecies() does not ask again for what an earlier run has found', async (t) => {
  const first = await choicesOf(manySpecies(5));
  const source = manySpecies(5);
  const known = (_: string, id: number) =>
    first.find((choice) => choice.kind === 'chosen' && choice.taxon.id === id);
  t.deepEqual(await choicesOf(source, groupOf(), { known }), first);
  t.deepEqual(source.asked, []);
});

test('chooseSpecies() stops where it is interrupted', async (t) => {
  const signal = AbortSignal.abort(new Error('stop'));
  await t.throwsAsync(choicesOf(manySpecies(2), groupOf(), { signal }), { message: 'stop' });
});
