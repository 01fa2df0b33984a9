import test from 'ava';
import { NaturalHistory } from '../../../src/lexicon/matching/natural-history.ts';
import { GroupStems } from '../../../src/lexicon/taxonomy/group-stems.ts';
import { levelOf, rankWordsOf } from '../../../src/lexicon/taxonomy/ranks.ts';
import { lexicon } from '../../support/nouns.ts';

const { genusNames, species } = new NaturalHistory(lexicon);
const titles = (rows: Iterable<number>) => [...rows].map((row) => lexicon.title(row));

test('GenusNames.of() finds the organism with "genus" among its lemmas', (t) => {
  t.deepEqual(titles(genusNames.of('Leishmania')), ['Leishmania']);
  t.deepEqual(titles(genusNames.of('leishmania')), ['Leishmania']);
  t.deepEqual(titles(genusNames.of('Paramecium')), ['paramecium']);
});

test('GenusNames.of() finds the organism whose gloss says of which genus all of it is', (t) => {
  t.deepEqual(titles(genusNames.of('Chara')), ['stonewort']);
});

test('GenusNames.of() is empty for what names no genus', (t) => {
  t.deepEqual(genusNames.of('Nowhere'), []);
  t.deepEqual(genusNames.of(''), []);
});

test('SpeciesIndex finds names by the stem of the first and of the last epithet', (t) => {
  const texts = (stem: string) => species.withStem(stem).map(({ text }) => text);
  t.deepEqual(texts('hygrometric'), ['Astreus hygrometricus']);
  t.true(texts('catesbeian').includes('Rana catesbeiana'));
  t.true(species.inGenus('QUERCUS').some(({ text }) => text === 'Quercus alba'));
  t.deepEqual(species.inGenus('African'), []);
});

test('SpeciesIndex.synsetsWithStem() counts synsets, not names', (t) => {
  t.is(species.synsetsWithStem('hygrometric'), 1);
  t.is(species.synsetsWithStem('nothing'), 0);
  t.true(species.synsetsWithStem('vulgar') > 40);
});

test('GroupStems.likeNamed() does not tell endings of groups apart', (t) => {
  const stems = new GroupStems();
  stems.add('scorpionida', 1, false);
  stems.add('arctiidae', 2, false);
  stems.add('bufonidae', 3, false);
  stems.add('scorpio', 4, true);
  t.deepEqual(stems.likeNamed('Scorpiones'), [1]);
  t.deepEqual(stems.likeNamed('Arctiinae'), [2]);
  t.deepEqual(stems.likeNamed('Bufonoidea'), [3]);
  t.deepEqual(stems.likeNamed('Bufoniceps'), []);
});

test('GroupStems.generaOneLetterFrom() holds the first two letters for right', (t) => {
  const stems = new GroupStems();
  stems.add('astreus', 1, true);
  stems.add('astreidae', 2, false);
  t.deepEqual(stems.generaOneLetterFrom('Astraeus'), [1]);
  t.deepEqual(stems.generaOneLetterFrom('Astreus'), []);
  t.deepEqual(stems.generaOneLetterFrom('Estreus'), []);
});

test('levelOf() knows ranks in any case, and no other word', (t) => {
  t.is(levelOf('genus'), 20);
  t.is(levelOf(' Genus '), 20);
  t.is(levelOf('zoosubsection'), 33.5);
  t.is(levelOf('stateofmatter'), 100);
  t.is(levelOf('oak'), undefined);
  t.is(levelOf('constructor'), undefined);
  t.is(levelOf(undefined), undefined);
});

test('rankWordsOf() has every word of a height', (t) => {
  t.deepEqual(rankWordsOf(60), ['division', 'phylum']);
  t.deepEqual(rankWordsOf(61), []);
  t.true(rankWordsOf(undefined).includes('genus'));
});
