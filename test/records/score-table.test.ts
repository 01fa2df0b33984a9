import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import { parseClaims, parseScoreTable } from '../../src/records/index.ts';

const subject = {
  subject: 'tiny/test',
  title: 'Tiny',
  model: 'some-model',
  task: 'segmentation',
  classes: 3,
  dataset: 'tiny',
  set: 'test',
  split: 'test',
};
const row = { subject: 'tiny/test', detector: 'msp', where: 'table 9', printed: { auroc: '90.0' } };
const table = {
  schema: 1,
  table: 'paper-table-9',
  title: 'Tiny',
  source: 'Nobody et al.',
  protocol: 'paper-caos',
  unit: 'percent',
  tolerance: { kind: 'points', points: 0.5 },
  subjects: [subject, { ...subject, subject: 'tiny/other' }],
  rows: [row],
};

test('parseScoreTable() makes a claim of each printed number, in the order of the metrics', (t) => {
  const printed = { aupr: null, auroc: '90.0' };
  const { claims, tolerance } = parseScoreTable({ ...table, rows: [{ ...row, printed }] }, 't');
  const common = { subject: 'tiny/test', detector: 'msp', where: 'table 9', remark: '' };
  t.deepEqual(claims, [
    { ...common, claim: 'tiny/test/msp/auroc', metric: 'auroc', printed: '90.0' },
    { ...common, claim: 'tiny/test/msp/aupr', metric: 'aupr', printed: null },
  ]);
  t.deepEqual(tolerance, { kind: 'points', points: 0.5, faults: 'either' });
});

const mean = { subject: 'mean', title: 'Mean', meanOf: ['tiny/test', 'tiny/other'] };
const bad: readonly (readonly [what: string, change: object, sentence: RegExp])[] = [
  ['another schema', { schema: 2 }, /t\.json at schema/],
  ['an unknown field', { colour: 'blue' }, /colour/],
  ['another unit', { unit: 'share' }, /t\.json at unit/],
  ['no rows', { rows: [] }, /t\.json at rows/],
  ['a tolerance that is none', { tolerance: { kind: 'hope' } }, /t\.json at tolerance/],
  ['points below none', { tolerance: { kind: 'points', points: -1 } }, /tolerance\.points/],
  ['points for an interval', { tolerance: { kind: 'interval', points: 1 } }, /points/],
  ['more than 100 %', { rows: [{ ...row, printed: { auroc: '100.5' } }] }, /printed percentage/],
  ['a number of words', { rows: [{ ...row, printed: { auroc: 'many' } }] }, /rows\[0\]\.printed/],
  ['a number that is not text', { rows: [{ ...row, printed: { auroc: 90 } }] }, /printed\.auroc/],
  ['another metric', { rows: [{ ...row, printed: { f1: '90' } }] }, /f1/],
  ['a row without a cell', { rows: [{ ...row, printed: {} }] }, /A row needs a cell/],
  ['a row twice', { rows: [row, row] }, /row that is there twice.*rows\[1\]\.detector/],
  ['a row of nothing', { rows: [{ ...row, subject: 'x' }] }, /No such subject \(got "x"\)/],
  ['a subject twice', { subjects: [subject, subject] }, /twice.*subjects\[0\]\.subject/],
  ['a subject with spaces', { subjects: [{ ...subject, subject: 'a b' }] }, /subjects\[0\]/],
  [
    'a mean of what is not there',
    { subjects: [subject, mean] },
    /Not another measured subject \(got "tiny\/other"\): t\.json at subjects\[1\]\.meanOf\[1\]/,
  ],
  [
    'a mean of a mean',
    {
      subjects: [...table.subjects, mean, { ...mean, subject: 'm', meanOf: ['mean', 'tiny/test'] }],
    },
    /Not another measured subject \(got "mean"\)/,
  ],
  [
    'a mean of one twice',
    { subjects: [subject, { ...mean, meanOf: ['tiny/test', 'tiny/test'] }] },
    /Not another measured subject/,
  ],
  [
    'a contradiction of no cell',
    { contradictions: [{ kind: 'mean', cells: ['tiny/test/msp/aupr'], why: 'x' }] },
    /No such cell .*contradictions\[0\]\.cells\[0\]/,
  ],
];

for (const [what, change, message] of bad) {
  test(`parseScoreTable() refuses ${what}`, (t) => {
    t.throws(() => parseScoreTable({ ...table, ...change }, 't.json'), {
      instanceOf: InvalidInput,
      message,
    });
  });
}

test('parseClaims() tells tables of scores from claims on a release', (t) => {
  t.true('table' in parseClaims(table, 't.json'));
  t.throws(() => parseClaims({ schema: 1 }, 't.json'), { message: /t\.json at dataset/ });
  t.throws(() => parseClaims(null, 't.json'), { instanceOf: InvalidInput });
});

test('parseClaims() refuses or reads whatever it is given, and throws nothing else', (t) => {
  const anything = fc.anything();
  const damaged = fc
    .tuple(fc.constantFrom(...Object.keys(table)), anything)
    .map(([key, value]) => ({ ...table, [key]: value }));
  fc.assert(
    fc.property(fc.oneof(anything, damaged), (value) => {
      try {
        parseClaims(value, 't.json');
      } catch (error) {
        t.true(error instanceof InvalidInput);
      }
    }),
  );
});
