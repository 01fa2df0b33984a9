import { rmSync } from 'node:fs';
import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { evaluate } from '../../../src/evaluation/index.ts';
import type { StoredScores } from '../../../src/evaluation/scores/score-subjects.ts';
import { readArray, shardPath } from '../../../src/evaluation/scores/shard-files.ts';
import { passesEvaluation, passesModel } from '../../support/passes-evaluation.ts';

function scoresOf({ folder, shards }: StoredScores, name: string): number[] {
  return shards.flatMap((shard) => readArray(folder, shard, name)).flatMap((part) => [...part]);
}

test('evaluate() gives dropout the same scores in any order, killed and resumed', async (t) => {
  const bytes = passesModel('node', 'pixels');
  const said = { bytes, judges: 'pixels', detectors: ['dropout', 'msp'], passes: 4 } as const;
  const evaluation = await passesEvaluation(t, said);
  const first = await evaluate(evaluation);
  t.is(first.scores.shards.length, 2);
  t.true(scoresOf(first.scores, 'dropout').every((score) => score >= 0));
  t.true(scoresOf(first.scores, 'dropout').some((score) => score > 0));
  t.deepEqual(first.result.detectors, [
    { detector: 'dropout', passes: { count: 4, seed: 1 } },
    { detector: 'msp' },
  ]);
  t.deepEqual(
    first.result.metrics.map(({ detector, metric }) => `${detector} ${metric}`),
    ['auroc', 'aupr', 'fpr95']
      .flatMap((metric) => [`dropout ${metric}`, `msp ${metric}`])
      .sort((a, b) => a.split(' ')[0]!.localeCompare(b.split(' ')[0]!)),
  );
  rmSync(shardPath(first.scores.folder, 1));
  const run = { ...evaluation.run, sessions: 2, preparers: 2 };
  const resumed = await evaluate({ ...evaluation, run });
  t.is(resumed.scores.sha256, first.scores.sha256);
  const other = await evaluate({ ...evaluation, seed: 2 });
  t.not(other.scores.identity, first.scores.identity);
  t.notDeepEqual(scoresOf(other.scores, 'dropout'), scoresOf(first.scores, 'dropout'));
  t.deepEqual(scoresOf(other.scores, 'msp'), scoresOf(first.scores, 'msp'), 'of a plain pass');
});

test('evaluate() computes the others without the dropout, whatever the optimiser does', async (t) => {
  for (const judges of ['pixels', 'images'] as const) {
    const found = await Promise.all(
      (['node', 'none'] as const).map(async (kept) => {
        const bytes = passesModel(kept, judges);
        const evaluation = await passesEvaluation(t, { bytes, judges, detectors: ['max-logit'] });
        const session = { optimisation: 'disabled' } as const;
        const { scores } = await evaluate({
          ...evaluation,
          run: { ...evaluation.run, session },
        });
        return scoresOf(scores, 'max-logit');
      }),
    );
    t.deepEqual(found[0], found[1], judges);
  }
});

test('evaluate() runs a model that draws for dropout alone', async (t) => {
  for (const judges of ['pixels', 'images'] as const) {
    const bytes = passesModel('drawn', judges);
    const said = { bytes, judges, passes: 3, replicates: 5 } as const;
    const { result, scores } = await evaluate(
      await passesEvaluation(t, { ...said, detectors: ['dropout'] }),
    );
    t.deepEqual(result.accuracy, []);
    const again = await evaluate(await passesEvaluation(t, { ...said, detectors: ['dropout'] }));
    t.deepEqual(scoresOf(again.scores, 'dropout'), scoresOf(scores, 'dropout'));
    const both = await passesEvaluation(t, { ...said, detectors: ['dropout', 'msp'] });
    await t.throwsAsync(evaluate(both), {
      instanceOf: InvalidInput,
      message: /^Model draws numbers at every run, .*\(msp\)/,
    });
  }
});

test('evaluate() refuses dropout of a model whose dropout does not act', async (t) => {
  const bytes = passesModel('untrained', 'images');
  const said = { bytes, judges: 'images', detectors: ['dropout'] } as const;
  await t.throwsAsync(evaluate(await passesEvaluation(t, said)), {
    instanceOf: InvalidInput,
    message: /^The variance over 10 passes is 0 everywhere/,
  });
});
