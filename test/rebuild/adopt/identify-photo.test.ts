import test from 'ava';
import { groupFinder } from '../../../src/rebuild/adopt/group-folders.ts';
import { identifyPhoto } from '../../../src/rebuild/adopt/identify-photo.ts';
import { type NamedPhoto, readName } from '../../../src/rebuild/adopt/read-name.ts';
import type { GroupQuery } from '../../../src/records/index.ts';
import type { FoundFacts } from '../../../src/sources/index.ts';
import { photoOf } from '../../support/made-up-species.ts';

const group: GroupQuery = {
  group: 'Fungi',
  roots: [{ id: 47170, name: 'Fungi' }],
  without: [],
  ranks: ['species'],
  qualityGrades: ['research'],
  licences: ['cc0', 'cc-by'],
  leastImages: 1,
  mostImages: 10,
  mostSpecies: 10,
  mostOfObservation: 1,
  mostOfObserver: 10,
  seed: 'a',
};
const groupOf = groupFinder(['Fungi', 'Insects']);
const path = 'fungi/amanita_muscaria/7.jpg';
const file = readName(path, 'file', groupOf) as NamedPhoto;
const species = { id: 48715, name: 'Amanita muscaria', rank: 'species' };
const { licence: _, ...photo } = photoOf(7);
const found: FoundFacts = {
  photo,
  licence: 'cc-by',
  licenceText: 'CC-BY',
  qualityGrade: 'research',
  taxon: { ...species, isActive: true, ancestors: [], species },
};

const identify = (change: Partial<FoundFacts>) =>
  identifyPhoto(file, { ...found, ...change }, { group, names: ({ name }) => [name] });

test('identifyPhoto() keeps a photo as its source has it, at the place of its file', (t) => {
  t.deepEqual(identify({}), {
    kind: 'identified',
    photo: { ...photo, licence: 'cc-by', path },
    taxon: { ...species, ancestors: [], synonyms: [] },
  });
});

const leftOut: readonly (readonly [string, Partial<FoundFacts>, RegExp])[] = [
  ['licence-none', { licence: undefined }, /^Licence "?CC-BY"? is none that is known$/],
  ['licence-none', { licence: undefined, licenceText: undefined }, /none/],
  ['licence-not-admitted', { licence: 'cc-by-nc' }, /^Licence cc-by-nc is none that the recipe/],
  ['grade-not-admitted', { qualityGrade: 'casual' }, / is casual$/],
  ['grade-not-admitted', { qualityGrade: undefined }, / is not known$/],
  ['taxon-missing', { taxon: undefined }, /^Observation .* has no taxon$/],
  ['observer-missing', { photo: { ...photo, observer: '' } }, /photo 7$/],
  ['observer-missing', { photo: { ...photo, creator: '' } }, /photo 7$/],
];

for (const [i, [reason, change, detail]] of leftOut.entries()) {
  test(`identifyPhoto() leaves a photo out as ${reason} (case ${i + 1})`, (t) => {
    const outcome = identify(change);
    t.like(outcome, { kind: 'left-out', reason });
    t.regex(outcome.kind === 'left-out' ? outcome.detail : '', detail);
  });
}

test('readName() looks nothing up by a path that is not safe, and prints it safely', (t) => {
  const unsafe = [
    ['fungi/amanita\\muscaria/7.jpg', 'Path holds a backslash'],
    ['fungi/amanita\u0007/7.jpg', 'Path holds a control character'],
    ['fungi/../7.jpg', 'Path holds the segment ".."'],
    [`fungi/${'a'.repeat(256)}/7.jpg`, 'Path holds a segment above 255 bytes'],
  ] as const;
  for (const [given, detail] of unsafe) {
    const read = readName(given, 'file', groupOf);
    t.like(read, { kind: 'unresolved', reason: 'path-unsafe', group: 'Fungi', detail });
    t.false(/[\p{Cc}]/u.test(read.path), 'nothing that a terminal obeys');
  }
});
