import { join } from 'node:path';
import test from 'ava';
import { compareEvaluations, evaluate, readEvaluation } from '../../../src/evaluation/index.ts';
import { passesEvaluation, passesModel } from '../../support/passes-evaluation.ts';

test('evaluate() draws pooled pixels by clip, and compares detectors and evaluations', async (t) => {
  const bytes = passesModel('none', 'pixels');
  const detectors = ['msp', 'max-logit'];
  const said = { bytes, judges: 'pixels', detectors, protocolName: 'fishyscapes' } as const;
  const evaluation = await passesEvaluation(t, said);
  const { result, scores, subjects } = await evaluate(evaluation);
  t.is(result.metrics.length, 6);
  for (const { value, interval } of result.metrics) {
    t.is(interval?.cluster, 'cluster');
    t.true((interval?.bins ?? 0) > 16);
    t.true((interval?.low ?? 9) <= (value ?? -9) && (value ?? 9) <= (interval?.high ?? -9));
  }
  t.is(result.differences?.length, 3);
  t.true(result.differences?.every(({ interval }) => interval.low <= interval.high));
  const earlier = await readEvaluation(join(scores.folder, 'evaluation.json'));
  t.deepEqual(earlier.result, result, 'bins are read back');
  const { folder, runTask, seed, replicates } = evaluation;
  const how = {
    folder,
    runTask,
    seed,
    replicates,
    subjects,
    protocol: evaluation.protocol.content,
  };
  const { metrics, withoutInterval } = await compareEvaluations(result, earlier, how);
  t.is(withoutInterval, undefined);
  for (const { interval } of metrics) t.deepEqual([interval?.low, interval?.high], [0, 0]);
});
