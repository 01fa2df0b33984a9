import test from 'ava';
import type { EvaluationResult, NamedEvaluation } from '../../src/evaluation/index.ts';
import {
  type GateFacts,
  type GateManifest,
  judgeGate,
  parseGateManifest,
  type ScoreFacts,
} from '../../src/gate/index.ts';
import { readManifest } from '../../src/io/index.ts';
import { parseScoreTable, type Verdict } from '../../src/records/index.ts';
import { type MadeValues, namedEvaluation, releaseDigest } from '../support/evaluations.ts';

const { result: plain } = namedEvaluation({});
const baseline = namedEvaluation(
  { 'msp bdd-anomaly auroc': 0.8, 'max-logit bdd-anomaly auroc': 0.9 },
  {},
  'baseline.json',
);

function factsOf(
  evaluations: readonly NamedEvaluation[] | undefined,
  stored: NamedEvaluation = baseline,
): GateFacts {
  const scores: ScoreFacts | undefined = evaluations && {
    releaseSha256: releaseDigest,
    evaluations,
    readTable: async (name) => (await readManifest('claims', name, parseScoreTable)).content,
    readBaseline: async () => stored,
  };
  return {
    reports: [],
    ledger: [],
    records: 8,
    skippedPerReason: {},
    deviations: [],
    ask: async () => null,
    scores,
  };
}

/** Parsed, as a gate's file is. */
function gate(rule: object, waivers: readonly object[] = []): GateManifest {
  return parseGateManifest({ schema: 1, gate: 'tiny', rules: [rule], waivers }, 'g.json');
}

const judge = (rule: object, facts: GateFacts, waivers: readonly object[] = []) =>
  judgeGate(gate(rule, waivers), facts, '2027-01-31');

const points = (most: number, more: object = {}) => ({ kind: 'points', points: most, ...more });
const published = {
  kind: 'scores',
  claims: 'paper-table-4',
  subjects: ['bdd-anomaly'],
  detectors: ['msp', 'max-logit'],
  tolerance: points(0.5),
};
const printed: MadeValues = {
  'msp bdd-anomaly fpr95': 0.245,
  'msp bdd-anomaly auroc': 0.877,
  'msp bdd-anomaly aupr': 0.037,
  'max-logit bdd-anomaly fpr95': 0.14,
  'max-logit bdd-anomaly auroc': 0.926,
  'max-logit bdd-anomaly aupr': 0.054,
};
const ordering = {
  kind: 'ordering',
  name: 'max-logit-above-msp',
  above: 'max-logit',
  below: 'msp',
  metric: 'auroc',
  sets: 'all',
};
const byValue = { ...ordering, on: 'value' };
const earlier = { kind: 'baseline', evaluation: 'known', tolerance: points(0.5) };
const bound = {
  kind: 'score-bound',
  protocol: 'paper-caos',
  detector: 'msp',
  set: 'bdd-anomaly',
  metric: 'auroc',
  min: 0.8,
  on: 'value',
};
const onInterval = { ...bound, on: 'interval', max: 0.9 };
const lower = { ...ordering, metric: 'fpr95' };

const of = (values: MadeValues, changes: Partial<EvaluationResult> = {}) =>
  factsOf([namedEvaluation(values, changes)]);
const pair = (msp: MadeValues[string], maxLogit: MadeValues[string], metric = 'auroc') =>
  of({ [`msp bdd-anomaly ${metric}`]: msp, [`max-logit bdd-anomaly ${metric}`]: maxLogit });
const difference = (first: string, second: string, low: number, high: number, metric = 'auroc') =>
  of(
    {
      [`msp bdd-anomaly ${metric}`]: [0.8, 0.7, 0.9],
      [`max-logit bdd-anomaly ${metric}`]: [0.85, 0.75, 0.95],
    },
    {
      differences: [
        {
          first,
          second,
          set: 'bdd-anomaly',
          metric: metric as 'auroc',
          value: (low + high) / 2,
          interval: { low, high, level: 0.95, method: 'bootstrap' },
        },
      ],
    },
  );
const otherProtocol = { protocol: { name: 'openood', sha256: 'd'.repeat(64) } };

