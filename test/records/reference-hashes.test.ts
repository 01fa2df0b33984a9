import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import {
  asSha256,
  parseReferenceHashes,
  type ReferenceEntry,
  referenceHashesText,
} from '../../src/records/index.ts';

const hex = (digits: number) =>
  fc
    .bigInt({ min: 0n, max: 16n ** BigInt(digits) - 1n })
    .map((value) => value.toString(16).padStart(digits, '0'));
const path = fc.stringMatching(/^[ -~äß]{1,20}$/);
const entry: fc.Arbitrary<ReferenceEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('hashed' as const),
    perceptualHash: hex(16),
    sha256: hex(64).map(asSha256),
    path,
  }),
  fc.record({
    kind: fc.constant('unreadable' as const),
    reason: fc.constantFrom('photo-unknown', 'file-empty'),
    path,
  }),
);

const read = (text: string) => parseReferenceHashes(Buffer.from(text), 'h.tsv');

test('parseReferenceHashes() reads back what referenceHashesText() writes', (t) => {
  const entries = fc.uniqueArray(entry, { selector: (one) => one.path });
  fc.assert(
    fc.property(entries, (written) => {
      const found = read(referenceHashesText(written));
      const hashed = written
        .filter((one) => one.kind === 'hashed')
        .sort((a, b) => (a.path < b.path ? -1 : 1));
      t.is(found.count, hashed.length);
      t.is(found.unreadable, written.length - hashed.length);
      for (const [i, { perceptualHash, sha256, path: place }] of hashed.entries()) {
        const halves = [found.high[i] as number, found.low[i] as number];
        t.is(halves.map((half) => half.toString(16).padStart(8, '0')).join(''), perceptualHash);
        t.deepEqual([found.digestOf(i), found.pathOf(i)], [sha256, place]);
      }
      t.is(referenceHashesText(written.toReversed()), referenceHashesText(written));
    }),
  );
});

const header = referenceHashesText([]);
const line = `${'0'.repeat(16)}\t${'a'.repeat(64)}\tdog.jpg`;
const wrong: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['nothing', '', /Hash file is empty: h\.tsv/],
  ['another header', '# hashes\n', /Not a line of a hash file "# hashes": h\.tsv line 1/],
  ['no header', `${line}\n`, /h\.tsv line 1/],
  ['a last line that is cut', `${header}${line}`, /Last line has no end: h\.tsv line 2/],
  ['a short hash', `${header}${line.slice(1)}\n`, /h\.tsv line 2/],
  ['capital digits', `${header}${line.replace('a', 'A')}\n`, /h\.tsv line 2/],
  ['no path', `${header}${line.slice(0, 82)}\n`, /h\.tsv line 2/],
  ['a fourth column', `${header}${line}\tx\n`, /h\.tsv line 2/],
  ['an empty line', `${header}\n`, /Not a line of a hash file "": h\.tsv line 2/],
  ['a second header', `${header}${header}`, /h\.tsv line 2/],
];

for (const [what, text, message] of wrong) {
  test(`parseReferenceHashes() refuses ${what}`, (t) => {
    t.throws(() => read(text), { instanceOf: InvalidInput, message });
  });
}

test('parseReferenceHashes() knows no image beyond the last', (t) => {
  t.throws(() => read(`${header}${line}\n`).pathOf(1), { instanceOf: RangeError });
});
