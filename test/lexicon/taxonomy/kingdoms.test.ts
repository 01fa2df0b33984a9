import test from 'ava';
import { areCompatible, Kingdoms, kingdomNamed } from '../../../src/lexicon/taxonomy/kingdoms.ts';
import { Taxonomy } from '../../../src/lexicon/taxonomy/taxonomy.ts';
import { lexicon, rowOf } from '../../support/nouns.ts';

const taxonomy = new Taxonomy(lexicon);
const kingdoms = new Kingdoms(taxonomy);

const known: readonly (readonly [wnid: string, what: string, kingdom: string | undefined])[] = [
  ['n01440764', 'tench', 'animal'],
  ['n12268246', 'oak', 'plant'],
  ['n12998815', 'agaric', 'fungus'],
  ['n12975804', 'true slime mold', 'fungus'],
  ['n01358572', 'cyanobacteria', undefined],
  ['n01389507', 'protozoan', undefined],
  ['n07814390', 'stick cinnamon', undefined],
];

for (const [wnid, what, kingdom] of known) {
  test(`Kingdoms.of() ${what} is ${kingdom}`, (t) => {
    t.is(kingdoms.of(rowOf(wnid)), kingdom as never);
  });
}

test('Kingdoms.of() tells the two genera of one name apart', (t) => {
  for (const genus of ['Prunella', 'Oenanthe', 'Arenaria', 'Pieris', 'Calamus', 'Liparis']) {
    t.deepEqual(
      taxonomy.groupsNamed(genus, 20).map((row) => kingdoms.of(row)),
      ['animal', 'plant'],
      genus,
    );
  }
});

test('kingdomNamed() knows the undisputed, and takes every other kingdom for disputed', (t) => {
  t.is(kingdomNamed('Animalia', 'kingdom'), 'animal');
  t.is(kingdomNamed('plantae', undefined), 'plant');
  t.is(kingdomNamed('Fungi', 'kingdom'), 'fungus');
  t.is(kingdomNamed('Chromista', 'kingdom'), 'other');
  t.is(kingdomNamed('Bacteria', 'domain'), 'other');
  t.is(kingdomNamed('Felidae', 'family'), undefined);
  t.is(kingdomNamed('constructor', undefined), undefined);
});

test('areCompatible() lets the disputed be plant or fungus and never animal', (t) => {
  t.true(areCompatible('other', 'plant'));
  t.true(areCompatible('fungus', 'other'));
  t.false(areCompatible('other', 'animal'));
  t.false(areCompatible('animal', 'plant'));
  t.true(areCompatible('animal', 'animal'));
  t.true(areCompatible(undefined, 'animal'));
  t.true(areCompatible('plant', undefined));
});
