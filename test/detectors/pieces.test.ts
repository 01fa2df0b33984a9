import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { detectors } from '../../src/detectors/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { appendPieces, inspectModel, type ModelTensor } from '../../src/onnx/index.ts';
import {
  type BothScores,
  bothScores,
  logitDetectors,
  settingsFor,
  spread,
} from '../support/detector-scores.ts';
import { float32, identityModel, runOnce, testedOpsets } from '../support/tiny-model.ts';

function holdsToPlain(t: ExecutionContext, scores: readonly BothScores[], tolerance = 1e-6): void {
  for (const { name, graph, plain } of scores) {
    t.is(graph.length, plain.length, name);
    for (const [i, value] of graph.entries()) {
      const expected = plain[i] as number;
      const isClose = Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected));
      t.true(isClose, `${name} at ${i}: ${value} in the graph, ${expected} in double precision`);
    }
  }
}

const [batchOfRows, batchOfMaps] = [
  [4, 7],
  [2, 5, 3, 4],
];

for (const opset of testedOpsets) {
  test(`piece() equals double precision at operator set ${opset}`, async (t) => {
    for (const dims of [batchOfRows, batchOfMaps]) {
      const values = spread(
        dims.reduce((a, b) => a * b),
        6,
      );
      const scores = await bothScores({ values, dims, options: { opset } });
      for (const score of scores) t.deepEqual(score.dims, [dims[0], ...dims.slice(2)], score.name);
      holdsToPlain(t, scores, 2e-6);
    }
  });
}

const cases: readonly (readonly [
  what: string,
  values: readonly number[],
  dims: readonly number[],
])[] = [
  ['all logits are equal', [2, 2, 2, 2, 2, 2], [2, 3]],
  ['the two largest tie', [5, 5, 1, -3, 7, 7], [2, 3]],
  ['there is one class', [3, -4], [2, 1]],
  ['there is one class and there are pixels', [3, -4, 0, 1], [1, 1, 2, 2]],
  ['logits are huge', [1e30, -1e30, 0, 1000, 999, -1000], [2, 3]],
  ['logits reach both ends of float32', [3.4e38, -3.4e38, 0, 0, -3.4e38, 1], [2, 3]],
  ['a certain image leaves nothing to the rest', [200, 0, 0, 0, 90, 0], [2, 3]],
];

for (const [what, values, dims] of cases) {
  test(`piece() equals double precision when ${what}`, async (t) => {
    const rounded = values.map(Math.fround);
    const scores = await bothScores({ values: rounded, dims });
    for (const { name, graph } of scores) t.true(graph.every(Number.isFinite), name);
    holdsToPlain(t, scores, 2e-6);
  });
}

test('piece() equals double precision on any logits', async (t) => {
  const shapes = fc.constantFrom<number[]>([3, 1], [2, 6], [1, 4, 2, 3], [2, 3, 1, 2], [2, 4, 5]);
  const anyCase = shapes.chain((dims) => {
    const count = dims.reduce((a, b) => a * b);
    const value = fc.float({ min: -60, max: 60, noNaN: true });
    return fc
      .array(value, { minLength: count, maxLength: count })
      .map((values) => ({ values, dims }));
  });
  await fc.assert(
    fc.asyncProperty(anyCase, async (given) => holdsToPlain(t, await bothScores(given), 1e-5)),
    { numRuns: 40, seed: 5 },
  );
});

