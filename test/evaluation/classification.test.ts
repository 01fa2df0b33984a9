import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import {
  detectors,
  type FeatureRows,
  fittedDetectors,
  plainProduct,
} from '../../src/detectors/index.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { parseEvaluationResult, type Subjects } from '../../src/evaluation/index.ts';
import { readArray, readShard } from '../../src/evaluation/scores/shard-files.ts';
import { labelOf, measureSample, splitSample } from '../../src/metrics/index.ts';
import { colourLogits, colourModel } from '../support/colour-model.ts';
import { knownPhotos, strangePhotos } from '../support/colour-photos.ts';
import { temporaryFolder } from '../support/folders.ts';
import { plainMeans } from '../support/plain-means.ts';
import { openTiny, type TinyModelOptions, tinyEvaluation } from '../support/tiny-evaluation.ts';

async function setUp(
  t: ExecutionContext,
  options: TinyModelOptions & { readonly bytes?: Uint8Array } = {},
) {
  const root = temporaryFolder(t);
  const model = await openTiny(root, options.bytes ?? colourModel(), options);
  return { model, anomalous: strangePhotos(root, 12), inDistribution: knownPhotos(root, 18) };
}

/** Logits in double precision, photo by photo. */
function plainLogits({ list }: Subjects): readonly (readonly number[])[] {
  return list.map(({ image }) => colourLogits(plainMeans(join(image.root, image.path))));
}

/** The features that a job has kept, which are means of the photos. */
async function rowsOf(
  t: ExecutionContext,
  folder: string,
  images: readonly Subjects[],
): Promise<FeatureRows> {
  const means = images.flatMap(({ list }) =>
    list.map(({ image }) => plainMeans(join(image.root, image.path))),
  );
  const shards = [await readShard(folder, 0), await readShard(folder, 1)];
  const parts = shards.flatMap((shard) => (shard ? readArray(folder, shard, 'features') : []));
  const values = Float32Array.from(parts.flatMap((part) => [...part]));
  t.is(values.length, means.length * 3);
  for (const [i, mean] of means.flat().entries()) {
    t.true(Math.abs(mean - (values[i] as number)) < 1e-6);
  }
  return { values, rows: means.length, columns: 3 };
}

test('evaluate() of images measures each set against all that the model knows', async (t) => {
  const given = await setUp(t);
  const evaluation = await tinyEvaluation(t, given);
  const { result, scores } = await evaluate(evaluation);
  t.deepEqual(
    result.sets.map(({ set, images }) => [set, images]),
    [
      ['grey', 6],
      ['yellow', 6],
    ],
  );
  t.deepEqual([result.inDistribution?.release, result.inDistribution?.images], ['known-1.0.0', 18]);
  t.deepEqual(result.accuracy, [{ measure: 'top-1', value: 1, n: 18 }]);
  const logits = [given.inDistribution, given.anomalous].flatMap(plainLogits);
  for (const name of ['msp', 'max-logit'] as const) {
    const data = Float64Array.from(logits.flat());
    const plain = detectors[name].plain({
      tensors: { logits: { data, dims: [30, 3] } },
      settings: {},
    });
    const kept = scores.shards.flatMap((shard) => readArray(scores.folder, shard, name));
    for (const [i, [score]] of kept.entries()) {
      t.true(Math.abs((score as number) - (plain[i] as number)) < 1e-5, `${name} ${i}`);
    }
    for (const [k, set] of ['grey', 'yellow'].entries()) {
      const places = [...plain.keys()].filter((i) => i < 18 || i % 2 === k);
      const split = splitSample(
        {
          scores: Float32Array.from(places, (i) => plain[i] as number),
          labels: Uint8Array.from(places, (i) =>
            i < 18 ? labelOf.inDistribution : labelOf.anomaly,
          ),
        },
        'ignored',
        set,
      );
      const { values } = measureSample(split, evaluation.protocol.content);
      for (const metric of ['auroc', 'aupr', 'fpr95'] as const) {
        const measured = result.metrics.find(
          (one) => one.detector === name && one.set === set && one.metric === metric,
        );
        t.like(measured, { value: values?.[metric], n: 24, anomalies: 6, images: 24 });
        t.is(measured?.interval?.cluster, 'cluster', 'photos of one cluster are drawn together');
      }
    }
  }
  t.deepEqual(
    result.differences?.map(({ first, second, set }) => [first, second, set]),
    ['grey', 'yellow'].flatMap((set) => Array(3).fill(['msp', 'max-logit', set])),
  );
  const written = readFileSync(join(scores.folder, 'evaluation.json'), 'utf8');
  t.deepEqual(parseEvaluationResult(JSON.parse(written), 'evaluation.json'), result);
});

