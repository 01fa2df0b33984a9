import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { evaluate, openReconstruction } from '../../../src/evaluation/index.ts';
import { readArray } from '../../../src/evaluation/scores/shard-files.ts';
import { writeModel } from '../../../src/onnx/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { passesEvaluation, passesModel } from '../../support/passes-evaluation.ts';

/** A model that paints its input at half its strength. */
function halvingModel(opset = 17): Uint8Array {
  const dims = ['N', 3, 'H', 'W'] as const;
  return writeModel({
    opset,
    irVersion: 8,
    inputs: [{ name: 'photo', elementType: 'float32', dims }],
    nodes: [{ operator: 'Mul', inputs: ['photo', 'half'], output: 'painted', attributes: [] }],
    constants: [{ name: 'half', dims: [], values: Float32Array.of(0.5) }],
    outputs: [{ name: 'painted', elementType: 'float32', dims }],
  });
}

const input = {
  ...{ name: 'photo', layout: 'NCHW', type: 'float32', channels: 'RGB', range: 1 },
  ...{ mean: [0, 0, 0], std: [1, 1, 1], resize: { kind: 'none' } },
  filter: { library: 'pillow', name: 'bilinear' },
};

function openTiny(t: ExecutionContext, said: Readonly<Record<string, unknown>> = {}, opset = 17) {
  const folder = temporaryFolder(t);
  const manifest = {
    ...{ schema: 1, name: 'tiny-autoencoder', title: 'Tiny', task: 'reconstruction' },
    input: { ...input, ...said },
    outputs: { reconstruction: 'painted' },
    ...{ trainedOn: 'nothing', sources: [{ of: 'all', from: 'made up' }] },
  };
  const [path, file] = [join(folder, 'tiny.json'), join(folder, 'tiny.onnx')];
  writeFileSync(path, JSON.stringify(manifest));
  writeFileSync(file, halvingModel(opset));
  return openReconstruction(path, { file, folders: [] });
}

const bytes = passesModel('none', 'pixels');

test('evaluate() measures a reconstruction beside the detectors of the model', async (t) => {
  const reconstruction = await openTiny(t);
  const detectors = ['msp', 'autoencoder'];
  const said = { bytes, judges: 'pixels', detectors, reconstruction } as const;
  const { result, scores, subjects } = await evaluate(await passesEvaluation(t, said));
  t.deepEqual(result.detectors[1]?.model, {
    name: 'tiny-autoencoder',
    sha256: reconstruction.sha256,
    manifestSha256: reconstruction.manifestSha256,
  });
  t.is(result.metrics.filter(({ detector }) => detector === 'autoencoder').length, 3);
  const shard = scores.shards[0];
  t.truthy(shard);
  const found = shard === undefined ? [] : readArray(scores.folder, shard, 'autoencoder');
  // The photos are (k k (i + 3)) mod 251, of which each pixel's error is the mean square of halves.
  for (const [i, map] of found.entries()) {
    for (const [pixel, score] of map.entries()) {
      const colours = [0, 1, 2].map((c) => ((3 * pixel + c) ** 2 * (i + 3)) % 251);
      const expected = colours.reduce((sum, v) => sum + (v / 255 / 2) ** 2, 0) / 3;
      t.true(Math.abs(score - expected) < 1e-6, `${subjects[i]?.id} ${pixel}`);
    }
  }
});

test('evaluate() brings errors of another size to that of the masks', async (t) => {
  for (const opset of [11, 17]) {
    const resize = { kind: 'squish', width: 4, height: 2 };
    const reconstruction = await openTiny(t, { resize }, opset);
    const said = { bytes, judges: 'pixels', detectors: ['autoencoder'], reconstruction } as const;
    const { scores, result } = await evaluate(await passesEvaluation(t, said));
    t.deepEqual(
      scores.shards[0]?.arrays.find(({ name }) => name === 'autoencoder')?.shapes[0],
      [8, 8],
    );
    t.true(result.metrics.every(({ value }) => value !== null));
  }
});

test('evaluate() refuses a reconstruction that nobody takes, or none where one is needed', async (t) => {
  const reconstruction = await openTiny(t);
  const unused = { bytes, judges: 'pixels', detectors: ['msp'], reconstruction } as const;
  await t.throwsAsync(async () => evaluate(await passesEvaluation(t, unused)), {
    instanceOf: InvalidInput,
    message: /^Model tiny-autoencoder reconstructs, and no detector takes it/,
  });
  const missing = { bytes, judges: 'pixels', detectors: ['autoencoder'] } as const;
  await t.throwsAsync(async () => evaluate(await passesEvaluation(t, missing)), {
    instanceOf: InvalidInput,
    message: /name one with --reconstruction-model$/,
  });
  const ofImages = { ...missing, judges: 'images', bytes: passesModel('none', 'images') } as const;
  await t.throwsAsync(async () => evaluate(await passesEvaluation(t, ofImages)), {
    instanceOf: InvalidInput,
    message: /^Detector autoencoder judges pixels, and tiny judges images$/,
  });
});

test('openReconstruction() refuses an input that does not fit the masks', async (t) => {
  const crop = { width: 4, height: 4 };
  for (const [said, message] of [
    [{ crop }, /A mask is of the whole image/],
    [{ layout: 'NHWC' }, /Errors are averaged over the axis of NCHW/],
  ] as const) {
    await t.throwsAsync(() => openTiny(t, said), { instanceOf: InvalidInput, message });
  }
});
