import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { evaluate, makePreprocessor } from '../../../src/evaluation/index.ts';
import { readArray } from '../../../src/evaluation/scores/shard-files.ts';
import type { Subject } from '../../../src/evaluation/subjects/subject.ts';
import type { ModelInput } from '../../../src/records/index.ts';
import { passesEvaluation, passesModel } from '../../support/passes-evaluation.ts';

const sides = [8, 16];
const bytes = passesModel('none', 'pixels');
const scaled = (average: 'scores' | 'probabilities') => ({
  resize: { kind: 'scales', shorterSides: sides, longest: 100, multipleOf: 4, average },
});

/** What the model says at each scale, at the size of the masks: 3 values a pixel. */
async function logitsOf({ image }: Subject, input: ModelInput): Promise<number[][][]> {
  const photo = readFileSync(join(image.root, image.path));
  const tensors = await makePreprocessor(input).read(photo);
  return tensors.map(({ data }, i) => {
    const side = sides[i] as number;
    const at = (c: number, y: number, x: number) => Number(data[(c * side + y) * side + x]);
    return Array.from({ length: 64 }, (_, pixel) => {
      const [y, x] = [Math.floor(pixel / 8), pixel % 8];
      return [0, 1, 2].map((c) => {
        if (side === 8) return at(c, y, x);
        // The centre of a pixel lies between those of four of the double size.
        const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => at(c, 2 * y + dy, 2 * x + dx)));
        return four.reduce((sum, value) => sum + value, 0) / 4;
      });
    });
  });
}

function softmax(logits: readonly number[]): number[] {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function mean(scales: readonly (readonly number[])[]): number[] {
  return [0, 1, 2].map(
    (c) => scales.reduce((sum, scale) => sum + (scale[c] as number), 0) / scales.length,
  );
}

for (const average of ['scores', 'probabilities'] as const) {
  test(`evaluate() averages ${average} over scales, as computed by hand`, async (t) => {
    const input = scaled(average);
    const detectors = average === 'scores' ? ['msp', 'max-logit'] : ['msp'];
    const evaluation = await passesEvaluation(t, { bytes, judges: 'pixels', detectors, input });
    const { scores, subjects, result } = await evaluate(evaluation);
    t.is(result.metrics.length, 3 * detectors.length);
    const [shard] = scores.shards;
    const found = shard === undefined ? [] : readArray(scores.folder, shard, 'msp');
    for (const [i, map] of found.entries()) {
      const scales = await logitsOf(subjects[i] as Subject, evaluation.model.manifest.input);
      const expected = Array.from({ length: 64 }, (_, pixel) => {
        const own = scales.map((maps) => maps[pixel] as number[]);
        const p = average === 'scores' ? softmax(mean(own)) : mean(own.map(softmax));
        return -Math.max(...p);
      });
      for (const [pixel, score] of map.entries()) {
        t.true(Math.abs(score - (expected[pixel] as number)) < 1e-5);
      }
    }
    const again = await evaluate({ ...evaluation, run: { ...evaluation.run, batch: 1 } });
    t.is(again.scores.sha256, scores.sha256);
  });
}

test('evaluate() fits templates on the average of scales', async (t) => {
  const input = scaled('probabilities');
  const said = { bytes, judges: 'pixels', detectors: ['kl-matching'], input } as const;
  const evaluation = await passesEvaluation(t, said);
  const { result } = await evaluate({ ...evaluation, fitOn: evaluation.anomalous });
  t.true(result.metrics.every(({ value }) => value !== null));
});

test('evaluate() refuses detectors that averages over scales have nothing for', async (t) => {
  const input = scaled('probabilities');
  for (const [detector, message] of [
    ['max-logit', /^Detector max-logit needs logits, and tiny averages probabilities/],
    ['dropout', /^Detector dropout compares passes of one scale/],
  ] as const) {
    const said = { bytes, judges: 'pixels', detectors: [detector], input } as const;
    const evaluation = await passesEvaluation(t, said);
    await t.throwsAsync(evaluate(evaluation), { instanceOf: InvalidInput, message });
  }
  const said = { bytes, judges: 'pixels', detectors: ['msp'], input } as const;
  const { model, ...evaluation } = await passesEvaluation(t, said);
  const inputs = model.summary.inputs.map((one) => ({ ...one, dims: [1, 3, 8, 8] }));
  const fixed = { ...model, summary: { ...model.summary, inputs } };
  await t.throwsAsync(evaluate({ ...evaluation, model: fixed }), {
    instanceOf: InvalidInput,
    message: /^Model takes images of 8x8 alone and is run at several scales/,
  });
});
