import test from 'ava';
import { drawScoreLedger, type NamedEvaluation } from '../../../src/evaluation/index.ts';
import { readManifest } from '../../../src/io/index.ts';
import { parseScoreTable, type ScoreTable } from '../../../src/records/index.ts';
import { namedEvaluation, releaseDigest } from '../../support/evaluations.ts';

const read = async (name: string) => (await readManifest('claims', name, parseScoreTable)).content;
const caos = await read('paper-table-4');

function entryOf(evaluations: readonly NamedEvaluation[], claim: string, table: ScoreTable = caos) {
  const entry = drawScoreLedger(table, evaluations).find((found) => found.claim.claim === claim);
  if (entry === undefined) throw new Error(`No such cell: ${claim}`);
  return entry;
}

const cell = 'bdd-anomaly/max-logit/auroc';
const set = {
  set: 'bdd-anomaly',
  release: 'bdd-anomaly-1.0.0',
  releaseSha256: releaseDigest,
  split: 'test',
  images: 810,
};

test('drawScoreLedger() says reproduced, differs, and unmeasured of the rest', (t) => {
  const evaluation = namedEvaluation({
    'max-logit bdd-anomaly auroc': [0.924, 0.91, 0.94],
    'msp bdd-anomaly auroc': 0.8,
  });
  const ledger = drawScoreLedger(caos, [evaluation]);
  const statusOf = Object.fromEntries(ledger.map(({ claim, status }) => [claim.claim, status]));
  t.is(statusOf[cell], 'reproduced');
  t.is(statusOf['bdd-anomaly/msp/auroc'], 'differs');
  t.is(ledger.filter(({ status }) => status === 'unmeasured').length, 34);
  const entry = entryOf([evaluation], cell);
  t.is(entry.measured?.toFixed(6), '92.400000');
  t.deepEqual(entry.interval, { low: 91, high: 94, level: 0.95 });
  t.is(entry.why, '0.15 points worse, at most 0.5 accepted');
  t.deepEqual(entry.from, ['evaluation.json']);
});

const missing: readonly (readonly [
  what: string,
  evaluations: readonly NamedEvaluation[],
  why: RegExp,
])[] = [
  ['no evaluation', [], /^No evaluation of pspnet-resnet101-bdd-anomaly$/],
  [
    'another model',
    [
      namedEvaluation(
        { 'max-logit bdd-anomaly auroc': 0.9 },
        { model: { ...namedEvaluation({}).result.model, name: 'other' } },
      ),
    ],
    /^No evaluation of pspnet-resnet101-bdd-anomaly$/,
  ],
  ['another set', [namedEvaluation({ 'max-logit x auroc': 0.9 })], /on bdd-anomaly$/],
  [
    'another detector',
    [namedEvaluation({ 'msp bdd-anomaly auroc': 0.9 })],
    /^Not scored by max-logit$/,
  ],
  [
    'another metric',
    [namedEvaluation({ 'max-logit bdd-anomaly aupr': 0.9 })],
    /^Not scored by max-logit$/,
  ],
  [
    'no value',
    [namedEvaluation({ 'max-logit bdd-anomaly auroc': null })],
    /^Not defined: No image has both kinds$/,
  ],
];

for (const [what, evaluations, why] of missing) {
  test(`drawScoreLedger() leaves a cell unmeasured where there is ${what}`, (t) => {
    const entry = entryOf(evaluations, cell);
    t.is(entry.status, 'unmeasured');
    t.is(entry.measured, null);
    t.regex(entry.why, why);
  });
}

const { result } = namedEvaluation({ 'max-logit bdd-anomaly auroc': 0.926 });
const unlike: readonly (readonly [what: string, changes: object, why: string])[] = [
  [
    'another protocol',
    { protocol: { name: 'fishyscapes', sha256: 'd'.repeat(64) } },
    'Protocol fishyscapes, not paper-caos',
  ],
  ['another split', { sets: [{ ...set, split: 'train,test' }] }, 'Split train,test, not test'],
  ['another class count', { model: { ...result.model, classes: 19 } }, 'Classes 19, not 17'],
  [
    'another task',
    { model: { ...result.model, task: 'multiclass' } },
    'Task multiclass, not segmentation',
  ],
  [
    'a dataset derived from it',
    {
      sets: [{ ...set, set: 'bdd-anomaly-clip-safe', release: 'bdd-anomaly-clip-safe-1.0.0' }],
      metrics: result.metrics.map((metric) => ({ ...metric, set: 'bdd-anomaly-clip-safe' })),
    },
    'Measured on bdd-anomaly-clip-safe-1.0.0, not bdd-anomaly',
  ],
  [
    'in-distribution images where there are none',
    {
      inDistribution: {
        release: 'x-1.0.0',
        releaseSha256: releaseDigest,
        split: 'test',
        images: 1,
      },
    },
    'In-distribution images of x-1.0.0, not none',
  ],
];

for (const [what, changes, why] of unlike) {
  test(`drawScoreLedger() does not compare ${what}`, (t) => {
    const entry = entryOf([{ where: 'e.json', result: { ...result, ...changes } }], cell);
    t.deepEqual(
      [entry.status, entry.measured, entry.why, entry.from],
      ['not-comparable', null, why, ['e.json']],
    );
  });
}

