import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Interrupted } from '../../src/errors.ts';
import { tryModel } from '../../src/evaluation/index.ts';
import { graphField, modelField, tensorField } from '../../src/onnx/fields.ts';
import { type GraphNode, type WrittenValue, writeModel } from '../../src/onnx/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { identityModel } from '../support/tiny-model.ts';
import { bytesField, join as joined, numberField, textField } from '../support/wire.ts';

function fileOf(t: ExecutionContext, model: Uint8Array): string {
  const path = join(temporaryFolder(t), 'model.onnx');
  writeFileSync(path, model);
  return path;
}

const value = (name: string, dims: WrittenValue['dims']): WrittenValue => ({
  name,
  elementType: 'float32',
  dims,
});

function modelOf(nodes: readonly GraphNode[], dims: WrittenValue['dims']): Uint8Array {
  return writeModel({
    opset: 17,
    irVersion: 8,
    inputs: [value('x', dims)],
    nodes,
    constants: [{ name: 'zero', dims: [], values: Float32Array.of(0) }],
    outputs: nodes.map(({ output }) => value(output, undefined)),
  });
}

test.serial('tryModel() says what each output held', async (t) => {
  const axis = { name: 'axis', kind: 'integer', value: 1 } as const;
  const nodes = [
    { operator: 'Softmax', inputs: ['x'], output: 'p', attributes: [axis] },
    { operator: 'Neg', inputs: ['x'], output: 'negative', attributes: [] },
    { operator: 'Div', inputs: ['x', 'zero'], output: 'infinite', attributes: [] },
    { operator: 'Mul', inputs: ['x', 'zero'], output: 'constant', attributes: [] },
  ] as const;
  const path = fileOf(t, modelOf(nodes, ['N', 3, 4, 5]));
  const trial = await tryModel(path);
  if (trial.kind === 'failed') return t.fail(trial.reason);
  const [p, negative, infinite, constant] = trial.outputs;
  t.like(p, { name: 'p', dims: [1, 3, 4, 5], notFinite: 0, sumsToOne: true });
  t.true((p?.min ?? -1) > 0 && (p?.max ?? 2) < 1);
  t.like(negative, { sumsToOne: false, notFinite: 0 });
  t.true((negative?.min ?? 0) < -0.5 && (negative?.max ?? 1) <= 0);
  t.deepEqual(infinite, {
    name: 'infinite',
    dims: [1, 3, 4, 5],
    min: undefined,
    max: undefined,
    notFinite: 60,
    sumsToOne: false,
  });
  t.like(constant, { min: 0, max: 0, sumsToOne: false });
});

test.serial(
  'tryModel() takes sizes that the file leaves open, and outputs of bfloat16',
  async (t) => {
    const model = identityModel({ dims: ['N', 'C', 'H', 'W'], outputType: 'bfloat16' });
    const trial = await tryModel(fileOf(t, model));
    t.like(trial, { kind: 'ran', outputs: [{ name: 'logits', dims: [1, 3, 224, 224] }] });
  },
);

test.serial('tryModel() finds weights that lie beside the model', async (t) => {
  const add = [{ operator: 'Add', inputs: ['x', 'w'], output: 'y', attributes: [] }];
  const weight = joined(
    numberField(tensorField.dim, 2n),
    numberField(tensorField.dataType, 1n),
    textField(tensorField.name, 'w'),
    bytesField(tensorField.external, joined(textField(1, 'location'), textField(2, 'w.bin'))),
    numberField(tensorField.location, 1n),
  );
  const model = joined(
    modelOf(add, [1, 2]),
    bytesField(modelField.graph, bytesField(graphField.initialiser, weight)),
  );
  const path = fileOf(t, model);
  writeFileSync(join(dirname(path), 'w.bin'), Float32Array.of(100, 300));
  const trial = await tryModel(path);
  if (trial.kind === 'failed') return t.fail(trial.reason);
  const [output] = trial.outputs;
  t.true((output?.min ?? 0) >= 100 && (output?.max ?? 0) >= 300);
});

test.serial('tryModel() says why a model could not be run', async (t) => {
  const negative = [{ operator: 'Neg', inputs: ['x'], output: 'y', attributes: [] }];
  const unknown = negative.map((node) => ({ ...node, operator: 'NoSuchOperator' }));
  const external = joined(
    identityModel(),
    bytesField(
      7,
      bytesField(5, bytesField(13, joined(textField(1, 'location'), textField(2, '../w.bin')))),
    ),
  );
  const text = joined(
    identityModel(),
    bytesField(
      7,
      bytesField(11, joined(textField(1, 's'), bytesField(2, bytesField(1, numberField(1, 8n))))),
    ),
  );
  const cases: readonly (readonly [model: Uint8Array, reason: RegExp])[] = [
    [modelOf(unknown, [1, 2]), /^The runtime refuses the model: .*NoSuchOperator/],
    [identityModel().subarray(0, 20), /^Not an ONNX model: /],
    [external, /^Weights outside the model's folder are not opened: ..\/w.bin$/],
    [text, /^No image is a tensor of string: input s$/],
    [modelOf(negative, [1, 3, 16_384, 16_384]), /is more than a trial feeds: x$/],
  ];
  for (const [model, expected] of cases) {
    const trial = await tryModel(fileOf(t, model));
    t.regex(trial.kind === 'failed' ? trial.reason : 'it ran', expected);
  }
});

test.serial('tryModel() stops when it takes too long or is interrupted', async (t) => {
  const path = fileOf(t, identityModel());
  t.deepEqual(await tryModel(path, { timeoutMs: 0 }), {
    kind: 'failed',
    reason: 'it did not end in 0 s',
  });
  const interrupt = new AbortController();
  const trial = tryModel(path, { signal: interrupt.signal });
  interrupt.abort(new Interrupted('Interrupted'));
  await t.throwsAsync(trial, { instanceOf: Interrupted });
  await t.throwsAsync(tryModel(path, { signal: interrupt.signal }), { instanceOf: Interrupted });
});
