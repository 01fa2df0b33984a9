import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { makePreprocessor } from '../../../src/evaluation/index.ts';
import { geometriesOf } from '../../../src/evaluation/preprocess/geometry.ts';
import type { ModelInput } from '../../../src/records/index.ts';
import { drawnImage } from '../../support/drawn-image.ts';

// What torchvision makes of the same sizes and images: see make.py beside the fixtures.
function fixture(name: string): unknown {
  const file = new URL(`../../fixtures/preprocess/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>)[name];
}

test('geometriesOf() gives the sizes of torchvision when the shorter side is given', (t) => {
  const sized = fixture('sized') as readonly (readonly [number, number, number, number, number])[];
  t.is(sized.length, 13 * 7 * 3);
  const crop = { width: 1, height: 1, fill: 0 };
  for (const [width, height, pixels, ...expected] of sized) {
    const resize = { kind: 'shorter-side', pixels } as const;
    const [made] = geometriesOf({ width, height }, { resize, crop });
    const { resized } = made ?? {};
    t.deepEqual([resized?.width, resized?.height], expected, `${width}x${height} to ${pixels}`);
  }
});

test('makePreprocessor() crops and pads as torchvision does', (t) => {
  const centred = fixture('centred') as readonly (readonly [number, number, string])[];
  t.is(centred.length, 8 * 6);
  const input: ModelInput = {
    name: 'input',
    layout: 'NHWC',
    type: 'uint8',
    channels: 'RGB',
    range: 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    orientation: 'as-stored',
    resize: { kind: 'none' },
    filter: { library: 'pillow', name: 'bilinear' },
    crop: { width: 101, height: 81, fill: 0 },
  };
  const { prepare } = makePreprocessor(input);
  for (const [width, height, expected] of centred) {
    const [tensor] = prepare(drawnImage(width, height));
    const bytes = tensor?.data as Uint8Array;
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    t.is(digest, expected, `${width}x${height}`);
  }
});
