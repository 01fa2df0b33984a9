import test from 'ava';
import { Taxonomy } from '../../../src/lexicon/taxonomy/taxonomy.ts';
import { lexicon, rowOf } from '../../support/nouns.ts';

const taxonomy = new Taxonomy(lexicon);
const wnids = (rows: Iterable<number>) => [...rows].map((row) => String(lexicon.wnid(row)));
const titles = (rows: Iterable<number>) => [...rows].map((row) => lexicon.title(row));
const group = (name: string, level?: number) => taxonomy.groupsNamed(name, level)[0] as number;

test('Taxonomy tells organisms from groups, people, products and the rest', (t) => {
  for (const wnid of ['n12268246', 'n02121620', 'n01358572', 'n12975804', 'n00017222']) {
    t.true(taxonomy.isOrganism(rowOf(wnid)), wnid);
    t.false(taxonomy.isGroup(rowOf(wnid)), wnid);
  }
  const quercus = group('Quercus');
  t.true(taxonomy.isGroup(quercus));
  t.false(taxonomy.isOrganism(quercus));
  for (const wnid of ['n07814390', 'n07691650', 'n02958343']) {
    t.false(taxonomy.isOrganism(rowOf(wnid)), wnid); // stick cinnamon, croissant, car
    t.false(taxonomy.isGroup(rowOf(wnid)), wnid);
  }
});

test('Taxonomy counts as both only the two groups that WordNet files under organisms too', (t) => {
  const both = Array.from({ length: lexicon.size }, (_, row) => row).filter(
    (row) => taxonomy.isGroup(row) && taxonomy.isOrganism(row),
  );
  t.deepEqual(titles(both), ['Agdestis', 'Loranthaceae']);
});

const groups: readonly (readonly [name: string, level: number | undefined, wnids: string[]])[] = [
  ['Quercus', 20, ['n12268096']],
  ['quercus', undefined, ['n12268096']],
  ['Fagaceae', 30, ['n12260208']],
  ['Scorpionida', 40, ['n01770263']],
  ['Amphibia', 50, ['n01625747']],
  ['Animalia', 70, ['n01313093']],
  ['oak', undefined, []],
  ['Nowhereaceae', 30, []],
  ['', undefined, []],
];

for (const [name, level, expected] of groups) {
  test(`Taxonomy.groupsNamed() finds ${expected.length} for "${name}" at ${level}`, (t) => {
    t.deepEqual(wnids(taxonomy.groupsNamed(name, level)), expected);
    for (const row of taxonomy.groupsNamed(name, level)) {
      if (level !== undefined) t.is(taxonomy.groupLevel(row), level);
    }
  });
}

// Two groups each, an animal's and a plant's.
const homonyms = [
  'Prunella',
  'Oenanthe',
  'Arenaria',
  'Pieris',
  'Corydalis',
  'Dracunculus',
  'Calamus',
  'Liparis',
];

for (const genus of homonyms) {
  test(`Taxonomy.groupsNamed() finds both genera ${genus}`, (t) => {
    const found = taxonomy.groupsNamed(genus, 20);
    t.deepEqual(
      found.map((row) => taxonomy.realm(row)),
      ['animal', 'plant'],
    );
    t.true(taxonomy.isGenusName(genus));
  });
}

const renamed: readonly (readonly [name: string, level: number, known: string])[] = [
  ['Scorpiones', 40, 'Scorpionida'],
  ['Arctiinae', 27, 'Arctiidae'], // a subfamily today
  ['Asteraceae', 30, 'Compositae'], // a lemma of its own
];

for (const [name, level, known] of renamed) {
  test(`Taxonomy.groupsNamed() takes ${name} for ${known}`, (t) => {
    t.true(titles(taxonomy.groupsNamed(name, level)).includes(known));
  });
}

