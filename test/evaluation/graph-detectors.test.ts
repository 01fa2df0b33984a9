import { join } from 'node:path';
import test from 'ava';
import { type DetectorName, detectors, type GraphDetector } from '../../src/detectors/index.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { readArray, readShard } from '../../src/evaluation/scores/shard-files.ts';
import { colourLogits, colourModel } from '../support/colour-model.ts';
import { knownPhotos, strangePhotos } from '../support/colour-photos.ts';
import { temporaryFolder } from '../support/folders.ts';
import { plainMeans } from '../support/plain-means.ts';
import { openTiny, tinyEvaluation } from '../support/tiny-evaluation.ts';

const names: readonly DetectorName[] = [
  'msp',
  'max-logit',
  'logit-avg',
  'energy',
  'entropy',
  'background',
  'branch',
];

test('evaluate() gives every detector of a graph the score that its formula says', async (t) => {
  const root = temporaryFolder(t);
  const model = await openTiny(root, colourModel({ hasConfidence: true }), {
    outputs: { confidence: 'confidence', confidenceKind: 'probability' },
  });
  const images = { anomalous: strangePhotos(root, 6), inDistribution: knownPhotos(root, 9) };
  const settings = { backgroundClass: 1 };
  const evaluation = await tinyEvaluation(t, { model, ...images, settings, detectors: names });
  const { result, scores } = await evaluate(evaluation);
  t.is(result.metrics.length, names.length * result.sets.length * 3);
  const means = [...images.inDistribution.list, ...images.anomalous.list].map(({ image }) =>
    plainMeans(join(image.root, image.path)),
  );
  const logits = Float64Array.from(means.flatMap((mean) => colourLogits(mean)));
  const confidence = Float64Array.from(means, (mean) => Math.max(...mean));
  const shard = await readShard(scores.folder, 0);
  for (const name of names) {
    const plain = (detectors[name] as GraphDetector).plain({
      tensors: {
        logits: { data: logits, dims: [15, 3] },
        confidence: { data: confidence, dims: [15] },
      },
      settings: { ...settings, confidence: 'probability' },
    });
    const scored = readArray(scores.folder, shard as never, name);
    t.is(scored.length, 15, name);
    for (const [i, [score = Number.NaN]] of scored.entries()) {
      t.true(Math.abs(score - (plain[i] as number)) < 1e-5, `${name} of ${i}: ${score}`);
    }
  }
});
