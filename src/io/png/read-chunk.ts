import { crc32 } from 'node:zlib';
import { InvalidImage } from '../../errors.ts';

/** What every PNG file starts with. */
export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
  /** Where the next chunk starts. */
  readonly next: number;
}

/**
 * Reads the chunk at a place of a PNG file and checks its CRC.
 *
 * @throws {InvalidImage} `png-truncated`, `png-structure` or `png-crc`
 */
export function readChunk(bytes: Buffer, at: number): PngChunk {
  if (at + 12 > bytes.length) {
    throw new InvalidImage(
      'png-truncated',
      `PNG ends at byte ${bytes.length}, before its IEND chunk`,
    );
  }
  const length = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (!/^[a-zA-Z]{4}$/.test(type)) {
    throw new InvalidImage('png-structure', `PNG has no chunk type at byte ${at + 4}`);
  }
  const next = at + 12 + length;
  if (next > bytes.length) {
    const missing = next - bytes.length;
    throw new InvalidImage(
      'png-truncated',
      `PNG chunk ${type} at byte ${at} lacks ${missing} bytes`,
    );
  }
  const stated = bytes.readUInt32BE(next - 4);
  const computed = crc32(bytes.subarray(at + 4, next - 4));
  if (stated !== computed) {
    throw new InvalidImage('png-crc', `PNG chunk ${type} at byte ${at} fails its CRC`);
  }
  return { type, data: bytes.subarray(at + 8, next - 4), next };
}
