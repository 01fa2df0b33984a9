import { constants, inflateSync } from 'node:zlib';
import { InvalidImage } from '../../errors.ts';
import type { PngHeader } from './png-chunks.ts';

/** Bytes of one row of samples, the filter byte not counted. */
export function rowBytesOf(header: PngHeader): number {
  return Math.ceil((header.width * header.channels * header.bitDepth) / 8);
}

/**
 * Inflates the image data: `height` rows of one filter byte and `rowBytes` bytes.
 *
 * The output can never exceed what the header announces, so a decompression bomb costs no more
 * than an honest image of its size.
 *
 * @throws {InvalidImage} `png-bomb`, `png-truncated`, `png-data` or `png-trailing-data`
 */
export function inflateImage(header: PngHeader, compressed: Uint8Array): Uint8Array {
  const expected = (rowBytesOf(header) + 1) * header.height;
  const { buffer, engine } = inflateBounded(compressed, expected);
  if (buffer.length < expected) {
    throw new InvalidImage(
      'png-truncated',
      `PNG image data holds ${buffer.length} bytes, not ${expected}`,
    );
  }
  if (engine.bytesWritten !== compressed.length) {
    const rest = compressed.length - engine.bytesWritten;
    throw new InvalidImage('png-trailing-data', `PNG has ${rest} bytes after its image data`);
  }
  return buffer;
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflateBounded(compressed: Uint8Array, expected: number): Inflated {
  try {
    const options = {
      maxOutputLength: expected,
      chunkSize: Math.max(expected + 64, constants.Z_MIN_CHUNK),
      info: true,
    };
    // With `info` Node returns the engine too; its types do not know that.
    return inflateSync(compressed, options) as unknown as Inflated;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new InvalidImage(
        'png-bomb',
        `PNG inflates beyond the ${expected} bytes of its header`,
        { cause },
      );
    }
    if (code === 'Z_BUF_ERROR') {
      throw new InvalidImage('png-truncated', 'PNG image data breaks off', { cause });
    }
    throw new InvalidImage(
      'png-data',
      `PNG image data does not inflate: ${(cause as Error).message}`,
      { cause },
    );
  }
}