const rows: readonly (readonly [what: string, rule: object, facts: GateFacts, verdict: Verdict])[] =
  [
    ['published scores that are measured again', published, of(printed), 'pass'],
    ['one that is not', published, of({ ...printed, 'msp bdd-anomaly auroc': 0.9 }), 'fail'],
    [
      'one that is better, where only the worse counts',
      { ...published, tolerance: points(0.5, { faults: 'worse' }) },
      of({ ...printed, 'msp bdd-anomaly auroc': 0.9 }),
      'pass',
    ],
    ['one that nobody measured', published, of({ 'msp bdd-anomaly auroc': 0.877 }), 'unknown'],
    [
      'one that is not defined',
      published,
      of({ ...printed, 'msp bdd-anomaly auroc': null }),
      'unknown',
    ],
    ['scores of another protocol', published, of(printed, otherProtocol), 'unknown'],
    [
      'scores of another class count',
      published,
      of(printed, { model: { ...plain.model, classes: 19 } }),
      'unknown',
    ],
    [
      'a table whole, measured in part',
      { ...published, subjects: undefined },
      of(printed),
      'unknown',
    ],
    ['a row that the table lacks', { ...published, subjects: ['x'] }, of(printed), 'unknown'],
    ['a detector that the table lacks', { ...published, detectors: ['x'] }, of(printed), 'unknown'],
    [
      'a detector that the row lacks',
      {
        ...published,
        claims: 'paper-table-1',
        subjects: ['imagenet/mean'],
        detectors: ['kl-matching'],
      },
      of(printed),
      'unknown',
    ],
    [
      'an interval that covers',
      { ...published, detectors: ['msp'], tolerance: { kind: 'interval' } },
      of({
        'msp bdd-anomaly fpr95': [0.3, 0.2, 0.4],
        'msp bdd-anomaly auroc': [0.86, 0.82, 0.88],
        'msp bdd-anomaly aupr': [0.05, 0.03, 0.07],
      }),
      'pass',
    ],
    [
      'an interval that is asked for and not there',
      { ...published, tolerance: { kind: 'interval' } },
      of(printed),
      'unknown',
    ],

    ['an ordering that holds', byValue, pair(0.8, 0.9), 'pass'],
    ['an ordering that does not', byValue, pair(0.9, 0.8), 'fail'],
    ['an ordering of equals', byValue, pair(0.8, 0.8), 'fail'],
    [
      'an ordering of equals by interval',
      ordering,
      pair([0.8, 0.7, 0.9], [0.8, 0.7, 0.9]),
      'unknown',
    ],
    ['an ordering told apart', ordering, pair([0.8, 0.78, 0.82], [0.9, 0.88, 0.92]), 'pass'],
    [
      'an ordering told apart, reversed',
      ordering,
      pair([0.9, 0.88, 0.92], [0.8, 0.78, 0.82]),
      'fail',
    ],
    [
      'an ordering within the intervals',
      ordering,
      pair([0.8, 0.7, 0.9], [0.85, 0.75, 0.95]),
      'unknown',
    ],
    ['intervals that touch', ordering, pair([0.8, 0.7, 0.85], [0.9, 0.85, 0.95]), 'unknown'],
    ['an ordering without intervals', ordering, pair(0.8, 0.9), 'unknown'],
    ['an ordering with one interval', ordering, pair(0.8, [0.9, 0.88, 0.92]), 'unknown'],
    ['an ordering of one detector', ordering, of({ 'msp bdd-anomaly auroc': 0.8 }), 'unknown'],
    ['an ordering of what is not defined', byValue, pair(null, 0.9), 'unknown'],
    ['a lower FPR95', { ...lower, on: 'value' }, pair(0.3, 0.2, 'fpr95'), 'pass'],
    ['a higher FPR95', { ...lower, on: 'value' }, pair(0.2, 0.3, 'fpr95'), 'fail'],
    [
      'a lower FPR95, told apart',
      lower,
      pair([0.3, 0.28, 0.32], [0.2, 0.18, 0.22], 'fpr95'),
      'pass',
    ],
    [
      'a higher FPR95, told apart',
      lower,
      pair([0.2, 0.18, 0.22], [0.3, 0.28, 0.32], 'fpr95'),
      'fail',
    ],
    ['a difference above none', ordering, difference('max-logit', 'msp', 0.01, 0.09), 'pass'],
    ['a difference turned round', ordering, difference('msp', 'max-logit', -0.09, -0.01), 'pass'],
    ['a difference below none', ordering, difference('max-logit', 'msp', -0.09, -0.01), 'fail'],
    ['a difference around none', ordering, difference('max-logit', 'msp', -0.01, 0.11), 'unknown'],
    ['a difference that ends at none', ordering, difference('max-logit', 'msp', 0, 0.1), 'unknown'],
    ['a difference of FPR95', lower, difference('max-logit', 'msp', -0.09, -0.01, 'fpr95'), 'pass'],
    [
      'a set that nobody measured',
      { ...byValue, sets: ['bdd-anomaly', 'x'] },
      pair(0.8, 0.9),
      'unknown',
    ],

    ['what the baseline had', earlier, pair(0.8, 0.9), 'pass'],
    ['as far from it as accepted', earlier, pair(0.805, 0.895), 'pass'],
    ['further from it', earlier, pair(0.8051, 0.9), 'fail'],
    ['a score that is gone', earlier, of({ 'msp bdd-anomaly auroc': 0.8 }), 'unknown'],
    ['a score no longer defined', earlier, pair(0.8, null), 'unknown'],
    ['another protocol', earlier, of(baselineValues(), otherProtocol), 'unknown'],
    [
      'a protocol of the same name that was changed',
      earlier,
      of(baselineValues(), { protocol: { ...plain.protocol, sha256: '0'.repeat(64) } }),
      'unknown',
    ],
    [
      'another class count',
      earlier,
      of(baselineValues(), { model: { ...plain.model, classes: 19 } }),
      'unknown',
    ],
    [
      'another file of the model',
      earlier,
      of(baselineValues(), { model: { ...plain.model, sha256: '0'.repeat(64) } }),
      'unknown',
    ],
    [
      'another manifest of the model',
      earlier,
      of(baselineValues(), { model: { ...plain.model, manifestSha256: '0'.repeat(64) } }),
      'unknown',
    ],
    [
      'another model',
      earlier,
      of(baselineValues(), { model: { ...plain.model, name: 'other' } }),
      'unknown',
    ],
    ['a baseline of another release', earlier, ofOther('bdd-anomaly-0.9.0'), 'unknown'],
    [
      'a baseline of another release of the dataset, which may be',
      { ...earlier, data: 'same-dataset' },
      ofOther('bdd-anomaly-0.9.0'),
      'pass',
    ],
    [
      'a baseline of another dataset',
      { ...earlier, data: 'same-dataset' },
      ofOther('bdd-anomaly-clip-safe-1.0.0'),
      'unknown',
    ],
    [
      'other in-distribution images',
      earlier,
      of(baselineValues(), { inDistribution: images({ release: 'id-1.0.0' }) }),
      'unknown',
    ],
    ['a detector fitted on other images', earlier, fitted('other-1.0.0'), 'unknown'],
    ['a detector fitted on the same images', earlier, fitted('fit-1.0.0'), 'pass'],
    [
      'a baseline value that is not defined',
      earlier,
      factsOf(
        [namedEvaluation({ 'msp bdd-anomaly auroc': 0.8 })],
        namedEvaluation({ 'msp bdd-anomaly auroc': null }),
      ),
      'unknown',
    ],
    ['a baseline without values', earlier, factsOf([baseline], namedEvaluation({})), 'unknown'],

    ['a score at its bound', bound, of({ 'msp bdd-anomaly auroc': 0.8 }), 'pass'],
    ['a score below its bound', bound, of({ 'msp bdd-anomaly auroc': 0.7999 }), 'fail'],
    [
      'a score above its bound',
      { ...bound, max: 0.9 },
      of({ 'msp bdd-anomaly auroc': 0.91 }),
      'fail',
    ],
    ['a bounded score that is not there', bound, of({ 'msp bdd-anomaly aupr': 0.8 }), 'unknown'],
    [
      'a bounded score that is not defined',
      bound,
      of({ 'msp bdd-anomaly auroc': null }),
      'unknown',
    ],
    [
      'a bounded score of another protocol',
      bound,
      of({ 'msp bdd-anomaly auroc': 0.8 }, otherProtocol),
      'unknown',
    ],
    [
      'an interval within bounds',
      onInterval,
      of({ 'msp bdd-anomaly auroc': [0.85, 0.8, 0.9] }),
      'pass',
    ],
    [
      'an interval over a bound',
      onInterval,
      of({ 'msp bdd-anomaly auroc': [0.85, 0.79, 0.9] }),
      'unknown',
    ],
    ['an interval outside', onInterval, of({ 'msp bdd-anomaly auroc': [0.7, 0.6, 0.79] }), 'fail'],
    ['a bound on no interval', onInterval, of({ 'msp bdd-anomaly auroc': 0.85 }), 'unknown'],
  ];

