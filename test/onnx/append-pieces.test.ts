import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import { graphField, modelField, nodeField } from '../../src/onnx/fields.ts';
import {
  appendPieces,
  apply,
  constant,
  type Draft,
  type GraphPiece,
  given,
  inspectModel,
  writeModel,
} from '../../src/onnx/index.ts';
import { float32, identityModel, runOnce } from '../support/tiny-model.ts';
import { bytesField, join, numberField, textField } from '../support/wire.ts';

const where = 'model';

function pieceOf({ tensor, nodes, constants }: Draft, opset = 17): GraphPiece {
  return { nodes, constants, output: { name: tensor, dims: undefined }, opset };
}

const plusTwo = (name: string, opset = 17) =>
  pieceOf(
    apply('Add', [given('logits'), constant('two', Float32Array.of(2), [])], { name }),
    opset,
  );

/** Two parts, two outputs, of which the second stands before the nodes, and a field of tomorrow. */
function modelInParts(): Uint8Array {
  const value = { elementType: 'float32', dims: ['N', 'C'] } as const;
  const parts = { opset: 17, irVersion: 8, constants: [] };
  const node = { inputs: ['x'], attributes: [] };
  return join(
    writeModel({
      ...parts,
      inputs: [{ name: 'x', ...value }],
      nodes: [{ ...node, operator: 'Neg', output: 'negative' }],
      outputs: [{ name: 'negative', ...value }],
    }),
    numberField(99, 7n),
    writeModel({
      ...parts,
      inputs: [],
      nodes: [{ ...node, operator: 'Identity', output: 'logits' }],
      outputs: [{ name: 'logits', ...value }],
    }),
  );
}

test('appendPieces() puts out only what is asked for', async (t) => {
  const x = float32([1, 2, 3], [1, 3]);
  const alone = appendPieces(identityModel(), [plusTwo('a')], { where });
  t.deepEqual(await runOnce(alone, { x }), { oodforge_a: float32([3, 4, 5], [1, 3]) });
  const kept = appendPieces(modelInParts(), [plusTwo('a')], { where, keep: ['negative'] });
  t.deepEqual(await runOnce(kept, { x }), {
    negative: float32([-1, -2, -3], [1, 3]),
    oodforge_a: float32([3, 4, 5], [1, 3]),
  });
});

test('appendPieces() copies all but the outputs as it is', (t) => {
  const model = modelInParts();
  const kept = appendPieces(model, [], { where, keep: ['negative', 'logits'] });
  t.deepEqual(inspectModel(kept, where), inspectModel(model, where));
  t.true(Buffer.from(kept).includes(Buffer.from(numberField(99, 7n))));
  const { outputs, nodes } = inspectModel(appendPieces(model, [plusTwo('a')], { where }), where);
  t.deepEqual(outputs, [{ name: 'oodforge_a', elementType: 'float32', dims: undefined }]);
  t.is(nodes, 3);
});

test('appendPieces() writes constants as nodes before IR version 4', async (t) => {
  for (const [irVersion, initialisers] of [
    [3, 0],
    [4, 1],
  ] as const) {
    const model = identityModel({ opset: 7, irVersion });
    const patched = appendPieces(model, [plusTwo('a', 7)], { where });
    t.is(inspectModel(patched, where).initialisers, initialisers);
    const outputs = await runOnce(patched, { x: float32([1], [1, 1]) });
    t.deepEqual(outputs.oodforge_a?.data, Float32Array.of(3));
  }
});

test('appendPieces() takes a tensor from inside the model', async (t) => {
  const inside = appendPieces(
    modelInParts(),
    [pieceOf(apply('Abs', [given('negative')], { name: 'a' }))],
    { where, keep: ['logits'] },
  );
  const outputs = await runOnce(inside, { x: float32([-4, 5], [1, 2]) });
  t.deepEqual(outputs.oodforge_a?.data, Float32Array.of(4, 5));
});

test('appendPieces() writes a node of two pieces once', (t) => {
  const shared = apply('Exp', [given('logits')], { name: 'shared' });
  const pieces = ['Neg', 'Abs'].map((operator) =>
    pieceOf(apply(operator, [shared], { name: operator })),
  );
  const { operators } = inspectModel(appendPieces(identityModel(), pieces, { where }), where);
  t.deepEqual(
    operators.find(({ name }) => name === 'Exp'),
    { name: 'Exp', count: 1 },
  );
});

test('appendPieces() gives the same bytes each time', (t) => {
  const make = () => appendPieces(identityModel(), [plusTwo('a'), plusTwo('b')], { where });
  t.deepEqual(make(), make());
});

test('appendPieces() is refused when model and pieces do not fit', (t) => {
  const model = identityModel();
  const patched = appendPieces(model, [plusTwo('a')], { where });
  const two = (value: number) => constant('two', Float32Array.of(value), []);
  const add = (value: number, name: string) =>
    pieceOf(apply('Add', [given('logits'), two(value)], { name }));
  const cases: readonly (readonly [
    model: Uint8Array,
    pieces: readonly GraphPiece[],
    message: RegExp,
  ])[] = [
    [patched, [plusTwo('a')], /^Pieces are appended to a model once: model has "oodforge_/],
    [
      model,
      [plusTwo('a', 18)],
      /^Piece for operator set 18, "oodforge_a", does not fit a model of 17: model$/,
    ],
    [
      identityModel({ opset: 6, irVersion: 3 }),
      [plusTwo('a', 6)],
      /^Operator set 6 is older than 7/,
    ],
    [model, [plusTwo('a'), plusTwo('a')], /^Asked for twice: oodforge_a$/],
    [
      model,
      [add(1, 'a'), add(2, 'b')],
      /^Two pieces make different tensors of one name: oodforge_two$/,
    ],
    [
      model,
      [
        pieceOf(apply('Neg', [apply('Exp', [given('logits')], { name: 's' })], { name: 'a' })),
        pieceOf(apply('Neg', [apply('Abs', [given('logits')], { name: 's' })], { name: 'b' })),
      ],
      /^Two pieces make different tensors of one name: oodforge_s$/,
    ],
    [model.subarray(0, -3), [plusTwo('a')], /^Not an ONNX model: /],
  ];
  for (const [bytes, pieces, message] of cases) {
    t.throws(() => appendPieces(bytes, pieces, { where }), { instanceOf: InvalidInput, message });
  }
  t.throws(() => appendPieces(model, [], { where, keep: ['nonsense'] }), {
    instanceOf: InvalidInput,
    message: 'No output "nonsense": model (its outputs: logits)',
  });
});

test('appendPieces() leaves no byte of a field out, whatever its order', (t) => {
  const piece = plusTwo('a');
  const field = fc.oneof(
    fc.constant(numberField(modelField.irVersion, 8n)),
    fc.constant(numberField(99, 5n)),
    fc
      .string({ maxLength: 9 })
      .map((name) =>
        bytesField(
          modelField.graph,
          bytesField(graphField.node, textField(nodeField.opType, name)),
        ),
      ),
    fc.constant(identityModel()),
  );
  fc.assert(
    fc.property(fc.array(field, { maxLength: 6 }), (fields) => {
      const model = join(identityModel(), ...fields);
      const before = inspectModel(model, where);
      const after = inspectModel(appendPieces(model, [piece], { where }), where);
      t.is(after.nodes, before.nodes + 1);
      t.is(after.initialisers, before.initialisers + 1);
      t.deepEqual(after.inputs, before.inputs);
      t.is(after.outputs.length, 1);
    }),
    { seed: 5 },
  );
});
