import test from 'ava';
import { likelyOffset, topOne } from '../../../src/evaluation/accuracy/top-one.ts';

test('topOne() counts images whose labels are known', (t) => {
  const share = topOne({ predicted: [3, 4, 5, 6], labels: [[3], [7], [9, 5], undefined] });
  t.deepEqual(share, { value: 2 / 3, n: 3 });
});

test('topOne() is undefined when no label is known', (t) => {
  t.is(topOne({ predicted: [1], labels: [undefined] }), undefined);
});

test('likelyOffset() finds a list of classes that begins one output late', (t) => {
  const labels = Array.from({ length: 20 }, (_, i) => [i]);
  const predicted = labels.map(([place]) => (place as number) + 1);
  t.is(likelyOffset({ predicted, labels })?.offset, -1);
});

test('likelyOffset() is undefined when the order is right, or nothing tells', (t) => {
  const labels = Array.from({ length: 20 }, (_, i) => [i]);
  t.is(likelyOffset({ predicted: labels.map(([place]) => place as number), labels }), undefined);
  t.is(likelyOffset({ predicted: [1, 2], labels: [[0], [1]] }), undefined);
});
