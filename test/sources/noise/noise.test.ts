import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import sharp from 'sharp';
import { InvalidInput } from '../../../src/errors.ts';
import { hashBytes } from '../../../src/io/index.ts';
import { sourceOfKind } from '../../../src/sources/index.ts';
import { blur } from '../../../src/sources/noise/blur.ts';
import { drawNoise } from '../../../src/sources/noise/draw-noise.ts';
import { exactExp } from '../../../src/sources/noise/exact-exp.ts';
import { gaussianLevels, normalBelow } from '../../../src/sources/noise/gaussian-levels.ts';
import { inspectNoise } from '../../../src/sources/noise/inspect.ts';
import { borderAbove, levelOf } from '../../../src/sources/noise/levels.ts';
import { type NoiseOptions, parseNoiseOptions } from '../../../src/sources/noise/options.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { put } from '../../support/tiny-source.ts';

const recipes = ['gaussian-noise', 'rademacher-noise', 'blobs'] as const;

function optionsOf(recipe: string, changes: object = {}): NoiseOptions {
  const url = new URL(`../../../manifests/datasets/${recipe}.json`, import.meta.url);
  const { source } = JSON.parse(readFileSync(url, 'utf8'));
  return parseNoiseOptions({ ...source, ...changes }, recipe);
}

async function levelsOf(options: NoiseOptions, index: number): Promise<Uint8Array> {
  const { data, info } = await sharp(drawNoise(options, index))
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error('not RGB');
  return data;
}

/** SHA-256 of the PNG and of its levels; a changed one says that the images of a release are others. */
const golden = {
  'gaussian-noise': [
    '9def728b9b013a39',
    '13d0035e5f872932',
    '8c5ed74124d3bc26',
    '4580bce27313e03d',
  ],
  'rademacher-noise': [
    'ff4ac7ac03861dff',
    '9f77ebc688249553',
    'ea49bbf17b00864a',
    '5c7a151bd839aa56',
  ],
  blobs: ['e4f70481512246dc', 'd93aa027fda6df07', '3574bbc467398bc8', '306655fb33da9e28'],
} as const;

for (const recipe of recipes) {
  test(`drawNoise() draws the images of ${recipe} as it always did`, async (t) => {
    const options = optionsOf(recipe);
    const found = [];
    for (const index of [0, 9999]) {
      found.push(hashBytes(drawNoise(options, index)).slice(0, 16));
      found.push(hashBytes(await levelsOf(options, index)).slice(0, 16));
    }
    t.deepEqual(found, golden[recipe]);
  });
}

function describe(levels: Uint8Array) {
  const values = Array.from(levels, (level) => level / 127.5 - 1);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const share = (level: number) => levels.filter((found) => found === level).length / levels.length;
  return { mean, deviation: Math.sqrt(variance), lowest: share(0), highest: share(255) };
}

test('drawNoise() of gaussian has the mean, spread and clipped ends of its distribution', async (t) => {
  const { mean, deviation, lowest, highest } = describe(await levelsOf(optionsOf(recipes[0]), 3));
  t.true(Math.abs(mean) < 0.005, `${mean}`);
  // A normal distribution of 0.5 clipped at two standard deviations.
  t.true(Math.abs(deviation - 0.4797) < 0.003, `${deviation}`);
  for (const end of [lowest, highest]) t.true(Math.abs(end - 0.02319) < 0.002, `${end}`);
});

test('drawNoise() of rademacher has two values, each as often', async (t) => {
  const { lowest, highest } = describe(await levelsOf(optionsOf(recipes[1]), 3));
  t.is(lowest + highest, 1);
  t.true(Math.abs(lowest - 0.5) < 0.005);
});

test('drawNoise() of blobs has -1 where it is below the threshold, else 0.5 to 1', async (t) => {
  const levels = await levelsOf(optionsOf(recipes[2]), 3);
  const { lowest } = describe(levels);
  t.true(levels.every((level) => level === 0 || level >= levelOf(0.5)));
  t.true(lowest > 0.7 && lowest < 0.85, `${lowest}`);
});

test('drawNoise() of blobs is nearly grey where channels are blurred too', async (t) => {
  const noise = { ...optionsOf('blobs').noise, blursChannels: true };
  const levels = await levelsOf(optionsOf('blobs', { noise }), 3);
  const pixels = Array.from({ length: levels.length / 3 }, (_, i) =>
    levels.subarray(3 * i, 3 * i + 3),
  );
  const grey = pixels.filter(([red, green, blue]) => red === green && green === blue).length;
  t.true(grey / pixels.length > 0.75, `${grey / pixels.length}`);
});

