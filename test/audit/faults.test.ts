import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { decodeText } from '../../src/audit/candidates/decode-text.ts';
import { readCandidates, readClassList } from '../../src/audit/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { asSha256 } from '../../src/records/index.ts';
import { candidatesIn, openDataTaxa, refusal, writeInput } from '../support/audit-input.ts';
import { temporaryFolder } from '../support/folders.ts';

const head = 'taxon_id\tancestry\trank_level\trank\tname\tactive';
const row = (...cells: readonly (string | number)[]) => openDataTaxa([cells]);
const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);

type Fault = readonly [title: string, file: string, bytes: string | Uint8Array, message: RegExp];
const faults: readonly Fault[] = [
  ['a stray quote', 'x.csv', 'name,x\ndo"g,1\n', /^Not a table, .*line 2, value is "do": x\.csv$/],
  [
    'a quote never closed',
    'x.csv',
    'name,x\n"a,1\nb,2\n',
    /^Not a table, Quote Not Closed.*x\.csv$/,
  ],
  ['too few cells', 'x.csv', 'name,x\na,1\nb\n', /^1 cells under 2 heads: x\.csv line 3$/],
  ['too many cells', 'x.tsv', 'name\tx\na\t1\t2\n', /^3 cells under 2 heads: x\.tsv line 2$/],
  [
    'no column of names',
    'x.csv',
    'a,b\n1,2\n',
    /^No column of names \(there are a, b\), say --col.*x\.csv$/,
  ],
  [
    'a line of 10 MB',
    'x.txt',
    `dog\n${'a'.repeat(10_000_000)}`,
    /^Line of 10,000,000 bytes: x\.txt line 2$/,
  ],
  ['UTF-16', 'x.txt', Buffer.from('\ufeffdog\n', 'utf16le'), /^UTF-16, save it as UTF-8: x\.txt$/],
  ['a zero byte', 'x.txt', 'cat\ndo\0g\n', /^Zero byte, no text, at column 3: x\.txt line 2$/],
  [
    'a cut character',
    'x.txt',
    Buffer.from([0x61, 0xe2, 0x82]),
    /^Not UTF-8, byte 0xe2 at column 2: x\.txt line 1$/,
  ],
  ['nothing', 'x.txt', '', /^Empty file: x\.txt$/],
  ['comments only', 'x.txt', '# names\n\n', /^No names: x\.txt$/],
  ['a head only', 'x.csv', 'name,x\n', /^No candidates \(table of names\): x\.csv$/],
  [
    'a head of open data only',
    'taxa.csv',
    head,
    /^No candidates \(iNaturalist open data taxa\): taxa\.csv$/,
  ],
  [
    'inactive taxa only',
    'x.csv',
    'name,active\nCanis,false\n',
    /^No candidates \(table of names; left out: Taxon that is not active any more: line 2\): x\.csv$/,
  ],
  ['a short wnid', 'x.txt', 'n123\n', /^Not a wnid of n and eight digits "n123": x\.txt line 1$/],
  ['a short wnid in a table', 'x.csv', 'name,x\nn123,1\n', /^Not a wnid .*"n123": x\.csv line 2$/],
  ['a short wnid in JSON', 'x.json', '["tench","n123"]', /^Not a wnid .*"n123": x\.json at \[1\]$/],
  ['a word for a wnid', 'x.csv', 'wnid\ndog\n', /^Not a wnid .*"dog": x\.csv line 2$/],
  [
    'a taxon twice',
    'x.csv',
    openDataTaxa([
      [1, '', 1, 'genus', 'A', 'true'],
      [1, '', 1, 'genus', 'B', 'true'],
    ]),
    /^Taxon 1 a second time: x\.csv line 3$/,
  ],
  [
    'an id that is none',
    'x.csv',
    row('1x', '', 1, 'genus', 'A', 'true'),
    /^Not a taxon id "1x": x\.csv line 2$/,
  ],
  [
    'an id of too many digits',
    'x.csv',
    row('99999999999', '', 1, 'genus', 'A', 'true'),
    /^Not a taxon id "99999999999": x\.csv line 2$/,
  ],
  [
    'a letter in an ancestry',
    'x.csv',
    row(1, 'x/2', 1, 'genus', 'A', 'true'),
    /^Not ids joined by slashes "x\/2": x\.csv line 2$/,
  ],
  [
    'an ancestry with a gap',
    'x.csv',
    row(1, '3//2', 1, 'genus', 'A', 'true'),
    /^Not ids joined by slashes "3\/\/2": x\.csv line 2$/,
  ],
  [
    'a taxon without a name',
    'x.csv',
    row(1, '', 1, 'genus', '', 'true'),
    /^Taxon 1 has no name: x\.csv line 2$/,
  ],
  [
    'neither true nor false',
    'x.csv',
    row(1, '', 1, 'genus', 'A', 'maybe'),
    /^Neither true nor false "maybe": x\.csv line 2$/,
  ],
  [
    'a short line of open data',
    'x.csv',
    `${head}\n1\t2\n`,
    /^2 fields under 6 heads: x\.csv line 2$/,
  ],
  [
    'parents in a ring',
    'x.csv',
    'id,parent_id,name,rank\n1,2,A,genus\n2,1,B,family\n',
    /^Taxon \d is among its own ancestors: x\.csv line \d$/,
  ],
  [
    'a taxon that is its own parent',
    'x.csv',
    'id,parent_id,name,rank\n1,1,A,genus\n',
    /^Taxon 1 is among its own ancestors: x\.csv line 2$/,
  ],
  [
    'parents in a ring of JSON',
    'x.json',
    '[{"id":1,"name":"A","rank":"genus","parent_id":2},{"id":2,"name":"B","rank":"genus","parent_id":1}]',
    /^Taxon 1 is among its own ancestors: x\.json$/,
  ],
  ['what is not gzip', 'x.csv.gz', 'name\ndog\n', /^Not gzip, .*: x\.csv\.gz$/],
  [
    'gzip that is cut',
    'x.txt.gz',
    Buffer.from([0x1f, 0x8b, 8, 0, 0]),
    /^Not gzip, unexpected end of file: x\.txt\.gz$/,
  ],
  ['JSON that ends early', 'x.json', '['.repeat(100_000), /^Not JSON, .*: x\.json$/],
  [
    'arrays a hundred thousand deep',
    'x.json',
    deep('[', ']'),
    /^No taxa and no names .*: x\.json$/,
  ],
  [
    'objects a hundred thousand deep',
    'x.json',
    deep('{"a":[', ']}'),
    /^No taxa and no names .*: x\.json$/,
  ],
  ['another schema of a class set', 'x.json', '{"schema":2,"members":[]}', /: x\.json at schema$/],
];

