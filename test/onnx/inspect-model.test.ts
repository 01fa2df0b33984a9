import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import {
  attributeField,
  dimField,
  entryField,
  functionField,
  graphField,
  modelField,
  nodeField,
  opsetField,
  shapeField,
  sparseField,
  tensorField,
  tensorTypeField,
  trainingField,
  typeField,
  valueField,
} from '../../src/onnx/fields.ts';
import { filesOutsideFolder, inspectModel, outputOf } from '../../src/onnx/index.ts';
import { identityModel } from '../support/tiny-model.ts';
import { bytesField, join, numberField, textField } from '../support/wire.ts';

// Files are put together here field by field, so that the scanner is not held against our own writer.

const graph = (...fields: readonly Uint8Array[]) => bytesField(modelField.graph, join(...fields));
const node = (...fields: readonly Uint8Array[]) => bytesField(graphField.node, join(...fields));

const place = (location: string) =>
  join(
    numberField(tensorField.location, 1n),
    bytesField(
      tensorField.external,
      join(textField(entryField.key, 'location'), textField(entryField.value, location)),
    ),
  );

const shape = (...dims: readonly (number | string | undefined)[]) =>
  bytesField(
    tensorTypeField.shape,
    join(
      ...dims.map((dim) =>
        bytesField(
          shapeField.dim,
          typeof dim === 'number'
            ? numberField(dimField.value, BigInt.asUintN(64, BigInt(dim)))
            : typeof dim === 'string'
              ? textField(dimField.parameter, dim)
              : new Uint8Array(),
        ),
      ),
    ),
  );

const value = (field: number, name: string, elementType: bigint, ...rest: readonly Uint8Array[]) =>
  bytesField(
    field,
    join(
      textField(valueField.name, name),
      bytesField(
        valueField.type,
        bytesField(
          typeField.tensor,
          join(numberField(tensorTypeField.elementType, elementType), ...rest),
        ),
      ),
    ),
  );

test('inspectModel() says what a file says', (t) => {
  const file = join(
    numberField(modelField.irVersion, 8n),
    textField(modelField.producerName, 'maker'),
    textField(modelField.producerVersion, '1.2'),
    numberField(99, 7n), // a field of tomorrow
    graph(
      node(textField(nodeField.opType, 'Conv')),
      node(textField(nodeField.opType, 'Conv')),
      node(textField(nodeField.opType, 'Own'), textField(nodeField.domain, 'com.example')),
      bytesField(graphField.initialiser, textField(tensorField.name, 'w')),
      value(graphField.input, 'x', 10n, shape('N', 3, undefined, -1)),
      value(graphField.input, 'w', 1n, shape(4)),
      value(graphField.output, 'y', 16n),
      bytesField(graphField.output, textField(valueField.name, 'untyped')),
      value(graphField.output, 'z', 4711n, shape()),
    ),
    bytesField(
      modelField.opset,
      join(textField(opsetField.domain, 'com.example'), numberField(opsetField.version, 3n)),
    ),
    bytesField(
      modelField.opset,
      join(textField(opsetField.domain, ''), numberField(opsetField.version, 17n)),
    ),
  );
  t.deepEqual(inspectModel(file, 'file'), {
    irVersion: 8,
    producer: 'maker 1.2',
    opsets: [
      { domain: 'com.example', version: 3 },
      { domain: '', version: 17 },
    ],
    opset: 17,
    inputs: [{ name: 'x', elementType: 'float16', dims: ['N', 3, undefined, undefined] }],
    outputs: [
      { name: 'y', elementType: 'bfloat16', dims: undefined },
      { name: 'untyped', elementType: 'unknown', dims: undefined },
      { name: 'z', elementType: 'unknown', dims: [] },
    ],
    initialisers: 1,
    nodes: 3,
    operators: [
      { name: 'Conv', count: 2 },
      { name: 'com.example.Own', count: 1 },
    ],
    externalFiles: [],
  });
});

