import test from 'ava';
import { PosteriorVariance, refuseStillPasses } from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { spread } from '../support/detector-scores.ts';

test('scores() gives the variance of the posterior, worked by hand', (t) => {
  const variance = new PosteriorVariance();
  for (const posterior of [
    [0.5, 0.5],
    [0.75, 0.25],
  ]) {
    variance.add({ data: Float64Array.from(posterior, Math.log), dims: [1, 2] });
  }
  // Each class is an eighth away from its mean.
  t.true(Math.abs((variance.scores()[0] as number) - 1 / 64) < 1e-15);
});

test('scores() equals the variance in two passes over all values, at each pixel', (t) => {
  const dims = [2, 3, 2, 2];
  const passes = [1, 2, 3, 4, 5].map((seed) => spread(24 * seed, 4).slice(-24));
  const variance = new PosteriorVariance();
  for (const pass of passes) variance.add({ data: Float32Array.from(pass), dims });
  const scores = variance.scores();
  t.is(scores.length, 8);
  for (let n = 0; n < 2; n++) {
    for (let p = 0; p < 4; p++) {
      const posteriors = passes.map((pass) => {
        const exponentials = [0, 1, 2].map((c) => Math.exp(pass[n * 12 + c * 4 + p] as number));
        const sum = exponentials.reduce((a, b) => a + b);
        return exponentials.map((value) => value / sum);
      });
      const variances = [0, 1, 2].map((c) => {
        const mean = posteriors.reduce((sum, q) => sum + (q[c] as number), 0) / 5;
        return posteriors.reduce((sum, q) => sum + ((q[c] as number) - mean) ** 2, 0) / 5;
      });
      const expected = variances.reduce((a, b) => a + b) / 3;
      t.true(Math.abs((scores[n * 4 + p] as number) - expected) < 1e-12);
    }
  }
});

test('isStill() is true when nothing varies, and one pass has no scores', (t) => {
  const variance = new PosteriorVariance();
  const logits = { data: Float32Array.of(1, 2, 3), dims: [1, 3] };
  variance.add(logits);
  t.throws(() => variance.scores(), {
    instanceOf: InvalidInput,
    message: 'Dropout needs at least two passes, not 1',
  });
  variance.add(logits);
  variance.add(logits);
  t.true(variance.isStill());
  t.deepEqual([...variance.scores()], [0]);
  variance.add({ data: Float32Array.of(1, 2, 4), dims: [1, 3] });
  t.false(variance.isStill());
  t.throws(() => refuseStillPasses(3, 'tiny.onnx'), {
    instanceOf: InvalidInput,
    message: /^The variance over 3 passes is 0 everywhere.*: tiny\.onnx$/,
  });
});

test('add() is refused when a pass has another shape', (t) => {
  const variance = new PosteriorVariance();
  variance.add({ data: new Float32Array(6), dims: [2, 3] });
  t.throws(() => variance.add({ data: new Float32Array(6), dims: [3, 2] }), {
    instanceOf: InvalidInput,
    message: 'A pass of shape 3x2 among others of another',
  });
});
