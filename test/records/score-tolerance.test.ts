import test from 'ava';
import { countedPoints, pointsText, toleranceText } from '../../src/records/index.ts';

test('pointsText() keeps what is small, and drops what says nothing', (t) => {
  t.deepEqual([92.6, 92.649, 0, 0.00042, 1 / 3].map(pointsText), [
    '92.6',
    '92.65',
    '0',
    '0.00042',
    '0.33',
  ]);
});

test('toleranceText() says what is accepted', (t) => {
  t.is(toleranceText({ kind: 'points', points: 0.5, faults: 'either' }), '0.5 points');
  t.is(toleranceText({ kind: 'interval', faults: 'either' }), 'the measured interval');
  t.is(
    toleranceText({ kind: 'both', points: 1, faults: 'worse' }),
    '1 point, the measured interval, for the worse alone',
  );
  t.deepEqual([0, 1, 1.001, 2].map(countedPoints), ['0 points', '1 point', '1 point', '2 points']);
});
