import test from 'ava';
import fc from 'fast-check';
import { LeftOutCounts } from '../../../../src/sources/inaturalist/open-data/left-out.ts';
import { wholeRows } from '../../../../src/sources/inaturalist/open-data/whole-rows.ts';

interface Read {
  readonly text: string;
  readonly leftOut: readonly string[];
}

async function read(bytes: Buffer, cuts: readonly number[] = []): Promise<Read> {
  const leftOut = new LeftOutCounts();
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  async function* blocks() {
    let from = 0;
    for (const end of ends) {
      yield bytes.subarray(from, end);
      from = end;
    }
  }
  const rows: Buffer[] = [];
  for await (const block of wholeRows(blocks(), { file: 'f.csv', fields: 3, leftOut })) {
    rows.push(block);
  }
  const list = leftOut.list().map(({ reason, count, example }) => `${reason} ${count} ${example}`);
  return { text: Buffer.concat(rows).toString('utf8'), leftOut: list };
}

function lines(...rows: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    ['a\tb\tc', ...rows].flatMap((row) => [Buffer.from(row), Buffer.from('\n')]),
  );
}

test('wholeRows() passes rows on and drops the header', async (t) => {
  const { text, leftOut } = await read(lines('1\t"x\t\'', '\t\t', '2\té\tz'));
  t.is(text, '1\t"x\t\'\n\t\t\n2\té\tz\n');
  t.deepEqual(leftOut, []);
});

test('wholeRows() takes a last line without an end, and lines that end in two characters', async (t) => {
  const { text, leftOut } = await read(Buffer.from('a\tb\tc\r\n1\t2\t3\r\n\r\n4\t5\t6'));
  t.is(text, '1\t2\t3\n4\t5\t6\n');
  t.deepEqual(leftOut, []);
});

test('wholeRows() counts what is no row by reason', async (t) => {
  const bytes = lines(
    'one\ttwo',
    '1\t2\t3\t4',
    Buffer.from([0x31, 0x09, 0xff, 0x09, 0x33]),
    '1\ta\u0000b\t3',
    '1\ta\rb\t3',
    `1\t${'x'.repeat(70_000)}\t3`,
    '7\t8\t9',
  );
  const { text, leftOut } = await read(bytes);
  t.is(text, '7\t8\t9\n');
  t.deepEqual(
    leftOut.map((line) => line.slice(0, 24)),
    [
      'control-character 2 1\ta\\',
      'line-too-long 1 1\txxxxxx',
      'not-utf-8 1 1\t\ufffd\t3',
      'wrong-field-count 2 1\t2\t',
    ],
  );
});

test('wholeRows() keeps no more of an endless line than it must', async (t) => {
  const { text, leftOut } = await read(
    lines('1\t2\t3', 'x'.repeat(300_000), '4\t5\t6'),
    Array.from({ length: 60 }, (_, i) => i * 5000),
  );
  t.is(text, '1\t2\t3\n4\t5\t6\n');
  t.is(leftOut.length, 1);
  t.true(leftOut[0]?.startsWith('line-too-long 1 xxx'));
});

test('wholeRows() yields the same however the bytes are cut', async (t) => {
  const field = fc.constantFrom('', '1', 'é', '"', 'x y', 'a\rb', '\u0000');
  const line = fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => fields.join('\t'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(line, fc.constant(Buffer.from([0xc3, 0x09, 0x28])))),
      fc.array(fc.nat(200), { maxLength: 8 }),
      async (rows, cuts) => {
        const bytes = lines(...rows);
        t.deepEqual(await read(bytes, cuts), await read(bytes));
      },
    ),
    { numRuns: 200 },
  );
});
