import { rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { DamagedFile, InvalidInput } from '../../../src/errors.ts';
import type { Evaluation } from '../../../src/evaluation/evaluation.ts';
import { compareEvaluations, evaluate, readEvaluation } from '../../../src/evaluation/index.ts';
import { evaluationComparisonText } from '../../../src/report/index.ts';
import { passesEvaluation, passesModel } from '../../support/passes-evaluation.ts';

/** The same images twice, of a model and of one that sees them in another way, and what compares them. */
async function evaluatedTwice(t: ExecutionContext, judges: 'pixels' | 'images') {
  const bytes = passesModel('none', judges);
  const first = await passesEvaluation(t, { bytes, judges, detectors: ['msp', 'max-logit'] });
  const input = { channels: 'BGR', mean: [0.2, 0.5, 0.1], std: [0.1, 0.4, 0.6] };
  const { model } = await passesEvaluation(t, { bytes, judges, detectors: ['msp'], input });
  const second: Evaluation = { ...first, model };
  const [before, now] = [await evaluate(first), await evaluate(second)];
  const earlier = await readEvaluation(join(before.scores.folder, 'evaluation.json'));
  const { folder, subjects, runTask, protocol, seed } = {
    ...first,
    subjects: now.subjects,
    protocol: first.protocol.content,
  };
  return {
    before,
    now,
    earlier,
    how: { folder, subjects, runTask, protocol, seed, replicates: 50 },
  };
}

for (const judges of ['images', 'pixels'] as const) {
  test(`compareEvaluations() gives paired differences of ${judges}`, async (t) => {
    const { before, now, earlier, how } = await evaluatedTwice(t, judges);
    const { metrics, withoutInterval } = await compareEvaluations(now.result, earlier, how);
    t.is(metrics.length, now.result.metrics.length);
    t.is(withoutInterval, undefined);
    t.true(metrics.some(({ difference }) => difference !== 0));
    for (const [i, row] of metrics.entries()) {
      const value = now.result.metrics[i]?.value as number;
      t.is(row.difference, value - (before.result.metrics[i]?.value as number));
      const { low, high } = row.interval as { low: number; high: number };
      t.true(low <= high);
    }
    const same = await compareEvaluations(before.result, earlier, how);
    for (const { difference, interval } of same.metrics) {
      t.deepEqual([difference, interval?.low, interval?.high], [0, 0, 0]);
    }
    const text = evaluationComparisonText(same);
    t.regex(text, /msp +AUROC +\S+ +\S+ +0\.00 \[0\.00, 0\.00\]/);
  });
}

test('compareEvaluations() says what differs where two are not of the same', async (t) => {
  const { now, earlier, how } = await evaluatedTwice(t, 'images');
  const { result } = earlier;
  const [set, ...sets] = result.sets;
  const other = {
    ...result,
    protocol: { ...result.protocol, sha256: 'f'.repeat(64) },
    model: { ...result.model, classes: 4 },
    sets: [{ ...set, images: 2 } as (typeof result.sets)[number], ...sets],
  };
  await t.throwsAsync(compareEvaluations(now.result, { ...earlier, result: other }, how), {
    instanceOf: InvalidInput,
    message:
      /something else, by protocol \(.*\), number of classes \(3 here, 4 there\), set tiny \(3 of .*, 2 of .*\): /,
  });
});

test('compareEvaluations() leaves intervals out where earlier scores are gone', async (t) => {
  const { before, now, earlier, how } = await evaluatedTwice(t, 'images');
  const lies = { ...earlier.result.scores, sha256: 'f'.repeat(64) };
  const altered = { ...earlier, result: { ...earlier.result, scores: lies } };
  await t.throwsAsync(compareEvaluations(now.result, altered, how), {
    instanceOf: DamagedFile,
    message: /^Scores are not those that the evaluation was measured on/,
  });
  const others = { ...how, subjects: how.subjects.slice(1) };
  await t.throwsAsync(compareEvaluations(now.result, earlier, others), {
    instanceOf: InvalidInput,
    message: /^Scores are of other images, "image-0" where "image-2" is compared/,
  });
  rmSync(before.scores.folder, { recursive: true });
  const compared = await compareEvaluations(now.result, earlier, how);
  t.true(compared.metrics.every(({ difference }) => difference !== null));
  t.true(compared.metrics.every(({ interval }) => interval === undefined));
  t.regex(compared.withoutInterval ?? '', /^The scores of the earlier evaluation are gone/);
  t.regex(evaluationComparisonText(compared), /are gone from the folder of scores/);
  const renamed = earlier.result.detectors.map(() => ({ detector: 'energy' })).slice(0, 1);
  const apart = { ...earlier.result, detectors: renamed, metrics: [] };
  const none = await compareEvaluations(now.result, { ...earlier, result: apart }, how);
  t.deepEqual([none.onlyHere, none.onlyThere], [['msp', 'max-logit'], ['energy']]);
  t.regex(evaluationComparisonText(none), /No detector is in both\n {2}Only here: msp, max-logit/);
});
