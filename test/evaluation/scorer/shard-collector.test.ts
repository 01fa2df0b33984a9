import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import type { ScoredOutput } from '../../../src/evaluation/scorer/messages.ts';
import { ShardCollector } from '../../../src/evaluation/scorer/shard-collector.ts';
import { float32 } from '../../support/tiny-model.ts';

const msp: ScoredOutput = { tensor: 'oodforge_msp', kind: 'scores', array: 'msp' };
const prediction: ScoredOutput = { tensor: 'place', kind: 'prediction', array: 'prediction' };
const channels = { first: 0, count: 2 };

function batch(ids: readonly string[], first = 0, truth?: readonly number[]) {
  return {
    ...({ shard: 0, first, ids, bytes: new Uint8Array(0), type: 'float32', dims: [] } as const),
    ...(truth === undefined ? {} : { truth: Uint8Array.from(truth) }),
  };
}

test('ShardCollector gathers batches in whatever order they come', (t) => {
  const collector = new ShardCollector(0, ['a', 'b', 'c'], { outputs: [msp] });
  collector.add(batch(['c'], 2), { oodforge_msp: float32([3], [1, 1, 1]) });
  t.false(collector.isComplete());
  collector.add(batch(['a', 'b']), { oodforge_msp: float32([1, 2], [2, 1, 1]) });
  t.true(collector.isComplete());
  const { arrays, subjects } = collector.finish();
  t.deepEqual(subjects, ['a', 'b', 'c']);
  t.deepEqual(arrays, [
    { name: 'msp', parts: [1, 2, 3].map((score) => Float32Array.of(score)), shapes: [[], [], []] },
  ]);
});

test('ShardCollector names image and detector of a score that is no number', (t) => {
  for (const score of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const collector = new ShardCollector(0, ['a', 'b'], { outputs: [msp] });
    t.throws(
      () =>
        collector.add(batch(['a', 'b']), {
          oodforge_msp: float32([1, 2, 3, score], [2, 2]),
        }),
      { instanceOf: InvalidInput, message: `Score is ${score} at 1: msp of image b` },
    );
  }
});

test('ShardCollector refuses outputs of another shape than the images', (t) => {
  const collector = new ShardCollector(0, ['a', 'b'], { outputs: [msp] });
  t.throws(() => collector.add(batch(['a', 'b']), {}), {
    message: 'Model gives no output "oodforge_msp"',
  });
  t.throws(() => collector.add(batch(['a', 'b']), { oodforge_msp: float32([1], [1]) }), {
    message: 'Output has 1 rows for 2 images: "oodforge_msp"',
  });
  const wide = { type: 'float64', data: Float64Array.of(1, 2), dims: [2] } as const;
  t.throws(() => collector.add(batch(['a', 'b']), { oodforge_msp: wide }), {
    message: /not of float32/,
  });
});

test('ShardCollector counts predictions against masks, of known classes only', (t) => {
  const outputs = [prediction];
  const collector = new ShardCollector(0, ['a', 'b'], { outputs, channels });
  const place = float32([0, 1, 1, 0], [1, 2, 2]);
  collector.add(batch(['a'], 0, [0, 0, 1, 255]), { place });
  t.throws(() => collector.add(batch(['b'], 1, [0, 0]), { place }), {
    message: /^Maps are of 2x2 pixels where the mask has 2, .*: image b$/,
  });
  collector.add(batch(['b'], 1, [1, 1, 1, 1]), { place });
  const { confusion, arrays } = collector.finish();
  t.deepEqual([confusion, arrays], [[1, 1, 2, 3], []]);
});
