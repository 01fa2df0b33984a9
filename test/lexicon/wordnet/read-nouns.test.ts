import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../../src/errors.ts';
import { Lexicon, readNouns } from '../../../src/lexicon/index.ts';
import { lexicon, nounFile, rowOf } from '../../support/nouns.ts';

const where = 'data.noun';
const refused = (bytes: Uint8Array) => {
  try {
    readNouns(bytes, where);
  } catch (error) {
    return error;
  }
  return undefined;
};

/** The file with one piece of text changed for another. */
function edited(from: string, to: string): Buffer {
  const at = Buffer.from(nounFile.buffer, nounFile.byteOffset, nounFile.length).indexOf(from);
  if (at === -1) throw new Error(`The nouns do not hold "${from}"`);
  const rest = nounFile.subarray(at + from.length);
  return Buffer.concat([nounFile.subarray(0, at), Buffer.from(to, 'latin1'), rest]);
}

test('readNouns() reads 82,115 synsets, each at its own byte offset', (t) => {
  t.is(lexicon.size, 82_115);
  t.is(String(lexicon.wnid(0)), 'n00001740');
  t.is(lexicon.title(0), 'entity');
  const { offsets } = lexicon.tables;
  for (let row = 1; row < lexicon.size; row++) {
    if ((offsets[row] as number) <= (offsets[row - 1] as number)) t.fail(`row ${row}`);
  }
});

const known: readonly (readonly [wnid: string, lemmas: readonly string[], gloss: RegExp])[] = [
  ['n01440764', ['tench', 'Tinca tinca'], /^freshwater dace-like game fish of Europe/],
  [
    'n12285512',
    ['red alder', 'Oregon alder', 'Alnus rubra'],
    /^large tree of Pacific coast .* hard red wood much used for furniture$/,
  ],
  ['n02084071', ['dog', 'domestic dog', 'Canis familiaris'], /^a member of the genus Canis /],
  ['n12356395', ['turmeric', 'Curcuma longa', 'Curcuma domestica'], /^widely cultivated tropical/],
];

for (const [wnid, lemmas, gloss] of known) {
  test(`Lexicon has the lemmas and the gloss of ${wnid}`, (t) => {
    const row = rowOf(wnid);
    t.deepEqual(lexicon.lemmas(row), lemmas);
    t.regex(lexicon.gloss(row), gloss);
    t.is(String(lexicon.wnid(row)), wnid);
    for (const lemma of lemmas) t.true(lexicon.named(lemma).includes(row), lemma);
  });
}

test('Lexicon reads a count of lemmas as hexadecimal', (t) => {
  // "1b 0a ..." would be cut, or read too far, as a decimal count.
  const longest = Array.from({ length: lexicon.size }, (_, row) => lexicon.lemmas(row).length);
  t.is(Math.max(...longest), 28);
});

test('Lexicon.named() does not tell case, spaces, underscores and hyphens apart', (t) => {
  const rows = lexicon.named('Malaxis unifolia');
  t.deepEqual(
    rows.map((row) => lexicon.lemmas(row).includes('Malaxis-unifolia')),
    [true],
  );
  for (const name of ['malaxis-unifolia', 'MALAXIS_UNIFOLIA', 'Malaxis Unifolia']) {
    t.deepEqual(lexicon.named(name), rows, name);
  }
  t.deepEqual(lexicon.named('Malaxis unifoli'), []);
  t.deepEqual(lexicon.named(''), []);
});

test('Lexicon.named() finds each lemma of each synset', (t) => {
  for (let row = 0; row < lexicon.size; row += 7) {
    for (const lemma of lexicon.lemmas(row)) {
      if (!lexicon.named(lemma).includes(row)) t.fail(`${lexicon.wnid(row)} ${lemma}`);
    }
  }
  t.pass();
});

test('Lexicon.rowOf() knows no wnid between two synsets, of 3.1, or past the end', (t) => {
  for (const wnid of ['n00001741', 'n04431553', 'n00000000', 'n99999999']) {
    t.throws(() => rowOf(wnid), {
      instanceOf: InvalidInput,
      message: `No noun synset of WordNet 3.0 has the id "${wnid}": test`,
    });
  }
});

