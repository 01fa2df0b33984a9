import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { chooseDetectors, openModel, type Subjects } from '../../src/evaluation/index.ts';
import { colourModel, colourWeights } from '../support/colour-model.ts';
import { knownPhotos, strangePhotos } from '../support/colour-photos.ts';
import { externalModel } from '../support/external-model.ts';
import { temporaryFolder } from '../support/folders.ts';
import { coarseModel } from '../support/pixel-models.ts';
import { streets } from '../support/street-photos.ts';
import {
  openTiny,
  type TinyEvaluation,
  type TinyModelOptions,
  tinyEvaluation,
  tinyManifest,
} from '../support/tiny-evaluation.ts';
import { put } from '../support/tiny-source.ts';

interface Fault extends Omit<Partial<TinyEvaluation>, 'model' | 'anomalous'> {
  readonly bytes?: Uint8Array;
  readonly manifest?: TinyModelOptions;
  readonly anomalous?: Subjects;
  /** Leaves the images out that are in-distribution. */
  readonly isAlone?: boolean;
}

/** Evaluates what cannot be, and expects the reason. */
async function refuses(
  t: ExecutionContext,
  message: RegExp,
  { bytes, manifest, isAlone = false, ...said }: Fault,
): Promise<void> {
  const root = temporaryFolder(t);
  const run = async () => {
    const model = await openTiny(root, bytes ?? colourModel(), manifest);
    const known = isAlone ? {} : { inDistribution: knownPhotos(root, 3) };
    const given = { anomalous: strangePhotos(root, 4), ...known, ...said };
    return evaluate(await tinyEvaluation(t, { model, ...given }));
  };
  await t.throwsAsync(run, { instanceOf: InvalidInput, message });
}

const segmentation = { task: 'segmentation', outputs: { pixels: { kind: 'stride', stride: 4 } } };
const ofPixels = segmentation as TinyModelOptions;

test('evaluate() refuses a model that is not what its manifest says', async (t) => {
  await refuses(t, /^Model has 3 classes where its manifest states 7: .*tiny\.onnx$/, {
    manifest: { channels: 7 },
  });
  await refuses(t, /^No output "scores" \(it has logits, features\): .*tiny\.onnx$/, {
    manifest: { outputs: { scores: { name: 'scores', kind: 'logits', activation: 'softmax' } } },
  });
});

test('evaluate() refuses detectors that the model cannot serve', async (t) => {
  const probabilities = {
    outputs: { scores: { name: 'logits', kind: 'probabilities', activation: 'softmax' } },
  };
  await refuses(t, /^Detector max-logit needs logits, and the model gives probabilities: /, {
    bytes: colourModel({ last: 'Softmax' }),
    manifest: probabilities,
  });
  await refuses(t, /^Detectors learn from in-distribution images \(mahalanobis, kl-matching\)/, {
    detectors: ['kl-matching', 'mahalanobis'],
    manifest: { outputs: { features: 'features' } },
  });
  const root = temporaryFolder(t);
  await refuses(t, /^Manifest names no features of the model, which a detector needs: tiny$/, {
    detectors: ['mahalanobis'],
    fitOn: knownPhotos(root, 3),
  });
  await refuses(t, /background/, { detectors: ['background'] });
});

test('evaluate() refuses releases that do not fit the task', async (t) => {
  const root = temporaryFolder(t);
  const anomalous = streets(root, 1);
  await refuses(t, /^Model tiny judges images as wholes, and those of streets-1\.0\.0 have masks/, {
    anomalous,
  });
  await refuses(t, /^Images to tell strange-1\.0\.0 from are missing: .* with --id$/, {
    isAlone: true,
  });
  const bytes = coarseModel();
  const isAlone = true;
  await refuses(t, /^Model tiny judges pixels, and strange-1\.0\.0 has no masks/, {
    ...{ bytes, isAlone, manifest: ofPixels },
  });
  await refuses(t, /leave --id out for streets-1\.0\.0$/, {
    ...{ bytes, anomalous, manifest: ofPixels },
  });
  await refuses(t, /^Protocol paper-caos averages over the pixels of images/, {
    protocol: 'paper-caos',
  });
  const resize = {
    ...{ kind: 'scales', shorterSides: [32], longest: 64, multipleOf: 8, average: 'scores' },
  };
  await refuses(t, /^Model takes images of 32x32 alone and is run at several scales/, {
    ...{ bytes, isAlone, anomalous, manifest: { ...ofPixels, input: { resize } } },
  });
  const crop = { width: 16, height: 16, fill: 0 };
  await refuses(t, /^Model tiny sees the middle of an image, and masks are of the whole/, {
    ...{ bytes, isAlone, anomalous, manifest: { ...ofPixels, input: { crop } } },
  });
});

