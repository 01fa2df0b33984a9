import { constants, deflateSync } from 'node:zlib';
import { assemblePng } from './assemble-png.ts';
import { expandRuns, type LabelRuns } from './label-runs.ts';

/**
 * Writes a label map as an 8-bit grey PNG. Deterministic: the bytes depend on the labels and on
 * the zlib of the pinned runtime alone.
 *
 * Every row is filtered with Up, which turns label maps into nearly nothing but zeros, and deflate
 * looks for runs alone: on BDD100K's masks that is 50 times faster than level 9, for 13 % more bytes.
 */
export function writeMask(labels: LabelRuns): Uint8Array {
  const { width, height } = labels;
  const pixels = expandRuns(labels);
  const raw = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (width + 1);
    raw[at] = 2;
    for (let x = 0; x < width; x++) {
      const above = y === 0 ? 0 : (pixels[(y - 1) * width + x] as number);
      raw[at + 1 + x] = (pixels[y * width + x] as number) - above;
    }
  }
  const compressed = deflateSync(raw, { strategy: constants.Z_RLE });
  return assemblePng({ width, height, colour: 'grey', compressed });
}