const inverses = [
  ['hyponyms', 'hypernyms'],
  ['hypernyms', 'hyponyms'],
  ['members', 'groups'],
  ['groups', 'members'],
] as const;

for (const [one, other] of inverses) {
  test(`Lexicon.${one}() is the inverse of ${other} over all rows`, (t) => {
    let pairs = 0;
    for (let row = 0; row < lexicon.size; row++) {
      for (const target of lexicon[one](row)) {
        if (!lexicon[other](target).includes(row)) t.fail(`${row} ${target}`);
        pairs++;
      }
    }
    const { targets } = lexicon.tables[other];
    t.is(pairs, targets.length);
    t.true(pairs > 10_000);
  });
}

test('Lexicon.hypernyms() holds kinds and instances, and only entity has none', (t) => {
  const tops = Array.from({ length: lexicon.size }, (_, row) => row).filter(
    (row) => lexicon.hypernyms(row).length === 0,
  );
  t.deepEqual(tops, [0]);
  const [darwin] = lexicon.named('Charles Darwin');
  t.deepEqual(
    [...lexicon.hypernyms(darwin as number)].map((row) => lexicon.title(row)),
    ['naturalist'],
  );
});

test('Lexicon.below() lists each row under entity once', (t) => {
  t.is(lexicon.below(0).length, lexicon.size - 1);
  t.is(new Set(lexicon.below(0)).size, lexicon.size - 1);
});

test('Lexicon.isPhysical() tells what can be seen from what cannot', (t) => {
  t.true(lexicon.isPhysical(rowOf('n02084071')));
  t.false(lexicon.named('jealousy').some((row) => lexicon.isPhysical(row)));
});

test('readNouns() reads bytes that begin within a larger buffer', (t) => {
  const large = new Uint8Array(nounFile.length + 10);
  large.set(nounFile, 10);
  const inside = new Lexicon(readNouns(large.subarray(10), where));
  const row = inside.named('Tinca tinca')[0] as number;
  t.is(inside.gloss(row), lexicon.gloss(row));
});

test('readNouns() refuses WordNet 3.1 by name', (t) => {
  const bytes = edited('WordNet 3.0 Copyright', 'WordNet 3.1 Copyright');
  t.throws(() => readNouns(bytes, where), {
    instanceOf: InvalidInput,
    message: /^WordNet 3\.1, but ImageNet's ids are places in WordNet 3\.0 .*: data\.noun$/,
  });
});

test('readNouns() refuses what is no data file of WordNet', (t) => {
  for (const text of ['', '\n', '  ', 'n01440764\nn01443537\n', '\u0000'.repeat(10_000)]) {
    t.throws(() => readNouns(Buffer.from(text), where), {
      instanceOf: InvalidInput,
      message: /^No WordNet data file.*: data\.noun$/,
    });
  }
});

test('readNouns() refuses the licence alone, and a part of it', (t) => {
  const licence = nounFile.subarray(0, 1740);
  t.throws(() => readNouns(licence, where), {
    instanceOf: InvalidInput,
    message: /^Only 0 noun synsets, not 82,115, the file is cut: data\.noun line 30$/,
  });
  t.throws(() => readNouns(licence.subarray(0, 1700), where), {
    instanceOf: InvalidInput,
    message: /^The file ends within its licence: data\.noun$/,
  });
});

test('readNouns() refuses a file that is cut at a line end, or within a line', (t) => {
  const lineEnd = nounFile.indexOf(0x0a, 8_000_000) + 1;
  t.throws(() => readNouns(nounFile.subarray(0, lineEnd), where), {
    instanceOf: InvalidInput,
    message: /^Only [\d,]+ noun synsets, not 82,115, the file is cut: data\.noun line \d+$/,
  });
  t.throws(() => readNouns(nounFile.subarray(0, lineEnd + 9), where), {
    instanceOf: InvalidInput,
    message: /^No lexicographer file: data\.noun line \d+$/,
  });
  t.throws(() => readNouns(nounFile.subarray(0, -1), where), {
    instanceOf: InvalidInput,
    message: /^No line end at the end of the file: data\.noun line 82144$/,
  });
});