test('drawScoreLedger() does not compare another release where a table names one', (t) => {
  const subjects = caos.subjects.map((subject) => ({ ...subject, releaseSha256: 'f'.repeat(64) }));
  const entry = entryOf([{ where: 'e.json', result }], cell, { ...caos, subjects });
  t.is(entry.status, 'not-comparable');
  t.is(entry.why, `Data digest ${releaseDigest}, not ${'f'.repeat(64)}`);
});

test('drawScoreLedger() tells the evaluation that is most alike', (t) => {
  const far = {
    ...result,
    protocol: { ...result.protocol, name: 'openood' },
    model: { ...result.model, classes: 2 },
  };
  const near = { ...result, protocol: { ...result.protocol, name: 'openood' } };
  const entry = entryOf(
    [
      { where: 'far.json', result: far },
      { where: 'near.json', result: near },
    ],
    cell,
  );
  t.deepEqual(entry.from, ['near.json']);
  const found = entryOf(
    [
      { where: 'far.json', result: far },
      { where: 'it.json', result },
    ],
    cell,
  );
  t.is(found.status, 'reproduced');
});

test('drawScoreLedger() does not compare by an interval that is not there', (t) => {
  const [entry] = drawScoreLedger(
    { ...caos, claims: caos.claims.filter(({ claim }) => claim === cell) },
    [{ where: 'e.json', result }],
    { kind: 'interval', faults: 'either' },
  );
  t.deepEqual([entry?.status, entry?.why], ['not-comparable', 'It has no interval']);
});

test('drawScoreLedger() says unreadable of a cell that cannot be read, measured or not', async (t) => {
  const table = await read('paper-table-3');
  const claim = 'coco/local-outlier-factor/fpr95';
  t.is(entryOf([], claim, table).status, 'unreadable');
  const measured = namedEvaluation(
    { 'local-outlier-factor imagenet21k-multilabel fpr95': 0.8 },
    {
      model: {
        ...result.model,
        name: 'resnet101-multilabel-coco',
        task: 'multilabel',
        classes: 80,
      },
      protocol: { ...result.protocol, name: 'paper-multilabel' },
      sets: [{ ...set, release: 'imagenet21k-multilabel-1.0.0', set: 'imagenet21k-multilabel' }],
      inDistribution: {
        release: 'coco-1.0.0',
        releaseSha256: releaseDigest,
        split: 'test',
        images: 1,
      },
    },
  );
  const entry = entryOf([measured], claim, table);
  t.deepEqual([entry.status, entry.measured], ['unreadable', 80]);
});

function species(group: string, values: Record<string, number>): NamedEvaluation {
  const named = Object.entries(values).map(([detector, value]) => [
    `${detector} ${group} auroc`,
    value,
  ]);
  return namedEvaluation(
    Object.fromEntries(named),
    {
      model: { ...result.model, name: 'tresnet-m-miil-in21k', task: 'multiclass', classes: 11221 },
      protocol: { ...result.protocol, name: 'paper-multiclass' },
      sets: [{ ...set, set: group, release: 'species-1.0.0' }],
      inDistribution: {
        release: 'imagenet-21k-p-validation-1.0.0',
        releaseSha256: releaseDigest,
        split: 'test',
        images: 1,
      },
    },
    `${group}.json`,
  );
}

test('drawScoreLedger() measures a mean once all of its sets are there, across evaluations', async (t) => {
  const table = await read('paper-table-2');
  const printed = [87.8, 83.4, 48.6, 80.4, 77.4, 56.7, 56.4];
  const groups = [
    'Plants',
    'Microorganisms',
    'Amphibians',
    'Protozoa',
    'Fungi',
    'Arachnids',
    'Insects',
  ];
  const all = groups.map((group, i) => species(group, { 'max-logit': (printed[i] ?? 0) / 100 }));
  const entry = entryOf(all, 'resnet/mean/max-logit/auroc', table);
  t.is(entry.status, 'reproduced');
  t.is(entry.measured?.toFixed(4), '70.1000');
  t.is(entry.interval, null);
  t.is(entry.from.length, 7);

  const few = entryOf(all.slice(1), 'resnet/mean/max-logit/auroc', table);
  t.deepEqual([few.status, few.measured], ['unmeasured', null]);
  t.is(few.why, '6 of 7 sets measured. No evaluation of tresnet-m-miil-in21k on species, Plants');

  const [plants, ...others] = all;
  const stranger = {
    where: 'x.json',
    result: { ...plants?.result, protocol: { ...result.protocol } },
  };
  const mixed = entryOf(
    [stranger as NamedEvaluation, ...others],
    'resnet/mean/max-logit/auroc',
    table,
  );
  t.is(mixed.status, 'not-comparable');
  t.is(mixed.why, '6 of 7 sets measured. Protocol paper-caos, not paper-multiclass');
});

test('drawScoreLedger() says why nothing measures ODIN', async (t) => {
  const ledger = drawScoreLedger(await read('paper-odin'), []);
  t.deepEqual([...new Set(ledger.map(({ status }) => status))], ['unmeasured']);
  t.regex(ledger[0]?.why ?? '', /gradient of the score at the input/);
});

test('drawScoreLedger() says where the paper contradicts itself', async (t) => {
  const entry = entryOf([], 'bdd-anomaly/autoencoder/aupr');
  t.deepEqual(
    entry.contradictions.map(({ kind }) => kind),
    ['chance'],
  );
  const table = await read('paper-table-5');
  t.deepEqual(
    entryOf([], 'imagenet/mean/msp/auroc', table).contradictions.map(({ kind }) => kind),
    ['mean', 'twice'],
  );
});