test('inspectModel() finds external files wherever a tensor can be', (t) => {
  const attribute = (field: number, message: Uint8Array) =>
    bytesField(nodeField.attribute, bytesField(field, message));
  const inner = (field: number, location: string) =>
    attribute(field, bytesField(graphField.initialiser, place(location)));
  const sparse = (location: string) => bytesField(sparseField.values, place(location));
  const file = join(
    graph(
      bytesField(graphField.initialiser, place('a')),
      bytesField(graphField.initialiser, place('a')),
      bytesField(graphField.sparseInitialiser, sparse('b')),
      node(attribute(attributeField.tensor, place('c'))),
      node(attribute(attributeField.tensors, place('d'))),
      node(inner(attributeField.graph, 'e')),
      node(inner(attributeField.graphs, 'f')),
      node(attribute(attributeField.sparseTensor, sparse('g'))),
      node(attribute(attributeField.sparseTensors, bytesField(sparseField.indices, place('h')))),
    ),
    bytesField(
      modelField.training,
      bytesField(trainingField.algorithm, bytesField(graphField.initialiser, place('i'))),
    ),
    bytesField(
      modelField.function,
      bytesField(functionField.node, attribute(attributeField.tensor, place('j'))),
    ),
    graph(bytesField(graphField.initialiser, numberField(tensorField.location, 1n))),
  );
  t.deepEqual(inspectModel(file, 'file').externalFiles, ['', ...'abcdefghij']);
});

test('filesOutsideFolder() names what leaves the folder, and why', (t) => {
  const files = ['w.bin', 'sub/w.bin', '../w', '/etc/passwd', 'a\\b', 'C:w'];
  const file = graph(...files.map((name) => bytesField(graphField.initialiser, place(name))));
  t.deepEqual(filesOutsideFolder(inspectModel(file, 'file')), [
    { file: '../w', reason: 'holds the segment ".."' },
    { file: '/etc/passwd', reason: 'is absolute' },
    { file: 'C:w', reason: 'is absolute' },
    { file: 'a\\b', reason: 'holds a backslash' },
  ]);
});

test('inspectModel() reads a file in several parts as the merged model', (t) => {
  const more = graph(value(graphField.output, 'more', 1n));
  const { outputs, nodes } = inspectModel(join(identityModel(), more), 'file');
  t.deepEqual(
    outputs.map(({ name }) => name),
    ['logits', 'more'],
  );
  t.is(nodes, 1);
});

test('outputOf() finds an output by its name', (t) => {
  const summary = inspectModel(identityModel({ dims: [1, 5] }), 'file');
  t.deepEqual(outputOf(summary, 'logits')?.dims, [1, 5]);
  t.is(outputOf(summary, 'x'), undefined);
});

const nested = (depth: number): Uint8Array =>
  depth === 0
    ? new Uint8Array()
    : bytesField(
        graphField.node,
        bytesField(nodeField.attribute, bytesField(attributeField.graph, nested(depth - 1))),
      );