test('readNouns() refuses one synset more', (t) => {
  const line = Buffer.from(`${nounFile.length} 03 n 01 oodforge 0 000 | one more\n`);
  t.throws(() => readNouns(Buffer.concat([nounFile, line]), where), {
    instanceOf: InvalidInput,
    message: /^More than 82115 noun synsets: data\.noun line 82145$/,
  });
});

test('readNouns() refuses a pointer to where no synset is', (t) => {
  t.throws(() => readNouns(edited('~ 00001930 n', '@ 00001931 n'), where), {
    instanceOf: InvalidInput,
    message: /^Pointer to 1931, where no synset is: data\.noun at 1740$/,
  });
});

const wrongFields: readonly (readonly [from: string, to: string, message: RegExp])[] = [
  ['00001740 03 n 01', 'x0001740 03 n 01', /^Not a byte offset "x0001740": data\.noun line 30$/],
  ['00001740 03 n 01', '00001741 03 n 01', /^Byte offset 1741 on the line at 1740: .* line 30$/],
  ['00001740 03 n 01', '00001740 0x n 01', /^Not a lexicographer file "0x": .* line 30$/],
  ['00001740 03 n 01', '00001740 03 v 01', /^Not the synset type n "v": .* line 30$/],
  ['00001740 03 n 01', '00001740 03 n 0g', /^Not a count of lemmas "0g": .* line 30$/],
  ['00001740 03 n 01', '00001740 03 n 02', /: data\.noun line 30$/],
  ['entity 0 003', 'entity 0 004', /: data\.noun line 30$/],
  ['entity 0 003', 'entity 0 002', /^Not the mark \| before the gloss "~": .* line 30$/],
];

for (const [from, to, message] of wrongFields) {
  test(`readNouns() refuses "${to}" for "${from}"`, (t) => {
    t.throws(() => readNouns(edited(from, to), where), { instanceOf: InvalidInput, message });
  });
}

const firstLineAt = 1740;
const lastLineAt = nounFile.lastIndexOf(0x0a, nounFile.length - 2) + 1;
const places = fc.integer({ min: firstLineAt, max: lastLineAt - 1 });
const bytes = fc.integer({ min: 0, max: 255 });

test('readNouns() names a line after any byte before the last line is lost', (t) => {
  const property = fc.property(places, (at) => {
    t.true(isRefusedAtLine(replaced(at, 1)));
  });
  fc.assert(property, { numRuns: 25 });
});

test('readNouns() names a line after any byte before the last line is added', (t) => {
  const property = fc.property(places, bytes, (at, byte) => {
    t.true(isRefusedAtLine(replaced(at, 0, byte)));
  });
  fc.assert(property, { numRuns: 25 });
});

test('readNouns() refuses a byte lost or added in the last gloss by the length of the file', (t) => {
  for (const file of [replaced(nounFile.length - 9, 1), replaced(nounFile.length - 9, 0, 0x61)]) {
    t.throws(() => readNouns(file, where), {
      instanceOf: InvalidInput,
      message: /^File of 153002(79|81) bytes, not 15300280: data\.noun line \d+$/,
    });
  }
});

test('readNouns() names the line whose own offset has any digit changed', (t) => {
  const rows = fc.integer({ min: 0, max: lexicon.size - 1 });
  const digits = fc.integer({ min: 0, max: 7 });
  const property = fc.property(rows, digits, bytes, (row, digit, byte) => {
    const at = (lexicon.tables.offsets[row] as number) + digit;
    fc.pre(nounFile[at] !== byte);
    const error = refused(replaced(at, 1, byte));
    t.true(error instanceof InvalidInput);
    t.true((error as InvalidInput).message.endsWith(`: data.noun line ${row + 30}`));
  });
  fc.assert(property, { numRuns: 25 });
});

/** The file without `lost` bytes at a place, and with others there. */
function replaced(at: number, lost: number, ...added: readonly number[]): Buffer {
  return Buffer.concat([
    nounFile.subarray(0, at),
    Buffer.of(...added),
    nounFile.subarray(at + lost),
  ]);
}

function isRefusedAtLine(file: Buffer): boolean {
  const error = refused(file);
  return error instanceof InvalidInput && /: data\.noun line \d+$/.test(error.message);
}
