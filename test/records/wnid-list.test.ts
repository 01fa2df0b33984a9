import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import { parseWnids, parseWnidTable, type Wnid, wnidOf } from '../../src/records/index.ts';

const wnids = fc
  .uniqueArray(fc.integer({ min: 0, max: 99_999_999 }), { maxLength: 50 })
  .map((offsets) => offsets.map(wnidOf));

test('parseWnids() gives what was written, with either line end, mark or none', (t) => {
  fc.assert(
    fc.property(
      wnids,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (list, isCrlf, hasMark, isOpen) => {
        const end = isCrlf ? '\r\n' : '\n';
        const text = list.join(end) + (isOpen || list.length === 0 ? '' : end);
        t.deepEqual(parseWnids((hasMark ? '\ufeff' : '') + text, 'list.txt', list.length), list);
      },
    ),
  );
});

const refusals: readonly (readonly [text: string, sentence: string])[] = [
  ['n01440764\ntench\n', 'Not a wnid of n and eight digits "tench": list.txt at line 2'],
  ['n01440764\n\nn01443537\n', 'Not a wnid of n and eight digits "": list.txt at line 2'],
  ['n01440764 \n', 'Not a wnid of n and eight digits "n01440764 ": list.txt at line 1'],
  ['v01440764\n', 'Not a wnid of n and eight digits "v01440764": list.txt at line 1'],
  [
    'n01440764\nn01443537\nn01440764\n',
    'Wnid listed twice "n01440764" (first at line 1): list.txt at line 3',
  ],
  ['n01440764\n', 'Number of wnids is 1, expected 2: list.txt'],
  ['', 'Number of wnids is 0, expected 2: list.txt'],
];

for (const [text, message] of refusals) {
  test(`parseWnids() refuses ${JSON.stringify(text)}`, (t) => {
    t.throws(() => parseWnids(text, 'list.txt', 2), { instanceOf: InvalidInput, message });
  });
}

test('parseWnids() shortens a line of hostile length', (t) => {
  const error = t.throws(() => parseWnids('x'.repeat(1_000_000), 'list.txt'));
  t.true((error?.message.length ?? 0) < 200);
});

test('parseWnidTable() keeps texts as they are, tabs included', (t) => {
  const wnid = 'n01440764' as Wnid;
  t.deepEqual(parseWnidTable('n01440764\ttench, Tinca\ttinca\r\n', 'table.txt', 1), [
    { wnid, text: 'tench, Tinca\ttinca' },
  ]);
  t.throws(() => parseWnidTable('n01440764 tench\n', 'table.txt'), {
    message: 'No tab after the wnid "n01440764 tench": table.txt at line 1',
  });
  t.throws(() => parseWnidTable('n01440764\ta\nn01440764\tb\n', 'table.txt'), {
    message: /twice "n01440764" \(first at line 1\): table\.txt at line 2/,
  });
});
