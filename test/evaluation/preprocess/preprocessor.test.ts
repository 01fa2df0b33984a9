import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import sharp from 'sharp';
import { makePreprocessor } from '../../../src/evaluation/index.ts';
import type { ModelInput } from '../../../src/records/index.ts';
import { drawnImage } from '../../support/drawn-image.ts';

interface Prepared {
  readonly width: number;
  readonly height: number;
  readonly share: number;
  readonly float32: string;
  readonly float16: string;
  readonly plain: string;
}

// Digests of what torchvision makes of the same generated images: see make.py beside them.
const { prepared } = JSON.parse(
  readFileSync(new URL('../../fixtures/preprocess/prepared.json', import.meta.url), 'utf8'),
) as { readonly prepared: readonly Prepared[] };

const plain: ModelInput = {
  name: 'input',
  layout: 'NCHW',
  type: 'float32',
  channels: 'RGB',
  range: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  orientation: 'as-stored',
  resize: { kind: 'none' },
  filter: { library: 'pillow', name: 'bilinear' },
};
const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

function digestsOf(input: ModelInput, image: ReturnType<typeof drawnImage>): readonly string[] {
  return makePreprocessor(input)
    .prepare(image)
    .map(({ data }) => {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return createHash('sha256').update(bytes).digest('hex');
    });
}

test('makePreprocessor() equals torchvision when it resizes, crops, normalises', (t) => {
  t.is(prepared.length, 18);
  for (const { width, height, share, ...expected } of prepared) {
    const image = drawnImage(width, height);
    const input: ModelInput = {
      ...plain,
      resize: { kind: 'crop-share', share },
      crop: { width: 224, height: 224, fill: 0 },
    };
    const name = `${width}x${height} share ${share}`;
    t.deepEqual(digestsOf({ ...input, ...imagenet }, image), [expected.float32], name);
    t.deepEqual(
      digestsOf({ ...input, ...imagenet, type: 'float16' }, image),
      [expected.float16],
      name,
    );
    t.deepEqual(digestsOf(input, image), [expected.plain], name);
  }
});

const twoPixels = { width: 2, height: 1, rgb: Uint8Array.of(10, 20, 30, 40, 50, 60) };
const valuesOf = (change: Partial<ModelInput>) => {
  const [tensor] = makePreprocessor({ ...plain, range: 255, ...change }).prepare(twoPixels);
  return { dims: tensor?.dims, values: Array.from(tensor?.data ?? [], Number) };
};

test('makePreprocessor() lays channels out when layout and order are given', (t) => {
  t.deepEqual(valuesOf({}), { dims: [1, 3, 1, 2], values: [10, 40, 20, 50, 30, 60] });
  t.deepEqual(valuesOf({ channels: 'BGR' }).values, [30, 60, 20, 50, 10, 40]);
  t.deepEqual(valuesOf({ layout: 'NHWC' }), {
    dims: [1, 1, 2, 3],
    values: [10, 20, 30, 40, 50, 60],
  });
  t.deepEqual(valuesOf({ layout: 'NHWC', channels: 'BGR' }).values, [30, 20, 10, 60, 50, 40]);
});

test('makePreprocessor() takes mean and deviation in the order of the channels', (t) => {
  const change = { mean: [1, 2, 3], std: [1, 2, 4] };
  t.deepEqual(valuesOf(change).values, [9, 39, 9, 24, 6.75, 14.25]);
  t.deepEqual(valuesOf({ ...change, channels: 'BGR' }).values, [29, 59, 9, 24, 1.75, 9.25]);
});

test('makePreprocessor() gives bytes, or the bits of halves, when a model takes those', (t) => {
  t.deepEqual(valuesOf({ type: 'uint8' }).values, [10, 40, 20, 50, 30, 60]);
  // 10 is 1.25 * 2 ** 3: exponent 18, fraction 0100000000.
  t.is(valuesOf({ type: 'float16' }).values[0], (18 << 10) | (1 << 8));
});

test('makePreprocessor() pads with the fill as it is normalised when the crop is larger', (t) => {
  const padded = { crop: { width: 4, height: 1, fill: 100 }, mean: [1, 1, 1] };
  t.deepEqual(valuesOf(padded).values, [99, 9, 39, 99, 99, 19, 49, 99, 99, 29, 59, 99]);
});

test('makePreprocessor() says the dims beforehand when it is asked', (t) => {
  const scales: ModelInput = {
    ...plain,
    resize: {
      kind: 'scales',
      shorterSides: [10, 20],
      longest: 30,
      multipleOf: 8,
      average: 'scores',
    },
  };
  for (const input of [plain, scales, { ...scales, layout: 'NHWC' as const }]) {
    const { dims, prepare } = makePreprocessor(input);
    const tensors = prepare(drawnImage(40, 31));
    t.deepEqual(
      tensors.map((tensor) => tensor.dims),
      [...dims({ width: 40, height: 31 })],
    );
    for (const { dims, data } of tensors)
      t.is(
        data.length,
        dims.reduce((a, b) => a * b),
      );
  }
});

test('makePreprocessor() reads a file, EXIF applied where the manifest says so', async (t) => {
  const { rgb } = drawnImage(6, 4);
  const file = await sharp(rgb, { raw: { width: 6, height: 4, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  const dimsOf = async (orientation: ModelInput['orientation']) => {
    const tensors = await makePreprocessor({ ...plain, orientation }).read(file);
    return tensors.map(({ dims }) => dims);
  };
  t.deepEqual(await dimsOf('as-stored'), [[1, 3, 4, 6]]);
  t.deepEqual(await dimsOf('exif'), [[1, 3, 6, 4]]);
});