const hostile: readonly (readonly [what: string, file: Uint8Array, message: RegExp])[] = [
  ['an empty file', new Uint8Array(), /: the end without a graph at byte 0: file$/],
  ['no graph', numberField(modelField.irVersion, 8n), /the end without a graph at byte 2: file$/],
  ['field number 0', Uint8Array.of(0), /illegal tag: field no 0 wire type 0 at byte 0: file$/],
  ['a kind of field that is none', Uint8Array.of(0x0f), /wire type 7 at byte 0/],
  ['an end without a beginning', Uint8Array.of(0x0c), /at byte 0: file$/],
  [
    'a length beyond the end',
    Uint8Array.of(0x3a, 5, 1),
    /a field of 5 bytes where 1 are left at byte 0/,
  ],
  [
    'a length of 4 GiB',
    Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f),
    /a field of 4294967295 bytes where 0/,
  ],
  [
    'a length above 4 GiB',
    Uint8Array.of(0x3a, 0x80, 0x80, 0x80, 0x80, 0x10),
    /a length above 4 GiB/,
  ],
  [
    'a length of eleven bytes',
    Uint8Array.of(0x3a, ...new Array(11).fill(0x80)),
    /at byte 0: file$/,
  ],
  ['a number that breaks off', Uint8Array.of(0x08, 0x80), /at byte 0: file$/],
  ['a skipped number that breaks off', Uint8Array.of(0x28, 0x80), /at byte 0: file$/],
  ['eight bytes that break off', Uint8Array.of(0x29, 1, 2), /at byte 0: file$/],
  [
    'a graph that is a number',
    numberField(modelField.graph, 1n),
    /field 7 of kind 0 where a message belongs at byte 0/,
  ],
  [
    'a version that is text',
    textField(modelField.irVersion, 'x'),
    /field 1 of kind 2 where a number belongs/,
  ],
  [
    'a name that is not UTF-8',
    bytesField(modelField.producerName, Uint8Array.of(0xff)),
    /a text that is not UTF-8 at byte 0/,
  ],
  [
    'a name of a megabyte',
    bytesField(modelField.producerName, new Uint8Array(1 << 20)),
    /a text of 1048576 bytes at byte 0/,
  ],
  [
    'a name inside a node that breaks off',
    graph(node(Uint8Array.of(0x22, 9))),
    /a field of 9 bytes where 0 are left at byte 4: file$/,
  ],
  [
    'graphs nested a thousand deep',
    bytesField(modelField.graph, nested(1000)),
    /messages nested deeper than 64/,
  ],
  [
    'groups nested without end',
    new Uint8Array(5000).fill(0x23),
    /recursion depth reached at byte 0/,
  ],
  [
    'too many dimensions',
    graph(value(graphField.input, 'x', 1n, shape(...new Array(65).fill(1)))),
    /more than 64 dimensions/,
  ],
  [
    'too many external files',
    graph(
      ...Array.from({ length: 10_001 }, (_, i) =>
        bytesField(graphField.initialiser, place(`${i}`)),
      ),
    ),
    /more than 10000 external files/,
  ],
  [
    'too many kinds of operators',
    graph(...Array.from({ length: 10_001 }, (_, i) => node(textField(nodeField.opType, `${i}`)))),
    /more than 10000 kinds of operators/,
  ],
  [
    'a million nodes and one',
    graph(new Uint8Array(2_000_002).map((_, i) => (i % 2 === 0 ? 0x0a : 0))),
    /more than 1000000 nodes/,
  ],
];

for (const [what, file, message] of hostile) {
  test(`inspectModel() refuses ${what}`, (t) => {
    t.throws(() => inspectModel(file, 'file'), { instanceOf: InvalidInput, message });
  });
}

/** Either a summary or an InvalidInput with a place: nothing else may come out. */
function isJudged(file: Uint8Array): boolean {
  try {
    inspectModel(file, 'file');
    return true;
  } catch (error) {
    return error instanceof InvalidInput && /at byte \d+: file$/.test(error.message);
  }
}

test('inspectModel() judges any bytes', (t) => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), isJudged), { seed: 5, numRuns: 2000 });
  t.pass();
});

test('inspectModel() judges a model with any bytes changed', (t) => {
  const model = identityModel({ dims: ['N', 5, 7] });
  const change = fc.tuple(fc.nat(model.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const file = Uint8Array.from(model);
      for (const [at, byte] of changes) file[at] = byte;
      return isJudged(file);
    }),
    { seed: 5, numRuns: 2000 },
  );
  t.pass();
});

test('inspectModel() judges a model cut anywhere', (t) => {
  const model = identityModel();
  for (let length = 0; length < model.length; length++) {
    t.true(isJudged(model.subarray(0, length)), `${length}`);
  }
  t.throws(() => inspectModel(model.subarray(0, -1), 'file'), { instanceOf: InvalidInput });
});
