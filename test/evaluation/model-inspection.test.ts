import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import {
  type InspectOptions,
  inspectModelFile,
  type OutputTrial,
  proposeManifest,
  type Trial,
} from '../../src/evaluation/index.ts';
import { trialFindings } from '../../src/evaluation/model-inspection/trial-findings.ts';
import { type GraphNode, type WrittenValue, writeModel } from '../../src/onnx/index.ts';
import { type Finding, parseModelManifest } from '../../src/records/index.ts';
import { modelText } from '../../src/report/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { identityModel } from '../support/tiny-model.ts';
import { bytesField, join as joined, textField } from '../support/wire.ts';

const lists = [
  { name: 'five', members: 5 },
  { name: 'also-five', members: 5 },
  { name: 'eight', members: 8 },
];

interface ModelOf {
  readonly operator?: string;
  readonly input?: WrittenValue['dims'];
  readonly output?: WrittenValue['dims'];
  readonly elementType?: WrittenValue['elementType'];
}

function modelOf({ operator = 'Neg', input, output, elementType = 'float32' }: ModelOf = {}) {
  const node: GraphNode = { operator, inputs: ['x'], output: 'y', attributes: [] };
  return writeModel({
    opset: 17,
    irVersion: 8,
    inputs: [{ name: 'x', elementType, dims: input ?? ['N', 5, 4, 6] }],
    nodes: [node],
    constants: [],
    outputs: [{ name: 'y', elementType, dims: output ?? ['N', 5, 4, 6] }],
  });
}

function inspect(t: ExecutionContext, model: Uint8Array, options: Partial<InspectOptions> = {}) {
  const path = join(temporaryFolder(t), 'Some Model.onnx');
  writeFileSync(path, model);
  return inspectModelFile(path, { lists, isTried: false, ...options });
}

const codesOf = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code);

test('inspectModelFile() notes what a file cannot say', async (t) => {
  const inspection = await inspect(t, modelOf());
  t.is(inspection.verdict, 'pass');
  t.deepEqual(codesOf(inspection), ['class-count-fits', 'preprocessing-unknown']);
  t.is(inspection.findings[0]?.values.lists, 'five, also-five');
});

const external = (location: string) =>
  joined(
    modelOf(),
    bytesField(
      7,
      bytesField(5, bytesField(13, joined(textField(1, 'location'), textField(2, location)))),
    ),
  );

const cases: readonly {
  readonly code: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly model: Uint8Array;
  readonly options?: Partial<InspectOptions>;
}[] = [
  { code: 'opset-too-old', verdict: 'fail', model: identityModel({ opset: 6, irVersion: 3 }) },
  { code: 'external-file-outside', verdict: 'fail', model: external('../w') },
  { code: 'external-files', verdict: 'pass', model: external('w') },
  {
    code: 'inputs-not-one',
    verdict: 'fail',
    model: joined(modelOf(), bytesField(7, bytesField(11, textField(1, 'z')))),
  },
  { code: 'input-type-unsupported', verdict: 'fail', model: modelOf({ elementType: 'bfloat16' }) },
  { code: 'input-float16', verdict: 'pass', model: modelOf({ elementType: 'float16' }) },
  {
    code: 'input-not-an-image',
    verdict: 'fail',
    model: modelOf({ input: [1, 5], output: [1, 5] }),
  },
  { code: 'no-scores', verdict: 'fail', model: modelOf({ output: [1] }) },
  {
    code: 'class-count-differs',
    verdict: 'fail',
    model: modelOf(),
    options: { expected: { name: 'eight', members: 8 } },
  },
  {
    code: 'class-count-unknown',
    verdict: 'unknown',
    model: modelOf({ output: ['N', 'C'] }),
    options: { expected: { name: 'eight', members: 8 } },
  },
  { code: 'class-count-of-no-list', verdict: 'pass', model: modelOf({ output: ['N', 9, 4, 6] }) },
  {
    code: 'output-cast',
    verdict: 'pass',
    model: identityModel({ dims: [1, 5, 4, 6], outputType: 'bfloat16' }),
  },
];

for (const { code, verdict, model, options } of cases) {
  test(`inspectModelFile() finds ${code}`, async (t) => {
    const inspection = await inspect(t, model, options);
    t.true(codesOf(inspection).includes(code), codesOf(inspection).join());
    t.is(inspection.verdict, verdict);
    t.false(modelText(inspection).includes(`${code} {`), 'the report has words for it');
  });
}

