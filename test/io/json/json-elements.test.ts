import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../../src/errors.ts';
import { jsonElements } from '../../../src/io/index.ts';
import { ArrayScanner } from '../../../src/io/json/array-scanner.ts';
import { temporaryFolder } from '../../support/folders.ts';

const limits = { mostElementBytes: 1000, deepest: 20, where: 'a.json' };

/** The elements of two arrays in a text that comes in chunks of so many bytes. */
function scan(text: string, chunkBytes: number, arrays: readonly string[] = ['images', 'boxes']) {
  const scanner = new ArrayScanner({ ...limits, arrays });
  const bytes = Buffer.from(text);
  const found: [string, unknown][] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const { array, text: json } of scanner.push(bytes.subarray(at, at + chunkBytes))) {
      found.push([array, JSON.parse(json.toString())]);
    }
  }
  scanner.finish();
  return found;
}

test('ArrayScanner finds every element of the wanted arrays, wherever chunks end', (t) => {
  const object = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), {
    maxKeys: 3,
  });
  const file = fc.record({
    before: fc.jsonValue({ maxDepth: 3 }),
    images: fc.array(object, { maxLength: 5 }),
    between: fc.string(),
    boxes: fc.array(object, { maxLength: 5 }),
    after: fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
  });
  fc.assert(
    fc.property(
      file,
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(0, 1, '\t'),
      (value, chunkBytes, space) => {
        const expected = [
          ...value.images.map((element) => ['images', JSON.parse(JSON.stringify(element))]),
          ...value.boxes.map((element) => ['boxes', JSON.parse(JSON.stringify(element))]),
        ];
        t.deepEqual(scan(JSON.stringify(value, null, space), chunkBytes), expected as never);
      },
    ),
  );
});

const refused: readonly (readonly [text: string, message: RegExp])[] = [
  ['', /^JSON breaks off: a\.json at byte 0$/],
  ['[]', /unexpected "\[": a\.json at byte 0/],
  ['{"images":[{}],"boxes":[{"a":1}', /breaks off: a\.json at byte 31/],
  ['{"images":[],"boxes":[]} {}', /goes on behind its end: a\.json at byte 25/],
  ['{"images":[]}', /No array "boxes"/],
  ['{"images":{},"boxes":[]}', /Not an array "images": a\.json at byte 10/],
  ['{"images":null,"boxes":[]}', /Not an array "images"/],
  ['{"images":[1],"boxes":[]}', /Not an object in the array "images": a\.json at byte 11/],
  ['{"images":[[]],"boxes":[]}', /Not an object in the array "images"/],
  ['{"images":[{},],"boxes":[]}', /Not an object in the array "images"/],
  ['{"images":[{}{}],"boxes":[]}', /unexpected "\{"/],
  ['{"images":[],"images":[],"boxes":[]}', /Array stands twice "images"/],
  ['{"images":[],,"boxes":[]}', /unexpected ","/],
  ['{"images":[],"boxes":[],}', /unexpected "\}"/],
  ['{images:[],"boxes":[]}', /unexpected "i": a\.json at byte 1/],
  ['{"images" [],"boxes":[]}', /unexpected "\["/],
  ['{"a":#,"images":[],"boxes":[]}', /unexpected "#"/],
  [
    `{"a":${'['.repeat(30)}${']'.repeat(30)},"images":[],"boxes":[]}`,
    /nested too deep: a\.json at byte 25/,
  ],
  [`{"${'a'.repeat(400)}":1}`, /more than 256 bytes in one key: a\.json at byte 1/],
  [
    `{"images":[{"a":"${'x'.repeat(1200)}"}],"boxes":[]}`,
    /more than 1000 bytes in one element: a\.json at byte 11/,
  ],
];

for (const [text, message] of refused) {
  test(`ArrayScanner refuses ${text.length > 60 ? `${text.slice(0, 57)}...` : text || 'nothing'}`, (t) => {
    for (const chunkBytes of [1, 7, 300]) {
      t.throws(() => scan(text, chunkBytes), { instanceOf: InvalidInput, message });
    }
  });
}

test('jsonElements() reads a file, and names an element that is no JSON', async (t) => {
  const path = join(temporaryFolder(t), 'a.json');
  writeFileSync(path, '{"info":{"images":[1]},"images":[{"id":1},{"id":"}]\\""}]}');
  const found = [];
  let bytes = 0;
  const onChunk = (chunk: Buffer) => {
    bytes += chunk.length;
  };
  for await (const { value } of jsonElements(path, { arrays: ['images'], onChunk }))
    found.push(value);
  t.deepEqual(found, [{ id: 1 }, { id: '}]"' }]);
  t.is(bytes, 57);
  writeFileSync(path, '{"images":[{"id":1,}]}');
  await t.throwsAsync(jsonElements(path, { arrays: ['images'] }).next(), {
    instanceOf: InvalidInput,
    message: /Not JSON, an element of "images", "\{\\"id\\":1,\}": .*a\.json/,
  });
});
