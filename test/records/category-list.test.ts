import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import { parseCategories } from '../../src/records/index.ts';

test('parseCategories() gives the names in order, with or without the letter they are filed under', (t) => {
  const name = fc.stringMatching(/^[a-z][a-z_]{0,12}(\/[a-z]{1,8})?$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (names, hasLetter) => {
        const lines = names.map((one, i) => `${hasLetter ? `/${one[0]}/` : ''}${one} ${i}`);
        t.deepEqual(parseCategories(lines.join('\n'), 'list.txt', names.length), names);
        t.deepEqual(parseCategories(`${lines.join('\r\n')}\r\n`, 'list.txt', names.length), names);
      },
    ),
  );
});

const refusals: readonly (readonly [text: string, sentence: string])[] = [
  ['/a/abbey 1', 'Not a name and the index 0 "/a/abbey 1": list.txt at line 1'],
  ['/a/abbey 0\n\n', 'Not a name and the index 1 "": list.txt at line 2'],
  ['/a/../etc 0', 'Not a name and the index 0 "/a/../etc 0": list.txt at line 1'],
  ['abbey 0\nabbey 1', 'Category listed twice "abbey": list.txt'],
  ['abbey 0', 'Number of categories is 1, expected 2: list.txt'],
];

for (const [text, message] of refusals) {
  test(`parseCategories() refuses ${JSON.stringify(text)}`, (t) => {
    t.throws(() => parseCategories(text, 'list.txt', 2), { instanceOf: InvalidInput, message });
  });
}