const tried = { name: 'y', dims: [1, 5, 4, 6], min: -1, max: 9, notFinite: 0, sumsToOne: false };
const ran = (output: Partial<OutputTrial>): Trial => ({
  kind: 'ran',
  outputs: [{ ...tried, ...output }],
});

const trials: readonly (readonly [code: string, level: Finding['level'], trial: Trial])[] = [
  ['output-not-finite', 'fault', ran({ notFinite: 3 })],
  ['output-constant', 'fault', ran({ min: 2, max: 2 })],
  ['probabilities', 'note', ran({ min: 0, max: 1, sumsToOne: true })],
  ['within-one', 'note', ran({ min: 0, max: 1 })],
  ['run-failed', 'unjudged', { kind: 'failed', reason: 'it died' }],
];

for (const [code, level, trial] of trials) {
  test(`trialFindings() finds ${code}`, async (t) => {
    const inspection = await inspect(t, modelOf());
    const findings = [...trialFindings(inspection.summary, trial)];
    t.like(findings, [{ code, level }]);
    t.false(modelText({ ...inspection, findings }).includes(`${code} {`), 'the report has words');
  });
}

test('inspectModelFile() tells probabilities from logits by a run', async (t) => {
  const model = writeModel({
    opset: 17,
    irVersion: 8,
    inputs: [{ name: 'x', elementType: 'float32', dims: [1, 5, 2, 2] }],
    nodes: [
      {
        operator: 'Softmax',
        inputs: ['x'],
        output: 'y',
        attributes: [{ name: 'axis', kind: 'integer', value: 1 }],
      },
    ],
    constants: [],
    outputs: [{ name: 'y', elementType: 'float32', dims: [1, 5, 2, 2] }],
  });
  const inspection = await inspect(t, model, { isTried: true });
  t.true(codesOf(inspection).includes('probabilities'));
  t.like(proposeManifest(inspection, lists), {
    task: 'segmentation',
    outputs: { scores: { name: 'y', kind: 'probabilities', activation: 'softmax' } },
  });
});

test('proposeManifest() proposes what parses, and says what it does not know', async (t) => {
  const inspection = await inspect(t, modelOf({ input: ['N', 3, 8, 12] }));
  const proposal = proposeManifest(inspection, lists);
  t.like(proposal, {
    schema: 1,
    name: 'some-model',
    task: 'segmentation',
    classes: { set: 'five', channels: 5 },
    input: {
      name: 'x',
      layout: 'NCHW',
      type: 'float32',
      resize: { kind: 'squish', width: 12, height: 8 },
    },
    outputs: { scores: { name: 'y', kind: 'logits' }, pixels: { kind: 'stride', stride: 2 } },
  });
  t.regex(proposal?.notes[0] ?? '', /^Not in the file, only proposed/);
  const { schema: _, ...content } = proposal ?? { schema: 1 };
  t.deepEqual(
    parseModelManifest(JSON.parse(JSON.stringify(proposal)), 'proposal'),
    content as never,
  );
});

test('proposeManifest() tells the task from the shape and a run', async (t) => {
  const propose = async (model: Uint8Array, trial?: Trial) =>
    proposeManifest({ ...(await inspect(t, model)), trial }, lists);
  t.like(await propose(modelOf({ input: [1, 5, 1, 1], output: [1, 5, 1, 1] })), {
    task: 'multiclass',
  });
  const sigmoid = modelOf({ operator: 'Sigmoid', input: [1, 8, 1, 1], output: [1, 8, 1, 1] });
  t.like(await propose(sigmoid, ran({ dims: [1, 8, 1, 1], min: 0, max: 1 })), {
    task: 'multilabel',
    outputs: { scores: { kind: 'probabilities', activation: 'sigmoid' } },
  });
  t.like(await propose(modelOf({ input: [1, 3, 7, 12], output: [1, 5, 4, 6] })), {
    outputs: { pixels: { kind: 'fixed', width: 6, height: 4 } },
  });
  t.like(await propose(modelOf({ input: [1, 8, 12, 3], output: [1, 5] })), {
    input: { layout: 'NHWC', resize: { width: 12, height: 8 } },
  });
  t.is(await propose(modelOf({ output: [1] })), undefined);
});

test('inspectModelFile() is refused what is no file or no model', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'text'), 'text');
  for (const [name, message] of [
    ['none', /^No such file: /],
    ['sub', /^Not a file: /],
    ['text', /^Not an ONNX model: /],
  ] as const) {
    await t.throwsAsync(inspectModelFile(join(folder, name), { lists, isTried: false }), {
      instanceOf: InvalidInput,
      message,
    });
  }
});
