import test from 'ava';
import { findingsOf, type Soundness } from '../../src/evaluation/findings.ts';
import type { EvaluatedMetric } from '../../src/evaluation/index.ts';
import { ScoreRange } from '../../src/evaluation/measure/score-range.ts';

function rangeOf(...scores: readonly number[]) {
  const range = new ScoreRange();
  range.add(Float32Array.from(scores));
  return range.facts();
}

/** Two parts are as one, in which part the ends lie. */
test('ScoreRange merges parts into the range of the whole', (t) => {
  const merged = new ScoreRange();
  for (const part of [rangeOf(2, 1, 1), rangeOf(), rangeOf(1, 5), rangeOf(5, 5)]) {
    merged.merge(part);
  }
  t.deepEqual(merged.facts(), rangeOf(2, 1, 1, 1, 5, 5, 5));
});

const metric: EvaluatedMetric = {
  ...{ detector: 'msp', set: 'a', metric: 'auroc', value: 0.7 },
  ...{ n: 100, anomalies: 20, prevalence: 0.2, images: 100, imagesLeftOut: 0 },
};

const sound: Soundness = {
  metrics: [metric, { ...metric, metric: 'aupr', value: 0.5 }],
  ranges: { msp: rangeOf(-0.9, -0.8, -0.3), 'max-logit': rangeOf(-12, -7, -3) },
  scoresKind: 'logits',
  positive: 'anomaly',
  classes: 10,
};

const cases: readonly (readonly [code: string, changes: Partial<Soundness>, count?: number])[] = [
  ['scores-constant', { ranges: { msp: rangeOf(1, 1, 1) } }],
  ['scores-saturated', { ranges: { msp: rangeOf(-1, -1, -0.5, -0.4) } }],
  ['scores-saturated', { ranges: { msp: rangeOf(-1, -0.5, 0, 0) } }],
  ['logits-are-probabilities', { ranges: { 'max-logit': rangeOf(-1, -0.7, -0.2) } }],
  ['sign-flipped', { metrics: [0.2, 0.4].map((value) => ({ ...metric, value })) }],
  ['aupr-below-chance', { metrics: [{ ...metric, metric: 'aupr', value: 0.1 }] }],
  [
    'aupr-below-chance',
    { positive: 'in-distribution', metrics: [{ ...metric, metric: 'aupr', value: 0.7 }] },
  ],
  ['label-offset', predictionsOff(1)],
  ['label-offset', predictionsOff(-2)],
  ['accuracy-near-chance', predictionsOff(5)],
];

/** Fifty predictions that are so far from what is right. */
function predictionsOff(by: number): Partial<Soundness> {
  const places = Array.from({ length: 50 }, (_, i) => i % 7);
  const predictions = {
    predicted: places.map((place) => place + by),
    labels: places.map((place) => [place]),
  };
  return { predictions, topOne: { value: by === 0 ? 1 : 0, n: 50 }, classes: 20 };
}

for (const [i, [code, changes]] of cases.entries()) {
  test(`findingsOf() finds ${code}, case ${i}`, (t) => {
    const found = findingsOf({ ...sound, ...changes });
    t.deepEqual(
      found.map((finding) => finding.code),
      [code],
    );
    t.true((found[0]?.detail.length ?? 0) > 20);
  });
}

test('findingsOf() finds nothing where nothing is wrong', (t) => {
  t.deepEqual(findingsOf(sound), []);
  t.deepEqual(findingsOf({ ...sound, ...predictionsOff(0) }), []);
  const metrics = [metric, { ...metric, set: 'b', value: 0.3 }];
  t.deepEqual(findingsOf({ ...sound, metrics }), [], 'one set below one half is no turned sign');
  const undefinedOnes = [{ ...metric, value: null, reason: 'No anomalies' }];
  t.deepEqual(findingsOf({ ...sound, metrics: undefinedOnes }), []);
  const two = { ...predictionsOff(0), topOne: { value: 0.8, n: 50 }, classes: 2 };
  t.deepEqual(findingsOf({ ...sound, ...two }), [], 'of two classes, 80 % is well above chance');
  const ranges = { msp: rangeOf(3), 'max-logit': rangeOf(-0.5, -0.25) };
  t.deepEqual(findingsOf({ ...sound, ranges, scoresKind: 'probabilities' }), []);
});
