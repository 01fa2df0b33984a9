import { join } from 'node:path';
import test from 'ava';
import { openJournal } from '../../../src/io/index.ts';
import { Adoption } from '../../../src/rebuild/adopt/adoption.ts';
import { groupFinder } from '../../../src/rebuild/adopt/group-folders.ts';
import { type NamedPhoto, readName } from '../../../src/rebuild/adopt/read-name.ts';
import { parseINaturalistSource } from '../../../src/records/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { photoOf } from '../../support/made-up-species.ts';
import { drawnSource } from '../../support/species-release.ts';

const base = parseINaturalistSource(drawnSource, 'drawn').groups[0]!;
const groups = ['Fungi', 'Insects'].map((group) => ({
  ...base,
  group,
  licences: ['cc-by'] as const,
  qualityGrades: ['research'] as const,
}));
const species = { id: 9, name: 'Amanita muscaria', rank: 'species' };

const asked = (path: string) => {
  const file = readName(path, 'file', groupFinder(['Fungi', 'Insects'])) as NamedPhoto;
  const { licence: _, ...photo } = photoOf(file.photoId);
  const taxon = { ...species, isActive: true, ancestors: [], species };
  const facts = {
    photo,
    licence: 'cc-by',
    licenceText: 'CC-BY',
    qualityGrade: 'research',
    taxon,
  } as const;
  return { file, found: { photoId: file.photoId, found: facts } };
};

test('take() keeps a species in the group where it came first, and leaves it out of another', async (t) => {
  const journal = openJournal(join(temporaryFolder(t), 'journal.sqlite'), 'test');
  t.teardown(() => journal.close());
  const adoption = new Adoption(journal, { groups, withSynonyms: async (all) => all });
  await adoption.take([asked('fungi/amanita_muscaria/1.jpg')]);
  await adoption.take([asked('insects/amanita_muscaria/2.jpg')]);
  await adoption.take([
    asked('fungi/Amanita muscaria/3.jpg'),
    asked('fungi/Amanita muscaria/1.jpg'),
  ]);
  const [only, ...others] = adoption.species();
  t.deepEqual(others, []);
  t.is(only?.group, 'Fungi');
  t.deepEqual(
    adoption.photosOf(only!).map(({ photoId }) => photoId),
    [1, 3],
  );
  const skipped = [...journal.entries('skipped 0')].map(
    ([, value]) => value as { reason: string; detail: string },
  );
  t.deepEqual(
    skipped.map(({ reason, detail }) => `${reason}: ${detail}`),
    [
      'photo-id-twice: Photo 1 lies in fungi/amanita_muscaria already',
      'species-in-two-groups: Amanita muscaria is in Fungi already',
    ],
  );
});