function baselineValues(): MadeValues {
  return { 'msp bdd-anomaly auroc': 0.8, 'max-logit bdd-anomaly auroc': 0.9 };
}

function images(changes: object) {
  return {
    release: 'x-1.0.0',
    releaseSha256: 'f'.repeat(64),
    split: 'train',
    images: 1,
    ...changes,
  };
}

/** The evaluation of this release, held against one of another. */
function ofOther(release: string): GateFacts {
  const sets = baseline.result.sets.map((set) => ({
    ...set,
    release,
    releaseSha256: '0'.repeat(64),
  }));
  return factsOf([baseline], { ...baseline, result: { ...baseline.result, sets } });
}

function fitted(release: string): GateFacts {
  const fittedOn = (on: string): NamedEvaluation => ({
    ...baseline,
    result: {
      ...baseline.result,
      detectors: baseline.result.detectors.map(({ detector }) => ({
        detector,
        fit: { ...images({ release: on }), sha256: 'e'.repeat(64), seed: 1 },
      })),
    },
  });
  return factsOf([fittedOn('fit-1.0.0')], fittedOn(release));
}

for (const [what, rule, facts, verdict] of rows) {
  test(`judgeGate() says ${verdict} of ${(rule as { kind: string }).kind}: ${what}`, async (t) => {
    const { verdict: said, judgements } = await judge(rule, facts);
    t.is(said, verdict, JSON.stringify(judgements, undefined, 2));
  });
}

