import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { hashBytes } from '../../src/io/index.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { type MadeValues, madeEvaluation, writeEvaluation } from '../support/evaluations.ts';
import { temporaryFolder } from '../support/folders.ts';
import { runCli } from '../support/run-cli.ts';
import { tinyOptions, writeTinyRecipe, writeTinySource } from '../support/tiny-source.ts';

const good: MadeValues = { 'msp tiny auroc': 0.8, 'max-logit tiny auroc': [0.9, 0.88, 0.92] };

/** A release, a gate on its scores alone and the baseline that the gate names. */
async function gateOf(t: ExecutionContext) {
  const folder = temporaryFolder(t);
  await writeTinySource(join(folder, 'source'), { photos: false });
  const options = tinyOptions(join(folder, 'source'), folder, { placement: undefined });
  await rebuild(await makePlan(writeTinyRecipe(folder), options));
  const release = join(folder, 'tiny-1.0.0');
  const releaseSha256 = hashBytes(readFileSync(join(release, 'SHA256SUMS')));
  const evaluate = (name: string, values: MadeValues, digest: string = releaseSha256) => {
    const made = madeEvaluation(values);
    const sets = made.sets.map((set) => ({ ...set, release: 'tiny-1.0.0', releaseSha256: digest }));
    return writeEvaluation(folder, name, { ...made, sets });
  };
  const rules = [
    {
      kind: 'baseline',
      evaluation: evaluate('known.json', good),
      tolerance: { kind: 'points', points: 0.5 },
    },
    {
      kind: 'ordering',
      name: 'max-logit-above-msp',
      above: 'max-logit',
      below: 'msp',
      metric: 'auroc',
      sets: 'all',
      on: 'value',
    },
    {
      kind: 'score-bound',
      protocol: 'paper-caos',
      detector: 'max-logit',
      set: 'tiny',
      metric: 'auroc',
      min: 0.85,
      on: 'interval',
    },
  ];
  const gate = join(folder, 'gate.json');
  writeFileSync(gate, JSON.stringify({ schema: 1, gate: 'tiny-scores', rules }));
  const judge = (...more: readonly string[]) =>
    runCli('gate', release, '--gate', gate, '--date', '2027-01-31', ...more);
  return { evaluate, judge, releaseSha256 };
}

test('oodforge gate passes, fails or leaves open what was measured on a release', async (t) => {
  const { evaluate, judge, releaseSha256 } = await gateOf(t);
  const passed = await judge('--scores', evaluate('good.json', good));
  t.is(passed.code, 0, passed.stderr);
  t.regex(passed.stdout, /^Gate tiny-scores on 2027-01-31: pass$/m);

  const values = { 'msp tiny auroc': 0.8, 'max-logit tiny auroc': [0.7, 0.68, 0.72] } as const;
  const failed = await judge('--scores', evaluate('bad.json', values));
  t.is(failed.code, 1);
  t.regex(
    failed.stdout,
    /fail +baseline +pspnet-resnet101-bdd-anomaly\/tiny\/max-logit\/auroc +Was 90, is 70: 20 points worse, at most 0.5 accepted/,
  );
  t.regex(
    failed.stdout,
    /fail +ordering +max-logit-above-msp\/pspnet-resnet101-bdd-anomaly\/tiny +max-logit 70, msp 80/,
  );
  t.regex(
    failed.stdout,
    /fail +score-bound .* 70, the 95 % interval 68 to 72, at least 85 accepted/,
  );
  t.regex(failed.stdout, /: fail: 3 of 4 judgements block$/m);

  const open = await judge();
  t.is(open.code, 2);
  t.is(open.stdout.match(/No evaluation was given: say --scores/g)?.length, 3);

  const other = await judge('--scores', evaluate('other.json', good, '0'.repeat(64)), '--json');
  t.is(other.code, 2);
  for (const { why } of JSON.parse(other.stdout).judgements) {
    t.true(why.includes('0'.repeat(64)) && why.includes(releaseSha256), why);
  }

  const split = await judge(
    '--scores',
    evaluate('a.json', { 'msp tiny auroc': 0.8 }),
    evaluate('b.json', { 'max-logit tiny auroc': [0.9, 0.88, 0.92] }),
  );
  t.is(split.code, 2, 'an ordering needs both in one evaluation');
  t.regex(split.stdout, /unknown +ordering .* Not scored by max-logit/);
});

