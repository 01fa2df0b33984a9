import test from 'ava';
import fc from 'fast-check';
import { holdAgainst } from '../../../src/evaluation/index.ts';
import type { ScoreMetric, ScoreTolerance, Verdict } from '../../../src/records/index.ts';

const points = (most: number, faults: 'either' | 'worse' = 'either'): ScoreTolerance => ({
  kind: 'points',
  points: most,
  faults,
});
const interval = (faults: 'either' | 'worse' = 'either'): ScoreTolerance => ({
  kind: 'interval',
  faults,
});
const both = (most: number): ScoreTolerance => ({ kind: 'both', points: most, faults: 'either' });
const between = (low: number, high: number) => ({ low, high, level: 0.95 });

type Ends = ReturnType<typeof between>;

const rows: readonly (readonly [
  what: string,
  metric: ScoreMetric,
  printed: readonly [value: number, halfUnit: number],
  measured: readonly [value: number, interval?: Ends],
  tolerance: ScoreTolerance,
  verdict: Verdict,
])[] = [
  ['the printed number', 'auroc', [92.6, 0.05], [92.6], points(0), 'pass'],
  ['what rounds to it', 'auroc', [92.6, 0.05], [92.649], points(0), 'pass'],
  ['the edge of rounding', 'auroc', [92.6, 0.05], [100 * 0.9255], points(0), 'pass'],
  ['what rounds to the next', 'auroc', [92.6, 0.05], [92.6501], points(0), 'fail'],
  ['as many points as accepted', 'auroc', [92.6, 0.05], [92.05], points(0.5), 'pass'],
  ['a little more points', 'auroc', [92.6, 0.05], [92.049], points(0.5), 'fail'],
  ['a better score, either way', 'auroc', [92.6, 0.05], [99], points(0.5), 'fail'],
  ['a better score, if worse counts', 'auroc', [92.6, 0.05], [99], points(0.5, 'worse'), 'pass'],
  ['a worse score, if worse counts', 'auroc', [92.6, 0.05], [91], points(0.5, 'worse'), 'fail'],
  ['a lower FPR95, if worse counts', 'fpr95', [14, 0.05], [2], points(0.5, 'worse'), 'pass'],
  ['a higher FPR95, if worse counts', 'fpr95', [14, 0.05], [20], points(0.5, 'worse'), 'fail'],
  ['an interval around it', 'auroc', [92.6, 0.05], [90, between(87, 93)], interval(), 'pass'],
  [
    'an interval that ends there',
    'auroc',
    [92.6, 0.05],
    [92, between(91, 92.55)],
    interval(),
    'pass',
  ],
  ['an interval below', 'auroc', [92.6, 0.05], [92, between(91, 92.5)], interval(), 'fail'],
  ['an interval above', 'auroc', [92.6, 0.05], [94, between(93, 95)], interval(), 'fail'],
  [
    'a better interval, if worse counts',
    'auroc',
    [92.6, 0.05],
    [94, between(93, 95)],
    interval('worse'),
    'pass',
  ],
  [
    'a higher interval of FPR95',
    'fpr95',
    [14, 0.05],
    [20, between(18, 22)],
    interval('worse'),
    'fail',
  ],
  ['a score without interval', 'auroc', [92.6, 0.05], [92.6], interval(), 'unknown'],
  ['both that hold', 'auroc', [92.6, 0.05], [92.5, between(91, 93)], both(0.5), 'pass'],
  ['a wide interval far away', 'auroc', [92.6, 0.05], [80, between(60, 99)], both(0.5), 'fail'],
  [
    'a narrow interval nearby',
    'auroc',
    [92.6, 0.05],
    [92.3, between(92.2, 92.4)],
    both(0.5),
    'fail',
  ],
  ['points without interval', 'auroc', [92.6, 0.05], [92.6], both(0.5), 'unknown'],
  ['far away without interval', 'auroc', [92.6, 0.05], [80], both(0.5), 'fail'],
];

for (const [what, metric, [value, halfUnit], [measured, ends], tolerance, verdict] of rows) {
  test(`holdAgainst() says ${verdict} of ${what}`, (t) => {
    const held = holdAgainst(
      { metric, value, halfUnit },
      { value: measured, interval: ends },
      tolerance,
    );
    t.is(held.verdict, verdict, held.why);
  });
}

test('holdAgainst() says by how much, which way and what was accepted', (t) => {
  const expected = { metric: 'fpr95', value: 14, halfUnit: 0.05 } as const;
  t.is(
    holdAgainst(expected, { value: 15.3, interval: between(13, 17.25) }, both(0.5)).why,
    '1.25 points worse, at most 0.5 accepted; the 95 % interval 13 to 17.25 covers it',
  );
  t.is(
    holdAgainst(expected, { value: 14 }, points(0, 'worse')).why,
    'equal, at most 0 worse accepted',
  );
  t.is(holdAgainst(expected, { value: 14 }, interval()).why, 'it has no interval');
});

test('holdAgainst() accepts no less where more points are accepted, or only the worse counts', (t) => {
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  const metric = fc.constantFrom<ScoreMetric>('auroc', 'aupr', 'fpr95');
  fc.assert(
    fc.property(percent, percent, percent, percent, metric, (value, measured, a, b, name) => {
      const expected = { metric: name, value, halfUnit: 0.05 };
      const passes = (tolerance: ScoreTolerance) =>
        holdAgainst(expected, { value: measured }, tolerance).verdict === 'pass';
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      t.true(!passes(points(less)) || passes(points(more)));
      t.true(!passes(points(less)) || passes(points(less, 'worse')));
    }),
  );
});
