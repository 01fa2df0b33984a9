import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { makePreprocessor } from '../../src/evaluation/index.ts';
import { decodePhoto } from '../../src/io/index.ts';
import type { ModelFilter, ModelInput, ModelResize } from '../../src/records/index.ts';

// These photographs are not part of this project. Where they lie beside the checkout, what is made of
// them is compared with what Pillow, OpenCV and torchvision made: see test/fixtures/preprocess/make.py.
const root = fileURLToPath(new URL('../../../shared/realdata', import.meta.url));
const onRealPhotos = existsSync(root) ? test : test.skip;
if (!existsSync(root))
  test('real photographs are preprocessed where they are at hand', (t) => t.pass(`no ${root}`));

type Made = 'cropped' | 'squished' | 'bicubic' | 'lanczos' | 'opencv';
type Digests = Readonly<Record<Made | 'rgb', string>>;

const folders = ['classification', 'inat/col_species_photos', 'driving/twinlitenet_images'];
const { photos } = JSON.parse(
  readFileSync(new URL('../fixtures/preprocess/photos.json', import.meta.url), 'utf8'),
) as { readonly photos: Readonly<Record<string, Digests>> };

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function bytesInput(resize: ModelResize, filter: ModelFilter): ModelInput {
  return {
    name: 'input',
    layout: 'NHWC',
    type: 'uint8',
    channels: 'RGB',
    range: 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    orientation: 'as-stored',
    resize,
    filter,
  };
}

const pillow = (name: 'bilinear' | 'bicubic' | 'lanczos') => ({ library: 'pillow', name }) as const;
const made: Readonly<Record<Made, ModelInput>> = {
  cropped: {
    ...bytesInput({ kind: 'crop-share', share: 0.875 }, pillow('bilinear')),
    layout: 'NCHW',
    type: 'float32',
    range: 1,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    crop: { width: 224, height: 224, fill: 0 },
  },
  squished: bytesInput({ kind: 'squish', width: 256, height: 256 }, pillow('bilinear')),
  bicubic: bytesInput({ kind: 'shorter-side', pixels: 248 }, pillow('bicubic')),
  lanczos: bytesInput({ kind: 'squish', width: 320, height: 200 }, pillow('lanczos')),
  opencv: bytesInput(
    { kind: 'squish', width: 640, height: 360 },
    { library: 'opencv', name: 'linear' },
  ),
};

onRealPhotos(
  'makePreprocessor() equals Pillow, OpenCV and torchvision on real photographs',
  async (t) => {
    t.timeout(120_000);
    const seen = new Set<string>();
    const preprocessors = Object.entries(made).map(
      ([name, input]) => [name as Made, makePreprocessor(input)] as const,
    );
    for (const file of folders.flatMap(imagesBelow)) {
      const bytes = readFileSync(file);
      const expected = photos[sha256(bytes)];
      if (expected === undefined) continue;
      seen.add(sha256(bytes));
      const pixels = await decodePhoto(bytes, 'as-stored');
      t.is(sha256(pixels.rgb), expected.rgb, `pixels of ${file}`);
      for (const [name, { prepare }] of preprocessors) {
        const [data] = prepare(pixels).map((tensor) => tensor.data);
        const buffer = new Uint8Array(data?.buffer ?? new ArrayBuffer(0));
        t.is(sha256(buffer), expected[name], `${name} of ${file}`);
      }
    }
    t.is(seen.size, Object.keys(photos).length);
  },
);

function imagesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpg|png)$/.test(name))
    .map((name) => join(root, folder, name))
    .sort();
}