test('evaluate() scores nothing again that it has scored, whatever is asked of the scores', async (t) => {
  const given = await setUp(t);
  const folder = join(temporaryFolder(t), 'scores');
  const first = await evaluate(await tinyEvaluation(t, { ...given, folder }));
  t.not(first.scores.usage, undefined);
  const again = await evaluate(await tinyEvaluation(t, { ...given, folder }));
  t.is(again.scores.usage, undefined);
  t.deepEqual(again.result, first.result);
  const other = await evaluate(await tinyEvaluation(t, { ...given, folder, protocol: 'openood' }));
  t.is(other.scores.usage, undefined);
  t.is(other.result.protocol.name, 'openood');
  t.is(other.result.scores.sha256, first.result.scores.sha256);
});

test('evaluate() fits what learns, keeps it and reads it again', async (t) => {
  const given = await setUp(t, { outputs: { features: 'features' } });
  const root = temporaryFolder(t);
  const fitOn = knownPhotos(root, 96, 100);
  const folder = join(root, 'scores');
  const learners = [
    'kl-matching',
    'isolation-forest',
    'local-outlier-factor',
    'k-nearest-neighbours',
    'mahalanobis',
  ];
  const run = async () =>
    evaluate(
      await tinyEvaluation(t, { ...given, fitOn, folder, detectors: ['max-logit', ...learners] }),
    );
  const first = await run();
  t.deepEqual(
    first.result.detectors.map(({ detector, fit }) => [detector, fit?.images]),
    [['max-logit', undefined], ...learners.map((name) => [name, 96])],
  );
  const { folder: scored } = first.scores;
  const [fit = ''] = globSync(join(folder, '*/mahalanobis-1.fit'));
  const asked = await rowsOf(t, scored, [given.inDistribution, given.anomalous]);
  const learnt = await rowsOf(t, dirname(fit), [fitOn]);
  const labels = Int32Array.from(fitOn.list, ({ labels: places }) => places?.[0] as number);
  for (const detector of fittedDetectors.filter(({ name }) => learners.includes(name))) {
    const fitted = await detector.fit(learnt, { seed: '1', product: plainProduct, labels });
    const expected = await fitted.score(asked, plainProduct);
    const bytes = readFileSync(join(scored, `${detector.name}.f32`));
    const scores = new Float32Array(new Uint8Array(bytes).buffer);
    t.is(scores.length, 30);
    for (const [i, score] of scores.entries()) {
      const right = expected[i] as number;
      t.is(score, right, `${detector.name} of image ${i}`);
    }
  }
  const again = await run();
  t.is(again.scores.usage, undefined);
  t.deepEqual(again.result, first.result);
});

test('evaluate() of several labels an image states the mean average precision', async (t) => {
  const given = await setUp(t, { task: 'multilabel' });
  const { result } = await evaluate(await tinyEvaluation(t, given));
  t.deepEqual(result.accuracy, [{ measure: 'mean-average-precision', value: 1, n: 18 }]);
  t.deepEqual(
    result.detectors.map(({ detector }) => detector),
    ['msp-sigmoid', 'max-logit'],
  );
});

test('evaluate() gives the same scores for one session and two, and any batch', async (t) => {
  const given = await setUp(t);
  const images = { ...given, inDistribution: knownPhotos(temporaryFolder(t), 80) };
  const evaluated = await Promise.all(
    [
      { sessions: 1, batch: 1 },
      { sessions: 2, batch: 7 },
    ].map(async (run) =>
      evaluate(await tinyEvaluation(t, { ...images, run: { session: {}, preparers: 1, ...run } })),
    ),
  );
  const [one, two] = evaluated.map(({ result }) => ({ ...result, runtime: undefined }));
  t.deepEqual(two, one);
  t.deepEqual(
    evaluated.map(({ result }) => result.runtime.sessions),
    [1, 2],
  );
});

test('evaluate() says where the list of classes does not fit the outputs', async (t) => {
  const given = await setUp(t, { bytes: colourModel({ offset: 1 }), channels: 4 });
  const { result } = await evaluate(await tinyEvaluation(t, given));
  t.like(
    result.findings.find(({ code }) => code === 'label-offset'),
    { subject: 'predictions' },
  );
  t.is(result.accuracy[0]?.value, 0);
});

test('evaluate() takes what was learnt for damaged when it is', async (t) => {
  const given = await setUp(t, { outputs: { features: 'features' } });
  const root = temporaryFolder(t);
  const folder = join(root, 'scores');
  const run = async () =>
    evaluate(
      await tinyEvaluation(t, {
        ...{ ...given, folder, detectors: ['mahalanobis'] },
        fitOn: knownPhotos(root, 12, 100),
      }),
    );
  await run();
  const [path = ''] = globSync(join(folder, '*/mahalanobis-1.fit'));
  writeFileSync(path, readFileSync(path).subarray(0, 40));
  await t.throwsAsync(run(), { message: /mahalanobis-1\.fit/ });
});
