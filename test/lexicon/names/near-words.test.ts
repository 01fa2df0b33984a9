import test from 'ava';
import fc from 'fast-check';
import { NearWords } from '../../../src/lexicon/names/near-words.ts';
import { isOneLetterOff } from '../../../src/lexicon/names/one-letter.ts';

const word = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 6 });

test('NearWords finds what isOneLetterOff() finds among all words', (t) => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (words, asked) => {
      const wanted = words.filter((other) => isOneLetterOff(other, asked)).sort();
      return [...new NearWords(words).near(asked)].sort().join() === wanted.join();
    }),
  );
  t.pass();
});

test('NearWords finds nothing for a word that it has and no other like it', (t) => {
  t.deepEqual(new NearWords(['quercus', 'danaus']).near('quercus'), []);
});
