import test from 'ava';
import fc from 'fast-check';
import { isOneLetterOff } from '../../../src/lexicon/names/one-letter.ts';

const cases: readonly (readonly [a: string, b: string, isOff: boolean])[] = [
  ['tumeric', 'turmeric', true], // one letter less
  ['astreus', 'astraeus', true],
  ['angusta', 'augusta', true], // changed
  ['cleome', 'celome', true], // swapped
  ['alba', 'alba', false], // the same
  ['alba', 'albida', false], // two more
  ['abcd', 'badc', false], // swapped twice
  ['abc', 'cba', false], // swapped, but not neighbours
  ['', 'a', true],
  ['', '', false],
];

for (const [a, b, isOff] of cases) {
  test(`isOneLetterOff() is ${isOff} of "${a}" and "${b}"`, (t) => {
    t.is(isOneLetterOff(a, b), isOff);
    t.is(isOneLetterOff(b, a), isOff);
  });
}

test('isOneLetterOff() agrees with the distance of Damerau and Levenshtein', (t) => {
  const word = fc.stringMatching(/^[abc]{0,6}$/);
  fc.assert(
    fc.property(word, word, (a, b) => {
      t.is(isOneLetterOff(a, b), distance(a, b) === 1, `${a} ${b}`);
    }),
    { numRuns: 5000 },
  );
});

test('isOneLetterOff() is true after any one change to a word', (t) => {
  const word = fc.stringMatching(/^[a-z]{1,20}$/);
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom('', 'a', 'x'), fc.nat(1), (text, n, by, lost) => {
      const at = n % (text.length + 1 - lost);
      const other = text.slice(0, at) + by + text.slice(at + lost);
      t.is(isOneLetterOff(text, other), other !== text, `${text} ${other}`);
    }),
    { numRuns: 2000 },
  );
});

/** Letters added, lost, changed, or swapped with their neighbour, by the table as in textbooks. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number) => table[i]?.[j] as number;
  for (let j = 1; j <= b.length; j++) (table[0] as number[])[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(i - 2, j - 2) + 1);
      }
      (table[i] as number[])[j] = least;
    }
  }
  return at(a.length, b.length);
}