for (const rule of [published, ordering, earlier, bound]) {
  test(`judgeGate() says unknown of ${rule.kind} without an evaluation, or one of another release`, async (t) => {
    for (const facts of [factsOf(undefined), factsOf([])]) {
      const { verdict, judgements } = await judge(rule, facts);
      t.is(verdict, 'unknown');
      t.deepEqual(
        judgements.map(({ why }) => why),
        ['No evaluation was given: say --scores'],
      );
    }
    const other = { ...baseline.result.sets[0], releaseSha256: '1'.repeat(64) };
    const sets = [other] as EvaluationResult['sets'];
    const { verdict, judgements } = await judge(rule, of(printed, { sets }));
    t.is(verdict, 'unknown');
    t.deepEqual(
      judgements.map(({ why }) => why),
      [
        `evaluation.json is of bdd-anomaly-1.0.0 with the checksums ${'1'.repeat(64)}, this release has ${releaseDigest}`,
      ],
    );
  });

  test(`judgeGate() lets a waiver of ${rule.kind} through, for its subject and verdict alone`, async (t) => {
    const facts = of({ ...printed, 'msp bdd-anomaly auroc': null });
    const open = (await judge(rule, facts)).judgements.filter(({ verdict }) => verdict !== 'pass');
    t.true(open.length > 0);
    const waivers = open.map(({ rule: kind, subject, verdict }) => ({
      rule: kind,
      subject,
      verdict,
      reason: 'Known',
      expires: '2027-01-31',
    }));
    t.is((await judge(rule, facts, waivers)).verdict, 'pass');
    const turned = waivers.map((waiver) => ({
      ...waiver,
      verdict: waiver.verdict === 'fail' ? 'unknown' : 'fail',
    }));
    t.not((await judge(rule, facts, turned)).verdict, 'pass');
    const others = waivers.map((waiver) => ({ ...waiver, subject: 'x' }));
    t.not((await judge(rule, facts, others)).verdict, 'pass');
  });
}

const whys: readonly (readonly [rule: object, facts: GateFacts, subject: string, why: string])[] = [
  [
    published,
    of(printed),
    'paper-table-4/bdd-anomaly/msp/fpr95',
    'printed 24.5, measured 24.5. Equal, at most 0.5 accepted',
  ],
  [
    { ...published, detectors: ['autoencoder'] },
    of({ 'autoencoder bdd-anomaly aupr': 0.02 }),
    'paper-table-4/bdd-anomaly/autoencoder/aupr',
    'printed 0.7, measured 2. 1.25 points better, at most 0.5 accepted. The paper contradicts itself here',
  ],
  [
    ordering,
    pair([0.8, 0.7, 0.9], [0.85, 0.75, 0.95]),
    'max-logit-above-msp/pspnet-resnet101-bdd-anomaly/bdd-anomaly',
    'max-logit 85, msp 80, their intervals overlap; the evaluation has none of the difference on the same images, which is narrower',
  ],
  [
    ordering,
    difference('msp', 'max-logit', -0.09, -0.01),
    'max-logit-above-msp/pspnet-resnet101-bdd-anomaly/bdd-anomaly',
    'Difference of max-logit and msp on the same images: the 95 % interval 1 to 9',
  ],
  [
    earlier,
    pair(0.81, 0.9),
    'pspnet-resnet101-bdd-anomaly/bdd-anomaly/msp/auroc',
    'Was 80, is 81: 1 point better, at most 0.5 accepted',
  ],
  [
    earlier,
    of(baselineValues(), { model: { ...plain.model, classes: 19 } }),
    'known',
    'Not comparable with baseline.json: Classes 19, was 17',
  ],
  [
    earlier,
    ofOther('bdd-anomaly-0.9.0'),
    'pspnet-resnet101-bdd-anomaly/bdd-anomaly/msp/auroc',
    `Not comparable: measured on bdd-anomaly-1.0.0 with the checksums ${releaseDigest}, was bdd-anomaly-0.9.0 with ${'0'.repeat(64)}`,
  ],
  [
    onInterval,
    of({ 'msp bdd-anomaly auroc': [0.85, 0.79, 0.9] }),
    'pspnet-resnet101-bdd-anomaly/bdd-anomaly/msp/auroc',
    '85, the 95 % interval 79 to 90, at least 80, at most 90 accepted',
  ],
];

