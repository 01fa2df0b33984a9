import test from 'ava';
import { PosteriorVariance } from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { openSession } from '../../src/evaluation/index.ts';
import {
  type GraphNode,
  inspectModel,
  seedDropout,
  withoutDropout,
  writeModel,
} from '../../src/onnx/index.ts';
import { float32, identityModel } from '../support/tiny-model.ts';

const dims = [1, 16];

/** Two dropouts one after the other, which act where the model says that it is trained. */
function dropoutModel(isTrained: boolean): Uint8Array {
  const cast = [{ name: 'to', kind: 'integer', value: 9 }] as const; // bool
  const seed = [{ name: 'seed', kind: 'integer', value: 4 }] as const;
  const drop = (from: string, output: string, attributes: GraphNode['attributes']): GraphNode => ({
    operator: 'Dropout',
    inputs: [from, 'ratio', 'mode'],
    output,
    attributes,
  });
  return writeModel({
    opset: 17,
    irVersion: 8,
    inputs: [{ name: 'x', elementType: 'float32', dims }],
    nodes: [
      { operator: 'Cast', inputs: ['flag'], output: 'mode', attributes: cast },
      drop('x', 'once', seed),
      drop('once', 'logits', []),
    ],
    constants: [
      { name: 'flag', dims: [], values: BigInt64Array.of(isTrained ? 1n : 0n) },
      { name: 'ratio', dims: [], values: Float32Array.of(0.25) },
    ],
    outputs: [
      { name: 'once', elementType: 'float32', dims },
      { name: 'logits', elementType: 'float32', dims },
    ],
  });
}

async function passesOf(model: Uint8Array, passes = 3) {
  const session = await openSession(model, 'tiny model');
  const found = [];
  for (let i = 0; i < passes; i++) {
    const { logits, once } = await session.run({ x: float32(new Array(16).fill(1), dims) });
    found.push({ logits: logits?.data as Float32Array, once: once?.data as Float32Array });
  }
  await session.close();
  return found;
}

test('seedDropout() makes the passes of every session the same', async (t) => {
  const { model, dropouts } = seedDropout(dropoutModel(true), 7, { where: 'model' });
  t.is(dropouts, 2);
  const first = await passesOf(model);
  t.deepEqual(await passesOf(model), first);
  t.notDeepEqual(first[0], first[1]);
  t.notDeepEqual(first[1], first[2]);
  const other = seedDropout(dropoutModel(true), 8, { where: 'model' });
  t.notDeepEqual(await passesOf(other.model), first);
  t.deepEqual(seedDropout(model, 7, { where: 'model' }).model, model, 'a seed is replaced');
});

test('passes of a model with dropout have a variance, those of one without are still', async (t) => {
  for (const isTrained of [true, false]) {
    const { model } = seedDropout(dropoutModel(isTrained), 7, { where: 'model' });
    const variance = new PosteriorVariance();
    for (const { logits } of await passesOf(model)) variance.add({ data: logits, dims });
    t.is(variance.isStill(), !isTrained);
    t.is((variance.scores()[0] as number) > 0, isTrained);
  }
});

test('seedDropout() leaves all else as it is', (t) => {
  const model = identityModel({ dims: [1, 3] });
  const seeded = seedDropout(model, 7, { where: 'model' });
  t.is(seeded.dropouts, 0);
  t.deepEqual(inspectModel(seeded.model, 'model'), inspectModel(model, 'model'));
  t.throws(() => seedDropout(model.subarray(0, -2), 7, { where: 'model' }), {
    instanceOf: InvalidInput,
    message: /^Not an ONNX model: /,
  });
});

test('withoutDropout() hands on what each dropout is given', async (t) => {
  const plain = withoutDropout(dropoutModel(true), { where: 'model' });
  t.false(inspectModel(plain, 'model').operators.some(({ name }) => name === 'Dropout'));
  const [pass] = await passesOf(plain, 1);
  t.deepEqual([...(pass?.logits ?? [])], new Array(16).fill(1));
  const other = identityModel({ dims: [1, 3] });
  t.deepEqual(withoutDropout(other, { where: 'model' }), Uint8Array.from(other));
  t.throws(() => withoutDropout(other.subarray(0, -2), { where: 'model' }), {
    instanceOf: InvalidInput,
    message: /^Not an ONNX model: /,
  });
});
