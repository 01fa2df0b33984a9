import test from 'ava';
import {
  meanIou,
  pixelAccuracy,
  sumConfusions,
} from '../../../src/evaluation/accuracy/mean-iou.ts';

test('meanIou() and pixelAccuracy() of a table counted by hand', (t) => {
  // Of 6 pixels of class 0, 4 are right; of 4 of class 1, 3; class 2 stands in no mask.
  const confusion = [4, 1, 1, 1, 3, 0, 0, 0, 0];
  // Class 0: 4 of 6 + 5 - 4; class 1: 3 of 4 + 4 - 3.
  t.is(meanIou(confusion, 3), (4 / 7 + 3 / 5) / 2);
  t.is(pixelAccuracy(confusion, 3), 7 / 10);
});

test('meanIou() is undefined when no pixel was counted', (t) => {
  t.is(meanIou([0, 0, 0, 0], 2), undefined);
  t.is(pixelAccuracy([0, 0, 0, 0], 2), undefined);
});

test('sumConfusions() adds tables cell by cell', (t) => {
  t.deepEqual(
    sumConfusions([
      [1, 2, 3, 4],
      [10, 20, 30, 40],
    ]),
    [11, 22, 33, 44],
  );
  t.is(sumConfusions([]), undefined);
});