test('oodforge gate refuses evaluations that it cannot read, before it judges', async (t) => {
  const { evaluate, judge } = await gateOf(t);
  const file = evaluate('e.json', good);
  const doubled = await judge('--scores', file, file);
  t.is(doubled.code, 2);
  t.regex(
    doubled.stderr,
    /Two values of pspnet-resnet101-bdd-anomaly, msp, auroc on tiny of tiny-1\.0\.0/,
  );
  const unknown = join(temporaryFolder(t), 'gate.json');
  const rule = { kind: 'baseline', evaluation: 'no-such', tolerance: { kind: 'interval' } };
  writeFileSync(unknown, JSON.stringify({ schema: 1, gate: 'lost', rules: [rule] }));
  const lost = await judge('--scores', file, '--gate', unknown);
  t.is(lost.code, 2);
  t.regex(lost.stderr, /No such file \(known baselines: .*\): manifests\/baselines\/no-such\.json/);
  const missing = await judge('--scores', '/nowhere.json');
  t.is(missing.code, 2);
  t.regex(missing.stderr, /No evaluation can be read here, run evaluate: \/nowhere\.json/);
});

const printed: MadeValues = {
  'msp bdd-anomaly fpr95': 0.245,
  'msp bdd-anomaly auroc': 0.877,
  'max-logit bdd-anomaly auroc': 0.9,
};

test('oodforge claims --scores shows the tables that an evaluation measures a cell of', async (t) => {
  const file = writeEvaluation(temporaryFolder(t), 'e.json', madeEvaluation(printed));
  const { code, stdout } = await runCli('claims', '--scores', file);
  t.is(code, 1);
  t.regex(stdout, /^paper-table-4: The CAOS benchmark$/m);
  t.notRegex(stdout, /paper-table-5:/);
  t.regex(stdout, /36 cells: 2 reproduced, 1 differs, 33 unmeasured/);
  const asked = await runCli('claims', '--scores', file, '--table', 'paper-table-5', '--json');
  t.is(asked.code, 2, 'unmeasured is no pass');
  const [{ table, ledger }] = JSON.parse(asked.stdout).tables;
  t.is(table, 'paper-table-5');
  t.is(ledger.length, 156);
});

const strange = madeEvaluation({ 'msp x auroc': 0.5 });
const model = { ...strange.model, name: 'unheard-of' };

test('oodforge claims says which tables there are where none fits', async (t) => {
  const file = writeEvaluation(temporaryFolder(t), 'e.json', { ...strange, model });
  const { code, stderr } = await runCli('claims', '--scores', file);
  t.is(code, 2);
  t.regex(
    stderr,
    /No table has a cell .* unheard-of measure: say --table with one of paper-figure-5, /,
  );
  const species = await runCli('claims', '--scores', file, '--table', 'species');
  t.regex(
    species.stderr,
    /No table of scores \(known: paper-figure-5, .*manifests\/claims\/species\.json/,
  );
});

const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
  [[], /Say a release, or --scores: command line/],
  [['/nowhere', '--scores', 'e.json'], /Say a release or --scores, not both/],
  [['--claims', 'species', '--scores', 'e.json'], /Say a release or --scores, not both/],
  [['/nowhere', '--table', 'paper-table-4'], /Say --scores with --table/],
  [['--scores', '/nowhere.json'], /No evaluation can be read here/],
];

for (const [args, sentence] of wrong) {
  test(`oodforge claims ${args.join(' ')} ends in 2 and says why`, async (t) => {
    const { code, stdout, stderr } = await runCli('claims', ...args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, sentence);
  });
}