test('drawNoise() gives other images for another seed or index, the same for the same', (t) => {
  const options = optionsOf('rademacher-noise', { width: 8, height: 8 });
  const draw = (seed: string, index: number) => hashBytes(drawNoise({ ...options, seed }, index));
  t.is(draw('a', 1), draw('a', 1));
  t.is(new Set([draw('a', 1), draw('a', 2), draw('b', 1), draw('a 1', 1)]).size, 4);
});

test('exactExp() agrees with Math.exp to 13 digits', (t) => {
  fc.assert(
    fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (x) => {
      t.true(Math.abs(exactExp(x) / Math.exp(x) - 1) < 1e-13, `${x}`);
    }),
  );
});

test('normalBelow() has the values of the printed tables', (t) => {
  // Abramowitz and Stegun, table 26.1.
  for (const [x, share] of [
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.96, 0.97500210485178],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [5, 0.999999713348428],
  ] as const) {
    t.true(Math.abs(normalBelow(x) - share) < 1e-14, `${x}: ${normalBelow(x)}`);
    t.true(Math.abs(normalBelow(-x) - (1 - share)) < 1e-14);
  }
});

test('gaussianLevels() grows with its number and is 0 and 255 at the ends', (t) => {
  const levelAt = gaussianLevels(0.5);
  t.deepEqual([levelAt(0), levelAt(0.5), levelAt(1 - 2 ** -32)], [0, 128, 255]);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 0.0009, noNaN: true }),
      (a, b) => {
        const [low, high] = [levelAt(a), levelAt(a + b)];
        t.true(low <= high);
        // The level is the one whose values the number falls among.
        t.true(low === 255 || a < normalBelow(borderAbove(low) / 0.5));
        t.true(low === 0 || a >= normalBelow(borderAbove(low - 1) / 0.5));
      },
    ),
  );
});

test('levelOf() maps -1 to 0, 1 to 255, and halves upwards', (t) => {
  t.deepEqual([-1, 1, 0, borderAbove(7)].map(levelOf), [0, 255, 128, 8]);
});

test('blur() keeps a flat image flat, and a sum where no edge is near', (t) => {
  const flat = { values: new Float64Array(3 * 9 * 7).fill(0.25), width: 9, height: 7 };
  for (const value of blur(flat, 2, true).values) t.true(Math.abs(value - 0.25) < 1e-12);
  const [width, height] = [41, 41];
  const dot = new Float64Array(3 * width * height);
  dot[3 * (20 * width + 20) + 1] = 1;
  const { values } = blur({ values: dot, width, height }, 2, false);
  t.true(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 1e-12);
  const at = (x: number, y: number) => values[3 * (y * width + x) + 1] as number;
  t.true(Math.abs(at(22, 20) / at(20, 20) - Math.exp(-0.5)) < 1e-12);
  t.is(at(18, 20), at(22, 20));
  t.is(at(20, 29), 0, 'cut off at four standard deviations');
});

test('parseNoiseOptions() refuses what it cannot draw, by name', (t) => {
  const refused: readonly (readonly [object, RegExp])[] = [
    [{ count: 0 }, /source\.count|at source at count/],
    [{ width: 5000 }, /width/],
    [{ seed: '' }, /seed/],
    [{ noise: { kind: 'gaussian', sigma: 0 } }, /sigma/],
    [{ noise: { kind: 'pink' } }, /noise/],
    [{ noise: { kind: 'rademacher', p: 1 } }, /"p"/],
  ];
  for (const [change, message] of refused) {
    t.throws(() => optionsOf('blobs', change), { instanceOf: InvalidInput, message });
  }
});

test('list() and inspectNoise() take the images that the recipe makes and no others', async (t) => {
  const folder = temporaryFolder(t);
  const options = optionsOf('rademacher-noise', { count: 2, width: 4, height: 4 });
  const list = () =>
    sourceOfKind('noise', 'test').list(folder, { options, classSet: none, where: 'test' });
  for (const index of [0, 1]) put(folder, `images/00000${index}.png`, drawNoise(options, index));
  put(folder, 'images/stranger.png', 'x');
  const { candidates, root } = await list();
  t.deepEqual(
    candidates.map(({ id }) => id),
    ['000000', '000001'],
  );
  const [first] = candidates;
  if (first?.kind !== 'unlabelled') return t.fail();
  t.is(inspectNoise(first, { root, options }).kind, 'record');
  t.throws(() => inspectNoise(first, { root, options: { ...options, seed: 'other' } }), {
    instanceOf: InvalidInput,
    message: /Not the image that the recipe makes, remove it: images\/000000\.png/,
  });
  rmSync(join(folder, 'images/000001.png'));
  writeFileSync(join(folder, 'images/000001.png.part'), 'half');
  await t.throwsAsync(list(), { message: /Image 1 of 2 was not made/ });
  rmSync(folder, { recursive: true });
  await t.throwsAsync(list(), { message: /No such folder/ });
});

const none = { name: 'unlabelled', title: 'none', source: 'none', members: [] };