test('piece() gives no finite score when a logit is not a number, wherever it stands', async (t) => {
  for (const [place, bad] of [
    [0, Number.NaN],
    [1, Number.NaN],
    [2, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
  ] as const) {
    const values: readonly number[] = [1, 2, 3, 4, 5, 6].map((value, i) =>
      i === place ? bad : value,
    );
    const model = identityModel({ dims: [2, 3] });
    const context = {
      ...contextOf(model),
      settings: settingsFor({ values: [1, 2, 3], dims: [1, 3] }),
    };
    const data = Float32Array.from(values);
    for (const detector of logitDetectors) {
      const piece = detector.piece(context);
      const patched = appendPieces(model, [piece], { where: 'tiny model' });
      const outputs = await runOnce(patched, { x: float32(values, [2, 3]) });
      const scores = outputs[piece.output.name]?.data as Float32Array;
      const plain = detector.plain({ ...context, tensors: { logits: { data, dims: [2, 3] } } });
      t.deepEqual(Array.from(scores, Number.isFinite), [false, true], detector.name);
      t.deepEqual(Array.from(plain, Number.isFinite), [false, true], `${detector.name} in plain`);
    }
  }
});

test('piece() gives one score an image when the output has a height and width of 1', async (t) => {
  for (const score of await bothScores({ values: spread(10, 4), dims: [2, 5, 1, 1] })) {
    t.deepEqual(score.dims, [2], score.name);
    holdsToPlain(t, [score], 2e-6);
  }
});

test('piece() takes logits of float16, bfloat16 and float64', async (t) => {
  const values = [1.5, -2, 0.25, 4, 4, -8]; // exact in all of them
  for (const outputType of ['float16', 'bfloat16', 'float64'] as const) {
    holdsToPlain(t, await bothScores({ values, dims: [2, 3], options: { outputType } }));
  }
});

test('piece() needs no shape but for KL matching', async (t) => {
  const model = identityModel({ isShapeless: true });
  const context = {
    ...contextOf(model),
    settings: settingsFor({ values: [1, 2, 3], dims: [1, 3] }),
  };
  const [kl, others] = [
    logitDetectors.filter(({ name }) => name === 'kl-matching'),
    logitDetectors.filter(({ name }) => name !== 'kl-matching'),
  ];
  const pieces = others.map((detector) => detector.piece(context));
  const patched = appendPieces(model, pieces, { where: 'tiny model' });
  const outputs = await runOnce(patched, { x: float32([1, 2, 3], [1, 3]) });
  for (const { output } of pieces) t.deepEqual(outputs[output.name]?.dims, [1]);
  t.throws(() => kl[0]?.piece(context), {
    instanceOf: InvalidInput,
    message: 'The model does not give the shape of its logits: logits',
  });
});

test('pieces share their maximum and exponentials when several are asked for', (t) => {
  const model = identityModel({ dims: [1, 3] });
  const context = {
    ...contextOf(model),
    settings: settingsFor({ values: [1, 2, 3], dims: [1, 3] }),
  };
  const pieces = [detectors.msp, detectors['max-logit'], detectors.energy, detectors.entropy].map(
    (detector) => detector.piece(context),
  );
  const { operators } = inspectModel(appendPieces(model, pieces, { where: 'm' }), 'm');
  const count = Object.fromEntries(operators.map(({ name, count }) => [name, count]));
  t.like(count, { ReduceMax: 1, Exp: 1, Sub: 2, ReduceSum: 2, Log: 1 });
});

test('piece() is refused when something is missing or does not fit', (t) => {
  const tensor = (dims: ModelTensor['dims']): ModelTensor => ({
    name: 'logits',
    elementType: 'float32',
    dims,
  });
  const templates = settingsFor({ values: [1, 2, 3], dims: [1, 3] }).templates;
  const refusals = [
    ['max-logit', {}, {}, 'Detector max-logit needs a tensor that was not named: logits'],
    ['msp', { logits: tensor([3]) }, {}, /^No class axis: logits has 1 dimension/],
    [
      'background',
      { logits: tensor([1, 3]) },
      {},
      /needs a setting that is missing: backgroundClass/,
    ],
    ['background', { logits: tensor([1, 3]) }, { backgroundClass: 3 }, /^No class 3 among 3/],
    ['background', { logits: tensor([1, 3]) }, { backgroundClass: -1 }, /^No class -1 among 3/],
    ['background', { logits: tensor([1, 3]) }, { backgroundClass: 0.5 }, /^No class 0.5 among 3/],
    [
      'kl-matching',
      { logits: tensor([1, 4]) },
      { templates },
      /of 3 classes do not fit logits of 4/,
    ],
    [
      'energy',
      { logits: { ...tensor([1, 4]), elementType: 'string' } },
      {},
      /of numbers but of string/,
    ],
  ] as const;
  for (const [name, tensors, settings, message] of refusals) {
    t.throws(() => detectors[name].piece({ opset: 17, tensors, settings }), {
      instanceOf: InvalidInput,
      message,
    });
  }
});

test('plain() is refused when the values do not fit the shape', (t) => {
  const data = Float32Array.of(1, 2, 3);
  for (const dims of [[3], [2, 3], [1, 3, 0]]) {
    t.throws(() => detectors.msp.plain({ tensors: { logits: { data, dims } }, settings: {} }), {
      instanceOf: InvalidInput,
      message: /does not fit 3 values/,
    });
  }
});

function contextOf(model: Uint8Array) {
  const { opset, outputs } = inspectModel(model, 'tiny model');
  return { opset, tensors: { logits: outputs[0] as ModelTensor } };
}