for (const [rule, facts, subject, why] of whys) {
  test(`judgeGate() says why: ${why}`, async (t) => {
    const { judgements } = await judge(rule, facts);
    t.is(judgements.find((judgement) => judgement.subject === subject)?.why, why);
  });
}

test('judgeGate() judges every model and set that an ordering is asked of', async (t) => {
  const values: MadeValues = {
    'msp plants auroc': 0.7,
    'max-logit plants auroc': 0.8,
    'msp fungi auroc': 0.7,
    'max-logit fungi auroc': 0.6,
  };
  const other = namedEvaluation(values, { model: { ...plain.model, name: 'other' } });
  const { judgements } = await judge(byValue, factsOf([namedEvaluation(values), other]));
  t.deepEqual(
    judgements.map(({ subject, verdict }) => [subject, verdict]),
    [
      ['max-logit-above-msp/pspnet-resnet101-bdd-anomaly/plants', 'pass'],
      ['max-logit-above-msp/pspnet-resnet101-bdd-anomaly/fungi', 'fail'],
      ['max-logit-above-msp/other/plants', 'pass'],
      ['max-logit-above-msp/other/fungi', 'fail'],
    ],
  );
  const one = await judge({ ...byValue, sets: ['plants'] }, factsOf([other]));
  t.is(one.verdict, 'pass');
});

test('judgeGate() finds the values of a baseline in several evaluations', async (t) => {
  const parts = [
    namedEvaluation({ 'msp bdd-anomaly auroc': 0.8 }),
    namedEvaluation({ 'max-logit bdd-anomaly auroc': 0.9 }),
  ];
  t.is((await judge(earlier, factsOf(parts))).verdict, 'pass');
});

const bad: readonly (readonly [what: string, rule: object, message: RegExp])[] = [
  ['scores without a tolerance', { ...published, tolerance: undefined }, /rules\[0\]\.tolerance/],
  ['scores of no rows', { ...published, subjects: [] }, /rules\[0\]\.subjects/],
  ['scores of no detectors', { ...published, detectors: [] }, /rules\[0\]\.detectors/],
  ['scores with an unknown field', { ...published, hope: 1 }, /hope/],
  ['too many points', { ...published, tolerance: points(101) }, /tolerance\.points/],
  ['an ordering of one', { ...ordering, below: 'max-logit' }, /needs two detectors/],
  ['an ordering of another metric', { ...ordering, metric: 'f1' }, /rules\[0\]\.metric/],
  ['an ordering on no sets', { ...ordering, sets: [] }, /rules\[0\]\.sets/],
  ['an ordering on a feeling', { ...ordering, on: 'feeling' }, /rules\[0\]\.on/],
  ['a baseline of another ending', { ...earlier, evaluation: 'a/b.txt' }, /rules\[0\]\.evaluation/],
  ['a baseline on other data', { ...earlier, data: 'any' }, /rules\[0\]\.data/],
  ['a bound without bounds', { ...bound, min: undefined }, /A bound needs min or max/],
  ['a bound in percent', { ...bound, min: 80 }, /rules\[0\]\.min/],
  ['a bound upside down', { ...bound, min: 0.9, max: 0.8 }, /min is above its max/],
  ['a bound without a protocol', { ...bound, protocol: undefined }, /rules\[0\]\.protocol/],
  ['a bound on nothing', { ...bound, on: undefined }, /rules\[0\]\.on/],
];

for (const [what, rule, message] of bad) {
  test(`parseGateManifest() refuses ${what}`, (t) => {
    t.throws(() => gate(rule), { message });
  });
}
