import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { decode } from 'fast-png';
import { detectors } from '../../src/detectors/index.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { type OpenModel, openSession, type Subjects } from '../../src/evaluation/index.ts';
import { fitPixelModel } from '../../src/evaluation/pixel-model/fit-pixel-model.ts';
import { readArray } from '../../src/evaluation/scores/shard-files.ts';
import type { Subject } from '../../src/evaluation/subjects/subject.ts';
import { meanValues, measureSample, pooledValues, splitSample } from '../../src/metrics/index.ts';
import { bilinear } from '../support/bilinear.ts';
import { temporaryFolder } from '../support/folders.ts';
import { coarseModel } from '../support/pixel-models.ts';
import { streetSide, streetSubject, streets, usualStreets } from '../support/street-photos.ts';
import { openTiny, subjectsOf, tinyEvaluation } from '../support/tiny-evaluation.ts';

const size = { width: streetSide, height: streetSide };
const pixels = streetSide * streetSide;

function decoded(root: string, path: string): Uint8Array {
  return Uint8Array.from(decode(readFileSync(join(root, path))).data);
}

/** Logits as the bare model gives them, brought to the size of the masks in double precision. */
async function plainLogits(model: OpenModel, { list }: Subjects): Promise<readonly Float64Array[]> {
  const session = await openSession(model.bytes, 'bare');
  const all: Float64Array[] = [];
  for (const { image } of list) {
    const rgb = decoded(image.root, image.path);
    const data = new Float32Array(3 * pixels);
    for (let i = 0; i < data.length; i++) {
      data[(i % 3) * pixels + Math.floor(i / 3)] = (rgb[i] as number) / 255;
    }
    const dims = [1, 3, streetSide, streetSide];
    const { logits } = await session.run({ image: { type: 'float32', data, dims } });
    const [, channels = 0, height = 0, width = 0] = logits?.dims ?? [];
    all.push(bilinear({ data: logits?.data as Float32Array, channels, width, height }, size));
  }
  await session.close();
  return all;
}

/** 0 usual, 1 anomaly, 2 void. */
function kindsOf({ mask }: Subject): Uint8Array {
  return decoded(mask?.root ?? '', mask?.path ?? '').map((value) =>
    value === 3 ? 1 : value === 255 ? 2 : 0,
  );
}

async function agrees(t: ExecutionContext, model: OpenModel, anomalous: Subjects): Promise<void> {
  const logits = await plainLogits(model, anomalous);
  const folder = join(temporaryFolder(t), 'scores');
  for (const protocol of ['paper-caos', 'fishyscapes']) {
    const evaluation = await tinyEvaluation(t, { model, anomalous, folder, protocol });
    const { result, scores } = await evaluate(evaluation);
    for (const name of ['msp', 'max-logit'] as const) {
      const plain = logits.map((data) =>
        detectors[name].plain({
          tensors: { logits: { data, dims: [1, 3, streetSide, streetSide] } },
          settings: {},
        }),
      );
      const kept = scores.shards.flatMap((shard) => readArray(scores.folder, shard, name));
      for (const [i, map] of kept.entries()) {
        const worst = map.reduce(
          (most, score, k) => Math.max(most, Math.abs(score - (plain[i]?.[k] as number))),
          0,
        );
        t.true(worst < 2e-4, `${name} of image ${i} is off by ${worst}`);
      }
      const contract = evaluation.protocol.content;
      const sampleOf = (parts: readonly Float64Array[], subjects: readonly Subject[]) =>
        measureSample(
          splitSample(
            {
              scores: Float32Array.from(parts.flatMap((part) => [...part])),
              labels: Uint8Array.from(subjects.flatMap((subject) => [...kindsOf(subject)])),
            },
            contract.void,
            name,
          ),
          contract,
        );
      const expected =
        contract.aggregation === 'pooled'
          ? pooledValues(sampleOf(plain, anomalous.list), contract)
          : meanValues(
              plain.map((part, i) => sampleOf([part], [anomalous.list[i] as Subject])),
              contract,
            );
      for (const { metric, value, n, anomalies } of expected) {
        const measured = result.metrics.find(
          (one) => one.detector === name && one.metric === metric,
        );
        t.deepEqual([measured?.n, measured?.anomalies], [n, anomalies]);
        t.true(
          Math.abs((measured?.value ?? -1) - (value ?? 2)) < 2e-3,
          `${name} ${metric}: ${measured?.value} and not ${value}`,
        );
      }
    }
  }
}

