import test from 'ava';
import fc from 'fast-check';
import { printableName, printableText } from '../../src/records/index.ts';

test('printableName() leaves names alone that print, and quotes the others', (t) => {
  t.is(printableName('Amanita muscaria ssp. flavivolvata'), 'Amanita muscaria ssp. flavivolvata');
  t.is(printableName('Bubo búho'), 'Bubo búho');
  t.is(printableName('\u001b[31mred'), '"\\u001b[31mred"');
  t.is(printableName('\u009b31mred'), '"\\u009b31mred"', 'the 8-bit form of the same escape');
  t.is(printableName('two\nlines'), '"two\\nlines"');
  t.is(printableName('gpj.\u202eexe'), '"gpj.\\u202eexe"');
});

test('printableText() lets no control character through, and keeps JSON the same value', (t) => {
  const property = fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
    const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/;
    const json = printableText(JSON.stringify([value, text]));
    t.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify([value, text])));
    return !forbidden.test(printableText(text)) && !forbidden.test(json);
  });
  t.notThrows(() => fc.assert(property));
});
