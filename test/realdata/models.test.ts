import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { detectors, type Values } from '../../src/detectors/index.ts';
import type { Tensor } from '../../src/evaluation/index.ts';
import { appendPieces, inspectModel, type ModelTensor } from '../../src/onnx/index.ts';
import { spread } from '../support/detector-scores.ts';
import { float32, runOnce } from '../support/tiny-model.ts';

// The models are not part of this project. Where they lie beside the checkout they are read.
const folder = fileURLToPath(new URL('../../../shared/realdata/models', import.meta.url));
const onRealModels = existsSync(folder) ? test : test.skip;
const read = (name: string) => readFileSync(join(folder, name));

const known = {
  'SqueezeNet_fp16.onnx': {
    irVersion: 3,
    producer: 'onnx-caffe2',
    opset: 7,
    nodes: 66,
    initialisers: 52,
    inputs: [{ name: 'data_0', elementType: 'float16', dims: [1, 3, 224, 224] }],
    outputs: [{ name: 'softmaxout_1', elementType: 'float16', dims: [1, 1000, 1, 1] }],
  },
  'squeezenet1.0_fp32_logits.onnx': {
    irVersion: 7,
    producer: 'onnx-caffe2',
    opset: 7,
    nodes: 65,
    initialisers: 52,
    inputs: [{ name: 'data_0', elementType: 'float32', dims: [1, 3, 224, 224] }],
    outputs: [{ name: 'pool10_1', elementType: 'float32', dims: [1, 1000, 1, 1] }],
  },
  'twinlitenet_bdd100k.onnx': {
    irVersion: 7,
    producer: 'pytorch 1.13.1',
    opset: 12,
    nodes: 163,
    initialisers: 142,
    inputs: [{ name: 'images', elementType: 'float32', dims: [1, 3, 360, 640] }],
    outputs: [
      { name: 'da', elementType: 'float32', dims: [1, 2, 360, 640] },
      { name: 'll', elementType: 'float32', dims: [1, 2, 360, 640] },
    ],
  },
  'fastestdet_coco80.onnx': {
    irVersion: 6,
    producer: 'pytorch 1.11.0',
    opset: 11,
    nodes: 211,
    initialisers: 195,
    inputs: [{ name: 'input.1', elementType: 'float32', dims: [1, 3, 352, 352] }],
    outputs: [{ name: '758', elementType: 'float32', dims: [1, 85, 22, 22] }],
  },
} as const;

onRealModels('inspectModel() says of each model what it is', (t) => {
  for (const [name, expected] of Object.entries(known)) {
    t.like(inspectModel(read(name), name), { ...expected, externalFiles: [] });
  }
});

onRealModels('MSP and MaxLogit are the same in each model and in double precision', async (t) => {
  for (const name of Object.keys(known)) {
    const model = read(name);
    const { opset, outputs, inputs } = inspectModel(model, name);
    for (const logits of outputs) {
      const context = { opset, tensors: { logits }, settings: {} };
      const asked = [detectors.msp, detectors['max-logit']];
      const pieces = asked.map((detector) => detector.piece(context));
      const patched = appendPieces(model, pieces, { where: name, keep: [logits.name] });
      const found = await runOnce(patched, madeUpInput(inputs[0] as ModelTensor));
      t.deepEqual(Object.keys(found).length, 3);
      const plainLogits = valuesOf(found[logits.name] as Tensor);
      for (const [i, detector] of asked.entries()) {
        const scores = found[pieces[i]?.output.name ?? '']?.data as Float32Array;
        const plain = detector.plain({ ...context, tensors: { logits: plainLogits } });
        t.is(scores.length, plain.length);
        const worst = scores.reduce(
          (most, score, at) => Math.max(most, Math.abs(score - (plain[at] as number))),
          0,
        );
        // On its way out a float16 is rounded, and what the scores are made of is not.
        const tolerance = logits.elementType === 'float16' ? 2 ** -12 : 2e-6;
        t.true(worst < tolerance, `${name} ${logits.name} ${detector.name}: off by ${worst}`);
      }
    }
  }
});

function madeUpInput({ name, elementType, dims }: ModelTensor): Readonly<Record<string, Tensor>> {
  const shape = dims as readonly number[];
  const values = spread(
    shape.reduce((a, b) => a * b),
    1,
  );
  if (elementType === 'float32') return { [name]: float32(values, shape) };
  const halves = new Uint16Array(Float16Array.from(values).buffer);
  return { [name]: { type: 'float16', data: halves, dims: shape } };
}

function valuesOf({ type, data, dims }: Tensor): Values {
  if (type === 'float32') return { data: data as Float32Array, dims };
  const { buffer, byteOffset, length } = data as Uint16Array<ArrayBuffer>;
  return { data: Float32Array.from(new Float16Array(buffer, byteOffset, length)), dims };
}