async function fitted(root: string, classes = 3): Promise<OpenModel> {
  const bytes = await fitPixelModel(usualStreets(root, 6).list, { classes, size });
  return openTiny(root, bytes, { task: 'segmentation', channels: classes });
}

test('evaluate() of a model of pixels agrees with plain logits under means and pools', async (t) => {
  const root = temporaryFolder(t);
  const model = await fitted(root);
  const anomalous = streets(root, 9);
  await agrees(t, model, anomalous);
  const { result } = await evaluate(await tinyEvaluation(t, { model, anomalous }));
  const [auroc] = result.metrics;
  t.like(auroc, { images: 6, imagesLeftOut: 3 });
  t.like(auroc?.interval, { method: 'bootstrap', cluster: 'cluster' });
  const [iou, right] = result.accuracy;
  t.is(iou?.measure, 'mean-iou');
  t.true((right?.value ?? 0) > 0.75, `${right?.value}`);
  const known = anomalous.list.flatMap((subject) => [...kindsOf(subject)].filter((k) => k === 0));
  t.is(right?.n, known.length, 'void and anomalies are not counted');
});

test('evaluate() brings smaller maps to the size of the masks as torch does', async (t) => {
  const root = temporaryFolder(t);
  for (const stride of [4, 8]) {
    const pixelsOf = { outputs: { pixels: { kind: 'stride', stride } } };
    const model = await openTiny(root, coarseModel({ stride }), {
      task: 'segmentation',
      ...pixelsOf,
    });
    await agrees(t, model, streets(root, 3));
  }
});

test('evaluate() fits templates of pixels on scenes without anomalies', async (t) => {
  const root = temporaryFolder(t);
  const model = await fitted(root);
  const given = { model, anomalous: streets(root, 3), fitOn: usualStreets(root, 3) };
  const evaluation = await tinyEvaluation(t, { ...given, detectors: ['kl-matching'] });
  const { result } = await evaluate(evaluation);
  t.is(result.detectors[0]?.fit?.release, 'usual-streets-1.0.0');
  t.true((result.metrics[0]?.value ?? 0) > 0.5);
  t.deepEqual((await evaluate(evaluation)).result, result);
});

test('evaluate() of pixels gives the same for one session and two, and any batch', async (t) => {
  const root = temporaryFolder(t);
  const model = await fitted(root);
  const anomalous = streets(root, 9);
  const [one, two] = await Promise.all(
    [
      { sessions: 1, batch: 1 },
      { sessions: 2, batch: 3 },
    ].map(async (run) => {
      const evaluation = { model, anomalous, run: { session: {}, preparers: 1, ...run } };
      const { result } = await evaluate(await tinyEvaluation(t, evaluation));
      return { ...result, runtime: undefined };
    }),
  );
  t.deepEqual(two, one);
});

test('evaluate() of pixels refuses masks of several sizes and maps that do not fit', async (t) => {
  const root = temporaryFolder(t);
  const list = [streetSubject(root, 0), streetSubject(root, 1, { side: 24 })];
  const segmentation = { task: 'segmentation' as const };
  const model = await openTiny(root, coarseModel(), segmentation);
  await t.throwsAsync(
    evaluate(await tinyEvaluation(t, { model, anomalous: subjectsOf(list) })).then(() => {}),
    { message: /^Masks differ in size, as that of test\/strange-1, .*: tiny-1\.0\.0$/ },
  );
  const sizeless = await openTiny(root, coarseModel({ isSizeless: true }), segmentation);
  await t.throwsAsync(
    evaluate(await tinyEvaluation(t, { model: sizeless, anomalous: streets(root, 1) })),
    {
      instanceOf: Error,
      message: /^Maps are of 8x8 pixels where the mask has 1024, .*: image test\/strange-0$/,
    },
  );
});