test('evaluate() never takes another provider for the one that was named', async (t) => {
  const root = temporaryFolder(t);
  const model = await openTiny(root, colourModel());
  const given = { model, anomalous: strangePhotos(root, 4), inDistribution: knownPhotos(root, 3) };
  for (const provider of ['cuda', 'webgpu'] as const) {
    const run = { session: { provider }, sessions: 1, batch: 4, preparers: 1 };
    const evaluation = await tinyEvaluation(t, { ...given, run });
    // On a machine that has it, it runs.
    const said = await evaluate(evaluation).then(
      ({ result }) => result.runtime.provider,
      (error: unknown) => (error instanceof InvalidInput ? error.message : error),
    );
    t.regex(
      String(said),
      new RegExp(`^${provider}$|^Provider "${provider}" does not load this model: .* It needs `),
    );
  }
});

test('chooseDetectors() refuses what it does not know, twice, or on pixels', (t) => {
  const refused = (names: readonly string[], message: RegExp, task = 'multiclass' as const) =>
    t.throws(() => chooseDetectors(names, task), { instanceOf: InvalidInput, message });
  refused(['odin'], /^No detector "odin" \(there are .*max-logit.*mahalanobis.*\)$/);
  refused(['__proto__'], /^No detector "__proto__"/);
  refused(['msp', 'msp'], /^Detector named twice: msp$/);
  t.throws(() => chooseDetectors(['mahalanobis'], 'segmentation'), {
    message:
      /^Detector mahalanobis judges the features of an image, and a segmentation has pixels$/,
  });
});

test('evaluate() runs a model that keeps its weights beside it, and one that rounds to bfloat16', async (t) => {
  const root = temporaryFolder(t);
  const given = { anomalous: strangePhotos(root, 4), inDistribution: knownPhotos(root, 3) };
  const results = [];
  const models = [
    colourModel(),
    externalModel('weights.bin'),
    colourModel({ outputType: 'bfloat16' }),
  ];
  for (const bytes of models) {
    put(root, 'weights.bin', new Uint8Array(colourWeights().buffer));
    const model = await openTiny(root, bytes);
    results.push((await evaluate(await tinyEvaluation(t, { model, ...given }))).result);
  }
  const [inside, beside, rounded] = results;
  t.deepEqual(beside?.metrics, inside?.metrics);
  t.is(beside?.scores.sha256, inside?.scores.sha256);
  t.not(rounded?.scores.sha256, inside?.scores.sha256);
  t.is(rounded?.metrics[0]?.value, inside?.metrics[0]?.value);
});

test('openModel() refuses files that are missing, cut, or keep weights elsewhere', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 'tiny.json', JSON.stringify(tinyManifest()));
  const open = (name: string) =>
    openModel(join(folder, 'tiny.json'), { file: join(folder, name), folders: [] });
  const refused = (name: string, message: RegExp) =>
    t.throwsAsync(open(name), { instanceOf: InvalidInput, message });
  await refused('absent.onnx', /^Model does not read: .*absent\.onnx$/);
  put(folder, 'cut.onnx', colourModel().subarray(0, 120));
  await refused('cut.onnx', /cut\.onnx/);
  put(folder, 'outside.onnx', externalModel('../weights.bin'));
  await refused('outside.onnx', /^Model keeps weights outside its folder, .*\.\.\/weights\.bin/);
  put(folder, 'beside.onnx', externalModel('weights.bin'));
  await refused('beside.onnx', /^Model keeps weights in a file that is missing, "weights\.bin"/);
  await t.throwsAsync(openModel(join(folder, 'tiny.json'), { folders: [folder] }), {
    message: /name the file, with --model-file or --reconstruction-file$/,
  });
  const file = { name: 'pinned.onnx', bytes: 1, sha256: '0'.repeat(64) };
  put(folder, 'tiny.json', JSON.stringify({ ...tinyManifest(), file }));
  put(folder, 'pinned.onnx', colourModel());
  await refused('pinned.onnx', /^Model file is not the pinned one, its SHA-256 is /);
  await t.throwsAsync(openModel(join(folder, 'tiny.json'), { folders: [join(folder, 'none')] }), {
    message: /^No file pinned\.onnx of model .*: name it with --model-file$/,
  });
});
