import type { Pixels } from '../../src/io/index.ts';

const patterns = {
  /** Uses every bit. */
  noise: (x: number, y: number, c: number) =>
    (x * x * 3 + y * y * 5 + x * y * 7 + c * 85 + ((x * 13) ^ (y * 29))) & 255,
  /** Black and white, so that filters with negative weights leave the bytes. */
  blocks: (x: number, y: number, c: number) => ((((x + c) >> 2) ^ (y >> 2)) & 1) * 255,
};

/** An image by a formula of whole numbers, the one that test/fixtures/preprocess/make.py has too. */
export function drawnImage(
  width: number,
  height: number,
  pattern: keyof typeof patterns = 'noise',
): Pixels {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i++) {
    const place = Math.floor(i / 3);
    rgb[i] = patterns[pattern](place % width, Math.floor(place / width), i % 3);
  }
  return { width, height, rgb };
}
