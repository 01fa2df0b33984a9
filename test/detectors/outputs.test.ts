import test from 'ava';
import { type DetectorSettings, detectors } from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { appendPieces, type ModelTensor, writeModel } from '../../src/onnx/index.ts';
import { float32, runOnce, testedOpsets } from '../support/tiny-model.ts';

// Branch and autoencoder: detectors on outputs that are no logits.

/** A model with the output `y`, which is its input `x`, or half of it. */
function modelOf(dims: readonly number[], { opset = 17, isHalved = false } = {}): Uint8Array {
  const value = { elementType: 'float32', dims } as const;
  const half = { name: 'half', dims: [], values: Float32Array.of(0.5) };
  const node = { output: 'y', attributes: [] };
  return writeModel({
    opset,
    irVersion: 8,
    inputs: [{ name: 'x', ...value }],
    nodes: [
      isHalved
        ? { ...node, operator: 'Mul', inputs: ['x', 'half'] }
        : { ...node, operator: 'Identity', inputs: ['x'] },
    ],
    constants: isHalved ? [half] : [],
    outputs: [{ name: 'y', ...value }],
  });
}

const tensor = (dims: ModelTensor['dims'], name = 'y'): ModelTensor => ({
  name,
  elementType: 'float32',
  dims,
});

async function branchScores(dims: readonly number[], settings: DetectorSettings, opset: number) {
  const values = [0.25, 1, 0, 0.5, 0.75, 0.125].slice(
    0,
    dims.reduce((a, b) => a * b),
  );
  const data = Float32Array.from(values);
  const context = { opset, tensors: { confidence: tensor(dims) }, settings };
  const piece = detectors.branch.piece(context);
  const model = appendPieces(modelOf(dims, { opset }), [piece], { where: 'm' });
  const output = (await runOnce(model, { x: float32(values, dims) }))[piece.output.name];
  const plain = detectors.branch.plain({ tensors: { confidence: { data, dims } }, settings });
  return { values, dims: output?.dims, graph: Array.from(output?.data as Float32Array), plain };
}

const shapes = [
  { dims: [6], scores: [6] },
  { dims: [6, 1], scores: [6] },
  { dims: [1, 2, 3], scores: [1, 2, 3] },
  { dims: [1, 1, 2, 3], scores: [1, 2, 3] },
];

for (const { dims, scores } of shapes) {
  test(`branch gives one minus the confidence when it is shaped ${dims.join('x')}`, async (t) => {
    for (const opset of testedOpsets) {
      const found = await branchScores(dims, { confidence: 'probability' }, opset);
      t.deepEqual(found.dims, scores);
      t.deepEqual(
        found.graph,
        found.values.map((c) => 1 - c),
      );
      t.deepEqual(Array.from(found.plain), found.graph);
    }
  });
}

test('branch keeps small doubts apart when the confidence is a logit', async (t) => {
  const dims = [4];
  const data = Float32Array.of(20, 21, -30, 0);
  const settings = { confidence: 'logit' } as const;
  const piece = detectors.branch.piece({
    opset: 17,
    tensors: { confidence: tensor(dims) },
    settings,
  });
  const model = appendPieces(modelOf(dims), [piece], { where: 'm' });
  const output = (await runOnce(model, { x: float32(data, dims) }))[piece.output.name];
  const scores = Array.from(output?.data as Float32Array);
  const plain = detectors.branch.plain({ tensors: { confidence: { data, dims } }, settings });
  for (const [i, score] of scores.entries()) {
    t.true(Math.abs(score - (plain[i] as number)) <= 1e-6, `${score} and ${plain[i]}`);
  }
  t.true((plain[1] as number) > 0 && (plain[1] as number) < (plain[0] as number));
});

test('autoencoder gives the mean square over colours at each pixel', async (t) => {
  const dims = [1, 3, 2, 2];
  const values = Array.from({ length: 12 }, (_, i) => i - 5);
  for (const opset of testedOpsets) {
    const context = {
      opset,
      tensors: { reconstruction: tensor(dims), input: tensor(dims, 'x') },
      settings: {},
    };
    const piece = detectors.autoencoder.piece(context);
    const model = appendPieces(modelOf(dims, { opset, isHalved: true }), [piece], { where: 'm' });
    const output = (await runOnce(model, { x: float32(values, dims) }))[piece.output.name];
    const input = Float32Array.from(values);
    const plain = detectors.autoencoder.plain({
      tensors: {
        input: { data: input, dims },
        reconstruction: { data: input.map((x) => x / 2), dims },
      },
      settings: {},
    });
    t.deepEqual(output?.dims, [1, 2, 2]);
    // (25 + 1 + 9) / 4 / 3, (16 + 0 + 16) / 4 / 3, ...
    const expected = [35, 32, 35, 44].map((sum) => sum / 12);
    for (const [i, score] of Array.from(output?.data as Float32Array).entries()) {
      t.true(Math.abs(score - (expected[i] as number)) < 1e-6);
      t.true(Math.abs(score - (plain[i] as number)) < 1e-6);
    }
  }
});

test('a piece is refused when an output has not the shape it needs', (t) => {
  const refuse = (act: () => unknown, message: RegExp) =>
    t.throws(act, { instanceOf: InvalidInput, message });
  const branch = (dims: ModelTensor['dims'], settings: DetectorSettings) => () =>
    detectors.branch.piece({ opset: 17, tensors: { confidence: tensor(dims) }, settings });
  refuse(branch([1, 3, 8, 8], { confidence: 'logit' }), /has one channel, not 3: y/);
  refuse(branch(undefined, { confidence: 'logit' }), /does not give the shape of its confidence/);
  refuse(branch([1], {}), /needs a setting that is missing: confidence/);
  const reconstruct = (input: readonly number[], output: readonly number[]) => () =>
    detectors.autoencoder.piece({
      opset: 17,
      tensors: { input: tensor(input, 'x'), reconstruction: tensor(output) },
      settings: {},
    });
  refuse(
    reconstruct([1, 3, 8, 8], [1, 1, 8, 8]),
    /y \(1x1x8x8\) has not the shape of the input x \(1x3x8x8\)/,
  );
  refuse(reconstruct([1, 3, 8], [1, 3, 8, 8]), /has not the shape/);
});
