import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { readEvaluation, readEvaluations } from '../../../src/evaluation/index.ts';
import { madeEvaluation, writeEvaluation } from '../../support/evaluations.ts';
import { temporaryFolder } from '../../support/folders.ts';

const values = {
  'msp bdd-anomaly auroc': [0.8, 0.7, 0.9],
  'max-logit bdd-anomaly auroc': null,
} as const;

test('readEvaluation() reads back what was written', async (t) => {
  const folder = temporaryFolder(t);
  const interval = { low: -0.1, high: 0.2, level: 0.95, method: 'bootstrap' } as const;
  const pair = { first: 'msp', second: 'max-logit', set: 'bdd-anomaly', metric: 'auroc' } as const;
  const made = madeEvaluation(values, { differences: [{ ...pair, value: 0.1, interval }] });
  const path = writeEvaluation(folder, 'e.json', made);
  t.deepEqual(await readEvaluation(path), { where: path, result: made });
});

const first = madeEvaluation(values).metrics[0];
const bad: readonly (readonly [what: string, change: object, message: RegExp])[] = [
  ['another schema', { schema: 2 }, /e\.json at schema/],
  [
    'a set twice',
    { sets: [...madeEvaluation(values).sets, ...madeEvaluation(values).sets] },
    /A set that is there twice/,
  ],
  [
    'a value of no set',
    { metrics: [{ ...first, set: 'x' }] },
    /No such set "x".*e\.json at metrics\[0\]/,
  ],
  ['a value of no detector', { metrics: [{ ...first, detector: 'x' }] }, /No such detector "x"/],
  [
    'a value twice',
    { metrics: [first, first] },
    /Two values of pspnet-resnet101-bdd-anomaly, msp, auroc on bdd-anomaly of bdd-anomaly-1\.0\.0/,
  ],
  [
    'an interval from right to left',
    { metrics: [{ ...first, interval: { low: 0.9, high: 0.1, level: 0.95, method: 'delong' } }] },
    /ends before it begins, 0\.9 to 0\.1/,
  ],
];

for (const [what, change, message] of bad) {
  test(`readEvaluation() refuses ${what}`, async (t) => {
    const path = writeEvaluation(temporaryFolder(t), 'e.json', {
      ...madeEvaluation(values),
      ...change,
    });
    await t.throwsAsync(readEvaluation(path), { instanceOf: InvalidInput, message });
  });
}

test('readEvaluation() refuses what is no file and no JSON', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'e.json');
  await t.throwsAsync(readEvaluation(path), { message: /No evaluation can be read here/ });
  writeFileSync(path, '{');
  await t.throwsAsync(readEvaluation(path), { instanceOf: InvalidInput, message: /Not JSON/ });
});

test('readEvaluations() takes several, but no two of the same score', async (t) => {
  const folder = temporaryFolder(t);
  const one = writeEvaluation(folder, 'one.json', madeEvaluation({ 'msp bdd-anomaly auroc': 0.8 }));
  const two = writeEvaluation(folder, 'two.json', madeEvaluation({ 'msp bdd-anomaly fpr95': 0.8 }));
  t.is((await readEvaluations([one, two])).length, 2);
  await t.throwsAsync(readEvaluations([one, two, one]), {
    instanceOf: InvalidInput,
    message:
      /Two values of pspnet-resnet101-bdd-anomaly, msp, auroc .*, give one: .*one\.json and .*one\.json/,
  });
});

test('readEvaluation() refuses a file that is far too large, unread', async (t) => {
  const path = join(temporaryFolder(t), 'e.json');
  writeFileSync(path, '');
  truncateSync(path, (64 << 20) + 1);
  await t.throwsAsync(readEvaluation(path), { instanceOf: InvalidInput, message: /More than/ });
});