test('Taxonomy.groupsNamed() guesses no ending of a genus, and no group of a lower rank', (t) => {
  t.deepEqual(taxonomy.groupsNamed('Scorpio', 20), taxonomy.groupsNamed('Scorpio', undefined));
  t.deepEqual(taxonomy.groupsNamed('Arctiinae', 20), []);
  t.deepEqual(taxonomy.groupsNamed('Arctiini', 40), []);
});

const named: readonly (readonly [group: string, level: number, names: readonly string[]])[] = [
  ['Quercus', 20, ['oak']],
  ['Amphibia', 50, ['amphibian']],
  ['Felidae', 30, ['feline']],
  ['Anura', 40, ['frog']],
  ['Scorpiones', 40, ['scorpion']],
  ['Myxomycetes', 50, ['true slime mold']],
  ['Insecta', 50, ['insect']],
  ['Fungi', 70, ['fungus']],
];

for (const [name, level, expected] of named) {
  test(`Taxonomy.namesOf() ${name} is ${expected.join(', ')}`, (t) => {
    t.deepEqual(titles(taxonomy.namesOf(group(name, level))), expected);
  });
}

test('Taxonomy.namesOf() is not one of several members', (t) => {
  const members = (name: string, level: number) =>
    titles(lexicon.members(group(name, level))).filter(
      (title) => !titles(taxonomy.namesOf(group(name, level))).includes(title),
    );
  t.true(members('Amphibia', 50).includes('tadpole'));
  t.true(members('Felidae', 30).includes('big cat'));
});

test('Taxonomy.namesOf() a family is a member that is named after it', (t) => {
  t.true(titles(taxonomy.namesOf(group('Compositae', 30))).includes('composite'));
});

test('Taxonomy.namesOf() is never what has a scientific name', (t) => {
  for (let row = 0; row < lexicon.size; row++) {
    if (!taxonomy.isGroup(row)) continue;
    for (const name of taxonomy.namesOf(row)) {
      if (taxonomy.speciesNames(name).length > 0) t.fail(lexicon.title(name));
    }
  }
  t.pass();
});

test('Taxonomy.organismsIn() reaches through groups within groups', (t) => {
  const fagaceae = taxonomy.organismsIn(group('Fagaceae', 30));
  t.true(fagaceae.has(rowOf('n12268246')));
  t.true(taxonomy.organismsIn(group('Quercus')).isSubsetOf(fagaceae));
});

test('Taxonomy.groupsAbove() climbs from an organism to its kingdom, narrow groups first', (t) => {
  const above = titles(taxonomy.groupsAbove(rowOf('n12285512')));
  t.deepEqual(above.slice(0, 3), ['Alnus', 'Betulaceae', 'Fagales']);
  t.true(above.includes('Plantae'));
});

const levels: readonly (readonly [wnid: string, level: number | undefined])[] = [
  ['n12285512', 10], // red alder, Alnus rubra
  ['n12268246', 20], // oak
  ['n12975804', 50], // true slime mold
  ['n00017222', 70], // plant
  ['n13104059', undefined], // tree
  ['n01639765', undefined], // frog
];

for (const [wnid, level] of levels) {
  test(`Taxonomy.organismLevel() of ${wnid} is ${level}`, (t) => {
    t.is(taxonomy.organismLevel(rowOf(wnid)), level);
  });
}

test('Taxonomy.speciesNames() are of genera that WordNet knows', (t) => {
  t.deepEqual(taxonomy.speciesNames(rowOf('n02121808')), ['Felis domesticus', 'Felis catus']);
  const [daisy] = lexicon.named('African daisy');
  t.deepEqual(taxonomy.speciesNames(daisy as number), []);
  t.false(taxonomy.isGenusName('African'));
});

test('Taxonomy.generaOneLetterFrom() finds Astreus by Astraeus, and none by its own name', (t) => {
  t.deepEqual(titles(taxonomy.generaOneLetterFrom('Astraeus')), ['Astreus']);
  t.deepEqual(titles(taxonomy.generaOneLetterFrom('Quercus')), []);
  t.deepEqual(titles(taxonomy.generaOneLetterFrom('')), []);
});
