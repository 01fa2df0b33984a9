import { readFileSync } from 'node:fs';
import test from 'ava';
import { manifestNames, readManifest } from '../../src/io/index.ts';
import {
  type ModelClasses,
  parseClassSet,
  parseModelManifest,
  parsePinnedSource,
} from '../../src/records/index.ts';

const models = await Promise.all(
  manifestNames('models').map(async (name) => {
    const { content } = await readManifest('models', name, parseModelManifest);
    return { name, model: content };
  }),
);

/** How many members a class set has, wherever it is told. */
async function membersOf({ set, members }: ModelClasses): Promise<number> {
  if (members !== undefined) return members.length;
  if (manifestNames('class-sets').includes(set)) {
    return (await readManifest('class-sets', set, parseClassSet)).content.members.length;
  }
  const { holds } = (await readManifest('sources', set, parsePinnedSource)).content;
  const isInOutputOrder = holds.kind === 'categories' || (holds.kind === 'wnids' && holds.ordered);
  return isInOutputOrder ? holds.members : 0;
}

for (const { name, model } of models) {
  test(`model ${name} is named as its file and has a channel for each of its classes`, async (t) => {
    t.is(model.name, name);
    const { channels, firstChannel, withoutChannel } = model.classes;
    const members = await membersOf(model.classes);
    t.is(channels, firstChannel + members - withoutChannel.length);
  });
}

test('models leave out the last members of their class sets, by name', async (t) => {
  for (const { name, model } of models) {
    const { set, withoutChannel } = model.classes;
    if (withoutChannel.length === 0) continue;
    const { members } = (await readManifest('class-sets', set, parseClassSet)).content;
    const last = members.slice(-withoutChannel.length).map((member) => member.name);
    t.deepEqual(withoutChannel, last, name);
  }
});

test('models of the paper take what their authors gave them', (t) => {
  const inputOf = (wanted: string) => models.find(({ name }) => name === wanted)?.model.input;
  for (const name of ['tresnet-m', 'vit-base-patch16-224', 'mixer-b16-224']) {
    const input = inputOf(`${name}-miil-in21k`);
    t.deepEqual(input?.mean, [0, 0, 0]);
    t.deepEqual(input?.std, [1, 1, 1]);
    t.deepEqual(input?.resize, { kind: 'crop-share', share: 0.875 });
    t.is(inputOf(`${name}-miil-in21k-squish`)?.resize.kind, 'squish');
  }
  t.is(inputOf('squeezenet-fp16')?.channels, 'BGR');
  t.is(inputOf('pspnet-resnet101-streethazards')?.resize.kind, 'scales');
});

const squeezenet = JSON.parse(
  readFileSync(new URL('../../manifests/models/squeezenet-fp32.json', import.meta.url), 'utf8'),
);
const pspnet = JSON.parse(
  readFileSync(
    new URL('../../manifests/models/pspnet-resnet101-bdd-anomaly.json', import.meta.url),
    'utf8',
  ),
);

test('parseModelManifest() fills defaults when they are left out', (t) => {
  const { orientation: _, ...input } = squeezenet.input;
  const { notes: _notes, ...rest } = squeezenet;
  const model = parseModelManifest({ ...rest, input }, 'here');
  t.is(model.input.orientation, 'as-stored');
  t.is(model.input.crop?.fill, 0);
  t.deepEqual(model.notes, []);
  t.is(model.classes.firstChannel, 0);
  t.deepEqual(model.classes.withoutChannel, []);
});

type Change = { readonly [key: string]: unknown };

const refusals: readonly (readonly [string, Change, RegExp])[] = [
  ['name', { name: 'A B' }, /Not a name/],
  ['unknown key', { color: 1 }, /Unrecognized key/],
  ['file', { file: { ...squeezenet.file, name: '../a.onnx' } }, /Not the plain name .* file\.name/],
  ['digest', { file: { ...squeezenet.file, sha256: 'ab' } }, /Not a SHA-256/],
  ['url', { file: { ...squeezenet.file, url: 'http://a.example/a' } }, /Invalid URL.*at file\.url/],
  ['sources', { sources: [] }, /at sources/],
  [
    'first channel',
    { classes: { set: 'voc', channels: 20, firstChannel: 20 } },
    /First channel is none of the channels \(got 20\): here at classes\.firstChannel/,
  ],
  [
    'members',
    { classes: { set: 'a', channels: 3, firstChannel: 1, members: ['x'] } },
    /Not a name for each of 2 channels/,
  ],
  ['activation', { task: 'multilabel' }, /Sigmoid is for multi-label/],
  ['pixels', { task: 'segmentation' }, /Pixels of the output/],
  [
    'confidence',
    { outputs: { ...squeezenet.outputs, confidence: 'c' } },
    /A confidence and its kind go together.*at outputs\.confidenceKind/,
  ],
  ['pixels of a class', { outputs: { ...pspnet.outputs } }, /Pixels of the output/],
];

for (const [what, change, message] of refusals) {
  test(`parseModelManifest() refuses a model when its ${what} is wrong`, (t) => {
    t.throws(() => parseModelManifest({ ...squeezenet, ...change }, 'here'), { message });
  });
}

const inputRefusals: readonly (readonly [string, Change, RegExp])[] = [
  ['mean', { mean: [0, 0] }, /at input\.mean/],
  ['deviation', { std: [1, 0, 1] }, /Not above zero/],
  ['bytes', { type: 'uint8' }, /Bytes are not normalised/],
  ['range', { range: 2 }, /at input\.range/],
  ['filter', { filter: { library: 'opencv', name: 'bicubic' } }, /at input\.filter/],
  [
    'crop share',
    { resize: { kind: 'crop-share', share: 0.9 }, crop: { width: 2, height: 3 } },
    /A crop share needs a square crop/,
  ],
  ['crop of scales', { resize: pspnet.input.resize }, /Scales are not cropped/],
  ['side', { resize: { kind: 'squish', width: 0, height: 2 } }, /at input\.resize\.width/],
];

for (const [what, change, message] of inputRefusals) {
  test(`parseModelManifest() refuses an input when its ${what} is wrong`, (t) => {
    const input = { ...squeezenet.input, ...change };
    t.throws(() => parseModelManifest({ ...squeezenet, input }, 'here'), { message });
  });
}

test('parseModelManifest() refuses scales when the task is not segmentation', (t) => {
  const { crop: _, ...input } = squeezenet.input;
  const scaled = { ...input, resize: pspnet.input.resize };
  t.throws(() => parseModelManifest({ ...squeezenet, input: scaled }, 'here'), {
    message: /Several scales are for segmentation/,
  });
});
