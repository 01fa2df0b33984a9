import test from 'ava';
import fc from 'fast-check';
import { plainForms } from '../../../src/lexicon/names/plain-name.ts';
import { lexicon } from '../../support/nouns.ts';

const found: readonly (readonly [name: string, lemma: string])[] = [
  ['Venus flytrap', "Venus's flytrap"],
  ['Venus’s flytrap', "Venus's flytrap"],
  ['bus_station/indoor', 'bus station'],
  ['crow (bird)', 'crow'],
  ['café', 'cafe'],
  ['cherries', 'cherry'],
  ['wolves', 'wolf'],
  ['knives', 'knife'],
  ['boxes', 'box'],
  ['churches', 'church'],
  ['radishes', 'radish'],
  ['lenses', 'lens'],
  ['waltzes', 'waltz'],
  ['firemen', 'fireman'],
  ['Oaks', 'Oak'],
  ['  red   fox ', 'red fox'],
];

for (const [name, lemma] of found) {
  test(`plainForms() finds "${lemma}" by "${name}"`, (t) => {
    t.true(plainForms(name).includes(lemma), plainForms(name).join(', '));
    t.true(lexicon.named(lemma).length > 0);
  });
}

test('plainForms() begins with the name itself, and takes no s from "grass"', (t) => {
  t.deepEqual(plainForms('grass'), ['grass']);
  t.is(plainForms('bus_station/indoor')[0], 'bus station/indoor');
});

test('plainForms() has no form of nothing', (t) => {
  t.deepEqual(plainForms(''), []);
  t.deepEqual(plainForms(' _ '), []);
});

test('plainForms() never throws, and holds no empty form and none twice', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const forms = plainForms(name);
      t.false(forms.includes(''));
      t.is(new Set(forms).size, forms.length);
    }),
  );
});
