import test from 'ava';
import fc from 'fast-check';
import { EpithetReader } from '../../../src/lexicon/names/epithet-reader.ts';
import { epithetStem } from '../../../src/lexicon/names/scientific-name.ts';
import { stemBytes } from '../../../src/lexicon/names/stem-bytes.ts';

/** Of few letters, so that endings and diphthongs come often. */
const epithets = fc.string({ unit: fc.constantFrom(...'aeiorumsx'), minLength: 1, maxLength: 12 });

test('stemBytes() gives the stem that epithetStem() gives, for any small letters', (t) => {
  fc.assert(
    fc.property(epithets, (epithet) => {
      const bytes = Buffer.from(`Aus ${epithet}\t`);
      const stem = new Uint8Array(epithet.length);
      const length = stemBytes(bytes, 4, 4 + epithet.length, stem);
      return Buffer.from(stem.subarray(0, length)).toString() === epithetStem(epithet);
    }),
    { numRuns: 5_000 },
  );
  t.pass();
});

for (const epithet of ['hookerii', 'laevis', 'oaeus', 'aoe', 'ooe', 'niger', 'orum', 'er', 'a']) {
  test(`stemBytes() of "${epithet}" is what epithetStem() gives`, (t) => {
    const written = new Uint8Array(epithet.length);
    const length = stemBytes(Buffer.from(epithet), 0, epithet.length, written);
    t.is(Buffer.from(written.subarray(0, length)).toString(), epithetStem(epithet));
  });
}

test('EpithetReader finds the stems that it was given and no others', (t) => {
  const known = ['alb', 'nigr', 'catesbean'];
  const reader = new EpithetReader(known);
  const find = (word: string) => reader.knownStem(Buffer.from(word), 0, word.length);
  t.is(find('albus'), 'alb');
  t.is(find('nigra'), 'nigr');
  t.is(find('catesbeana'), 'catesbean');
  t.is(find('rubra'), undefined);
  t.is(find('a'.repeat(300)), undefined);
});

test('EpithetReader knows the words that are no epithets', (t) => {
  const reader = new EpithetReader([]);
  const isNone = (word: string) => reader.isNoEpithet(Buffer.from(word), 0, word.length);
  t.deepEqual(['sensu', 'group', 'indet', 'alba'].map(isNone), [true, true, true, false]);
});
