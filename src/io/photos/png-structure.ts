import { inflateSync } from 'node:zlib';
import { InvalidImage } from '../../errors.ts';
import { pngSignature, readChunk } from '../png/read-chunk.ts';
import { exifOrientation } from './exif-orientation.ts';
import type { PhotoLimits } from './photo-limits.ts';
import {
  checkCount,
  checkDimensions,
  checkMetadata,
  type PhotoStructure,
  trailingBytesOf,
} from './photo-structure.ts';

/** What of a PNG makes its pixels; every other chunk is metadata. */
const pixelChunks: readonly string[] = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'iCCP', 'sRGB'];

/**
 * Walks the chunks of a PNG photo, nothing inflated but its colour profile, and that within bounds.
 * Every CRC must hold. Interlaced files are taken, animated ones are not. The form of a chunk stands
 * at `readPngChunks`, which reads masks and takes less.
 *
 * @throws {InvalidImage} `png-truncated`, `png-structure`, `png-crc`, `photo-dimensions`,
 * `photo-metadata`, `photo-animated`
 */
export function readPngStructure(file: Uint8Array, limits: PhotoLimits): PhotoStructure {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const kept: Buffer[] = [pngSignature];
  let size: { readonly width: number; readonly height: number } | undefined;
  let orientation = 1;
  let metadataBytes = 0;
  let at = pngSignature.length;
  for (let parts = 1; ; parts++) {
    checkCount('chunks', parts, limits.mostParts);
    const { type, data, next } = readChunk(bytes, at);
    if ((type === 'IHDR') !== (size === undefined)) {
      throw new InvalidImage('png-structure', 'PNG does not start with its only IHDR');
    }
    if (type === 'IHDR') size = readSize(data, limits);
    if (type === 'acTL') throw new InvalidImage('photo-animated', 'PNG is animated');
    if (type === 'eXIf') orientation = exifOrientation(data);
    const profileBytes = type === 'iCCP' ? profileBytesOf(data, limits) : 0;
    if (pixelChunks.includes(type)) kept.push(bytes.subarray(at, next));
    else metadataBytes += next - at;
    checkMetadata({ metadataBytes, profileBytes }, limits);
    at = next;
    if (type === 'IEND') break;
  }
  return {
    ...(size as { readonly width: number; readonly height: number }),
    orientation,
    metadataBytes,
    trailingBytes: trailingBytesOf(bytes, at),
    plain: metadataBytes === 0 ? bytes.subarray(0, at) : Buffer.concat(kept),
  };
}

function readSize(data: Buffer, limits: PhotoLimits) {
  if (data.length !== 13) {
    throw new InvalidImage('png-structure', 'PNG header is not 13 bytes long');
  }
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  checkDimensions(width, height, limits);
  return { width, height };
}

/** `iCCP = name:1-79 bytes 00 method:00 zlib stream`; inflated as far as the limit and a byte more. */
function profileBytesOf(data: Buffer, { mostProfileBytes }: PhotoLimits): number {
  const end = data.indexOf(0);
  try {
    return inflateSync(data.subarray(end + 2), { maxOutputLength: mostProfileBytes + 1 }).length;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return mostProfileBytes + 1;
    }
    throw new InvalidImage('png-structure', 'PNG has a colour profile that does not inflate', {
      cause,
    });
  }
}
