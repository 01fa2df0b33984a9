import { writeRgb } from '../../io/index.ts';
import { seededRandom } from '../../records/index.ts';
import { blur } from './blur.ts';
import { gaussianLevels } from './gaussian-levels.ts';
import { levelOf } from './levels.ts';
import type { BlobNoise, Noise, NoiseOptions } from './options.ts';

/**
 * Draws one image of a source: its bytes depend on the seed, its index and what the recipe says of
 * noise and size, and on nothing else.
 *
 * @returns a PNG, RGB, 8 bits a sample
 */
export function drawNoise({ noise, seed, width, height }: NoiseOptions, index: number): Uint8Array {
  const { next } = seededRandom(`${seed} ${index}`);
  return writeRgb(fillLevels({ noise, width, height }, next), width, height);
}

function fillLevels(
  {
    noise,
    width,
    height,
  }: { readonly noise: Noise; readonly width: number; readonly height: number },
  next: () => number,
): Uint8Array {
  const levels = new Uint8Array(3 * width * height);
  switch (noise.kind) {
    case 'gaussian': {
      const levelAt = tableOf(noise.sigma);
      for (let i = 0; i < levels.length; i++) levels[i] = levelAt(next());
      return levels;
    }
    case 'rademacher':
      for (let i = 0; i < levels.length; i++) levels[i] = next() < 0.5 ? 0 : 255;
      return levels;
    case 'blobs':
      return blobs(noise, { values: new Float64Array(levels.length), width, height }, next);
  }
}

const tables = new Map<number, ReturnType<typeof gaussianLevels>>();

function tableOf(sigma: number) {
  const table = tables.get(sigma) ?? gaussianLevels(sigma);
  tables.set(sigma, table);
  return table;
}

function blobs(
  { probability, sigma, blursChannels, threshold }: BlobNoise,
  canvas: Parameters<typeof blur>[0],
  next: () => number,
): Uint8Array {
  for (let i = 0; i < canvas.values.length; i++) canvas.values[i] = next() < probability ? 1 : 0;
  const { values } = blur(canvas, sigma, blursChannels);
  const levels = new Uint8Array(values.length);
  for (let i = 0; i < levels.length; i++) {
    const value = values[i] as number;
    levels[i] = levelOf(value < threshold ? -1 : 2 * value - 1);
  }
  return levels;
}
