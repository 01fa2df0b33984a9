import test from 'ava';
import fc from 'fast-check';
import {
  detectors,
  neverPredicted,
  parseTemplates,
  TemplateSums,
  templateBytes,
} from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { spread } from '../support/detector-scores.ts';

const logarithms = (...rows: readonly (readonly number[])[]) => ({
  data: Float64Array.from(rows.flat(), Math.log),
  dims: [rows.length, rows[0]?.length ?? 0],
});

test('templates() gives the mean posterior of each predicted class', (t) => {
  const sums = new TemplateSums(3);
  sums.add(logarithms([0.5, 0.25, 0.25], [0.75, 0.25, 0], [0.125, 0.125, 0.75]));
  const templates = sums.templates();
  t.deepEqual(templates.predicted, [0, 2]);
  t.deepEqual(templates.counts, [2, 1]);
  t.deepEqual(neverPredicted(templates), [1]);
  const expected = [0.625, 0.25, 0.125, 0.125, 0.125, 0.75];
  for (const [i, value] of templates.values.entries()) {
    t.true(Math.abs(value - (expected[i] as number)) < 1e-15, `${value}`);
  }
});

test('templates() counts a tie for the class that comes first', (t) => {
  const sums = new TemplateSums(3);
  sums.add({ data: Float32Array.of(1, 4, 4), dims: [1, 3] });
  t.deepEqual(sums.templates().predicted, [1]);
});

test('templates() are the same from pixels, from rows and from merged shards', (t) => {
  const values = spread(24, 3);
  const whole = new TemplateSums(2);
  whole.add({ data: Float32Array.from(values), dims: [3, 2, 2, 2] });
  const shards = [0, 1, 2].map((n) => {
    const shard = new TemplateSums(2);
    shard.add({ data: Float32Array.from(values.slice(n * 8, n * 8 + 8)), dims: [1, 2, 2, 2] });
    return shard;
  });
  const merged = new TemplateSums(2);
  for (const shard of shards) merged.merge(shard);
  t.deepEqual(merged.templates().counts, whole.templates().counts);
  for (const [i, value] of merged.templates().values.entries()) {
    t.true(Math.abs(value - (whole.templates().values[i] as number)) < 1e-15);
  }
});

test('kl-matching is the least divergence, worked by hand', (t) => {
  const templates = {
    classes: 2,
    predicted: [0, 1],
    counts: [1, 1],
    values: Float64Array.of(0.9, 0.1, 0.25, 0.75),
  };
  const logits = logarithms([0.5, 0.5], [0.9, 0.1]);
  const scores = detectors['kl-matching'].plain({ tensors: { logits }, settings: { templates } });
  // 0.5 log(0.5 / 0.25) + 0.5 log(0.5 / 0.75); the second posterior is the first template.
  t.true(Math.abs((scores[0] as number) - 0.5 * Math.log(4 / 3)) < 1e-12);
  t.true(Math.abs(scores[1] as number) < 1e-12);
});

test('kl-matching leaves out a class that was never predicted', (t) => {
  const templates = {
    classes: 2,
    predicted: [1],
    counts: [1],
    values: Float64Array.of(0.25, 0.75),
  };
  const logits = logarithms([0.9, 0.1]);
  const [score] = detectors['kl-matching'].plain({ tensors: { logits }, settings: { templates } });
  const expected = 0.9 * Math.log(0.9 / 0.25) + 0.1 * Math.log(0.1 / 0.75);
  t.true(Math.abs((score as number) - expected) < 1e-12);
});

test('kl-matching stays finite when a template holds a 0', (t) => {
  const templates = { classes: 2, predicted: [0], counts: [1], values: Float64Array.of(1, 0) };
  const logits = logarithms([0.5, 0.5]);
  const [score] = detectors['kl-matching'].plain({ tensors: { logits }, settings: { templates } });
  t.true((score as number) > 40 && Number.isFinite(score));
});

test('kl-matching puts no table of many classes into a graph', (t) => {
  const classes = 5000;
  const templates = { classes, predicted: [0], counts: [1], values: new Float64Array(classes) };
  const logits = { name: 'logits', elementType: 'float32', dims: [1, classes] } as const;
  t.throws(
    () =>
      detectors['kl-matching'].piece({ opset: 17, tensors: { logits }, settings: { templates } }),
    { instanceOf: InvalidInput, message: /^Templates of 5000 classes are not put into a graph/ },
  );
});

test('sums are refused when they do not fit', (t) => {
  const refuse = (act: () => unknown, message: RegExp) =>
    t.throws(act, { instanceOf: InvalidInput, message });
  for (const classes of [0, -1, 1.5, 12_001]) {
    refuse(() => new TemplateSums(classes), /^Templates are fitted for 1 to 12000 classes/);
  }
  const sums = new TemplateSums(2);
  refuse(() => sums.templates(), /^Templates of nothing/);
  refuse(() => sums.merge(new TemplateSums(3)), /Sums of 3 classes do not fit sums of 2/);
  refuse(() => sums.add({ data: new Float32Array(3), dims: [1, 3] }), /do not fit sums of 2/);
  refuse(() => sums.add({ data: Float32Array.of(1, Number.NaN), dims: [1, 2] }), /not a finite/);
});

test('parseTemplates() reads exactly what templateBytes() wrote', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -9, max: 9, noNaN: true }), { minLength: 12, maxLength: 12 }),
      (values) => {
        const sums = new TemplateSums(4);
        sums.add({ data: Float32Array.from(values), dims: [3, 4] });
        const templates = sums.templates();
        const bytes = templateBytes(templates);
        const read = parseTemplates(bytes, 'templates');
        t.deepEqual(read, templates);
        t.deepEqual(Buffer.from(templateBytes(read)), Buffer.from(bytes));
      },
    ),
    { seed: 5 },
  );
});

test('parseTemplates() refuses what is no templates', (t) => {
  const head = (fields: object) =>
    Buffer.from(
      `${JSON.stringify({ kind: 'oodforge-kl-templates', schema: 1, classes: 2, predicted: [[0, 1]], ...fields })}\n`,
    );
  const row = (...values: readonly number[]) => Buffer.from(Float64Array.from(values).buffer);
  const cases: readonly (readonly [bytes: Buffer, message: RegExp])[] = [
    [Buffer.alloc(0), /the first line does not end/],
    [Buffer.from('nonsense\n'), /the first line is no JSON: file/],
    [head({ kind: 'other' }), /file at kind/],
    [head({ classes: 0 }), /file at classes/],
    [head({ predicted: [] }), /file at predicted/],
    [head({ predicted: [[2, 1]] }), /not ascending below 2/],
    [
      head({
        predicted: [
          [1, 1],
          [0, 1],
        ],
      }),
      /not ascending below 2/,
    ],
    [head({}), /1 templates of 2 classes do not fit 0 bytes/],
    [Buffer.concat([head({}), row(0.5, 0.5, 0)]), /do not fit 24 bytes/],
    [Buffer.concat([head({}), row(0.5, 0.6)]), /Template 0 is no distribution/],
    [Buffer.concat([head({}), row(1.5, -0.5)]), /Template 0 is no distribution/],
    [Buffer.concat([head({}), row(Number.NaN, 1)]), /Template 0 is no distribution/],
  ];
  for (const [bytes, message] of cases) {
    t.throws(() => parseTemplates(bytes, 'file'), { instanceOf: InvalidInput, message });
  }
});