for (const [title, file, bytes, message] of faults) {
  test(`readCandidates() refuses ${title}`, async (t) => {
    t.regex(await refusal(t, writeInput(t, file, bytes)), message);
  });
}

test('readCandidates() refuses a column where there are none, or not this one', async (t) => {
  const table = writeInput(t, 'x.csv', 'name,y\ndog,1\n');
  t.is(await refusal(t, table, { column: 'z' }), 'No column "z" (there are name, y): x.csv');
  const text = writeInput(t, 'x.txt', 'dog\n');
  t.is(await refusal(t, text, { column: 'z' }), 'No column "z", not a CSV or TSV file: x.txt');
});

test('readCandidates() takes a byte order mark before open data', async (t) => {
  const text = `\ufeff${openDataTaxa([
    [1, '', 1, 'genus', 'A', 'True'],
    [2, '1', 1, 'species', 'A b', 'False'],
  ])}`;
  const list = await readCandidates(writeInput(t, 'x.csv', text));
  t.is(list.format, 'iNaturalist open data taxa');
  t.deepEqual(
    candidatesIn(list).map(({ name }) => name),
    ['A'],
  );
});

test('readCandidates() names links and stray files, and follows no link', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['dog', 'cat']) mkdirSync(join(folder, name));
  symlinkSync('..', join(folder, 'cat/up'));
  symlinkSync('dog', join(folder, 'wolf'));
  writeInput(t, 'tench.jpg', '', folder);
  writeInput(t, 'dog/1.jpg', '', folder);
  const list = await readCandidates(folder);
  t.deepEqual(
    candidatesIn(list).map(({ name }) => name),
    ['cat', 'dog'],
  );
  t.deepEqual(list.leftOut, [
    { where: 'tench.jpg', reason: 'A file in no class folder' },
    { where: 'cat/up, wolf', reason: 'A link, not followed' },
  ]);
});

test('readCandidates() takes names of objects for what they are', async (t) => {
  const names = ['__proto__', 'constructor', 'toString'];
  const list = await readCandidates(writeInput(t, 'x.txt', names.join('\n')));
  t.deepEqual(
    candidatesIn(list).map(({ name }) => name),
    names,
  );
});

test('decodeText() names line and column of the first byte that is not UTF-8', (t) => {
  const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => {
    return Buffer.from(text.replaceAll(/[\n\0]/g, '').toWellFormed());
  });
  const bad = fc.constantFrom(0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), line, bad, line, (before, own, byte, rest) => {
      const lines = before.flatMap((bytes) => [bytes, Buffer.from('\n')]);
      const bytes = Buffer.concat([...lines, own, Buffer.from([byte]), rest]);
      if (bytes[0] === 0xff && bytes[1] === 0xfe) return;
      const where = `x line ${before.length + 1}`;
      const message = `Not UTF-8, byte 0x${byte.toString(16)} at column ${own.length + 1}: ${where}`;
      t.throws(() => decodeText(bytes, 'x'), { instanceOf: InvalidInput, message });
    }),
  );
});

test('decodeText() finds a bad byte at the end of a long line in no time', (t) => {
  const bytes = Buffer.from('é'.repeat(500_000));
  bytes[999_999] = 0xff;
  const started = performance.now();
  t.throws(() => decodeText(bytes, 'x'), { message: /byte 0xc3 at column 999999: x line 1$/ });
  t.true(performance.now() - started < 5_000);
});

test('readClassList() refuses a list of other bytes, one not at hand and one unknown', async (t) => {
  const mirror = temporaryFolder(t);
  const wordnet = { sha256: asSha256('0'.repeat(64)), where: 'x' };
  const places = { mirror, rawFolder: join(mirror, 'raw'), wordnet };
  await t.throwsAsync(readClassList('imagenet-1k', places), {
    message: /is missing \(run npx oodforge sources fetch imagenet-1k, or say --mirror DIR/,
  });
  writeInput(t, 'imagenet_synsets.txt', 'n01440764\n', mirror);
  await t.throwsAsync(readClassList('imagenet-1k', places), {
    message: /^Not the pinned bytes of imagenet-1k \(expected 10000 bytes .*imagenet_synsets\.txt$/,
  });
  await t.throwsAsync(readClassList('nonsense', places), {
    message: /^No class set "nonsense" and no such file \(known: .*wordnet-nouns\)$/,
  });
  await t.throwsAsync(readClassList('imagenet-lemmas', places), {
    message: /^Not a list of classes/,
  });
});
