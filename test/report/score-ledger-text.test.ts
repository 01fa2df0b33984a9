import test from 'ava';
import { drawScoreLedger, type NamedEvaluation } from '../../src/evaluation/index.ts';
import { parseScoreTable } from '../../src/records/index.ts';
import { scoreLedgerText } from '../../src/report/index.ts';
import { namedEvaluation } from '../support/evaluations.ts';

const subject = {
  title: 'Driving',
  model: 'pspnet-resnet101-bdd-anomaly',
  task: 'segmentation',
  classes: 17,
  dataset: 'bdd-anomaly',
  set: 'bdd-anomaly',
  split: 'test',
};
const tiny = parseScoreTable(
  {
    schema: 1,
    table: 'tiny',
    title: 'A tiny table',
    source: 'Nobody et al., table 9',
    protocol: 'paper-caos',
    unit: 'percent',
    tolerance: { kind: 'points', points: 1, faults: 'worse' },
    remarks: ['Nobody measured it'],
    subjects: [
      { subject: 'driving', ...subject },
      { ...subject, subject: 'flying', title: 'Flying', dataset: 'sky', set: 'sky' },
    ],
    rows: [
      { subject: 'driving', detector: 'msp', where: 'x', printed: { auroc: '80.0', aupr: '7' } },
      {
        subject: 'driving',
        detector: 'max-logit',
        where: 'x',
        printed: { auroc: '90.0', aupr: null },
      },
      { subject: 'flying', detector: 'msp', where: 'x', printed: { auroc: '50.0' } },
    ],
    contradictions: [
      { kind: 'mean', cells: ['flying/msp/auroc'], why: 'It is the mean of nothing' },
    ],
  },
  'tiny.json',
);

const text = (evaluations: readonly NamedEvaluation[]) =>
  scoreLedgerText(tiny, drawScoreLedger(tiny, evaluations));

test('scoreLedgerText() lays a table out as it was printed, and says how each cell stands', (t) => {
  const values = { 'msp bdd-anomaly auroc': 0.785, 'msp bdd-anomaly aupr': 0.0724 };
  t.is(
    text([namedEvaluation(values)]),
    `tiny: A tiny table
  Nobody et al., table 9
  Percent, measured before printed; protocol paper-caos, tolerance 1 point, for the worse alone

  set      detector   auroc  printed  aupr  printed  status
  Driving  msp        78.50     80.0  7.24        7  1 differs, 1 reproduced
  Driving  max-logit      -     90.0     -        -  1 unmeasured, 1 unreadable
  Flying   msp            -     50.0                 unmeasured *

  5 cells: 1 reproduced, 1 differs, 2 unmeasured, 1 unreadable
  driving/msp/auroc differs: printed 80.0, measured 78.5 (evaluation.json). 1.45 points worse, at most 1 worse accepted
  1 unmeasured: Not scored by max-logit
  1 unreadable: It cannot be read in the source
  1 unmeasured: No evaluation of pspnet-resnet101-bdd-anomaly on sky
  * The paper contradicts itself in flying/msp/auroc. It is the mean of nothing
  Remark: Nobody measured it
`,
  );
});

test('scoreLedgerText() tells cells that cannot be compared by file and reason', (t) => {
  const protocol = { name: 'openood', sha256: 'd'.repeat(64) };
  const other = namedEvaluation(
    { 'msp bdd-anomaly auroc': 0.8, 'msp bdd-anomaly aupr': 0.07 },
    { protocol },
  );
  t.regex(
    text([other]),
    /^ {2}2 not comparable: evaluation\.json: Protocol openood, not paper-caos$/m,
  );
});
