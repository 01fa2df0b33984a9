import { InvalidImage } from '../../errors.ts';
import { pngSignature, readChunk } from './read-chunk.ts';

/** What the IHDR chunk says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colour: 'grey' | 'rgb' | 'palette' | 'grey-alpha' | 'rgba';
  /** Samples a pixel. */
  readonly channels: number;
}

export interface PngChunks {
  readonly header: PngHeader;
  /** The zlib stream of the image, as the file holds it. */
  readonly compressed: Uint8Array;
}

/** No side above this, and no image above this many pixels, whatever the header says. */
const longestSide = 16_384;
const mostPixels = 1 << 26;

const colours: Record<
  number,
  Pick<PngHeader, 'colour' | 'channels'> & { depths: readonly number[] }
> = {
  0: { colour: 'grey', channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { colour: 'rgb', channels: 3, depths: [8, 16] },
  3: { colour: 'palette', channels: 1, depths: [1, 2, 4, 8] },
  4: { colour: 'grey-alpha', channels: 2, depths: [8, 16] },
  6: { colour: 'rgba', channels: 4, depths: [8, 16] },
};

/**
 * Walks the chunks of a PNG file without inflating anything.
 *
 * ```
 * file  = signature IHDR chunk* IDAT+ chunk* IEND <end of file>
 * chunk = length:u32 type:4 letters data:length crc:u32   (crc over type and data)
 * IHDR  = width:u32 height:u32 depth:u8 colour:u8 compression:0 filter:0 interlace:u8
 * ```
 * Stricter than a viewer: every CRC must hold, nothing may follow IEND, interlaced files are
 * refused (no label set uses them). Source: PNG specification, third edition, sections 5 and 11.
 *
 * @throws {InvalidImage} with a reason that starts with `png-`
 */
export function readPngChunks(file: Uint8Array): PngChunks {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 8 || !bytes.subarray(0, 8).equals(pngSignature)) {
    throw new InvalidImage('png-signature', `Not a PNG file: it starts with ${startOf(bytes)}`);
  }
  let header: PngHeader | undefined;
  const parts: Buffer[] = [];
  let imageDataEnded = false;
  for (let at = 8; ; ) {
    const { type, data, next } = readChunk(bytes, at);
    if (header === undefined && type !== 'IHDR') {
      throw new InvalidImage('png-structure', `PNG starts with chunk ${type}, not with IHDR`);
    }
    if (type === 'IHDR') {
      if (header !== undefined) throw new InvalidImage('png-structure', 'PNG has a second IHDR');
      header = readHeader(data);
    } else if (type === 'IDAT') {
      if (imageDataEnded) throw new InvalidImage('png-structure', 'PNG image data is interrupted');
      parts.push(data);
    } else if (type === 'IEND') {
      if (next !== bytes.length) {
        throw new InvalidImage(
          'png-trailing-data',
          `PNG has ${bytes.length - next} bytes after its end`,
        );
      }
      break;
    } else {
      imageDataEnded ||= parts.length > 0;
      const isCritical = type.charCodeAt(0) < 0x60;
      if (isCritical && type !== 'PLTE') {
        throw new InvalidImage('png-structure', `PNG has the unknown critical chunk ${type}`);
      }
    }
    at = next;
  }
  if (parts.length === 0) throw new InvalidImage('png-structure', 'PNG has no image data');
  const compressed = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  return { header: header as PngHeader, compressed };
}

function readHeader(data: Buffer): PngHeader {
  if (data.length !== 13)
    throw new InvalidImage('png-structure', 'PNG header is not 13 bytes long');
  const width = data.readUInt32BE(0);
  const height = data.readUInt32BE(4);
  if (width === 0 || height === 0) {
    throw new InvalidImage('png-dimensions', `PNG has no area: ${width}x${height}`);
  }
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw new InvalidImage('png-dimensions', `PNG is larger than any mask: ${width}x${height}`);
  }
  const bitDepth = data.readUInt8(8);
  const kind = colours[data.readUInt8(9)];
  if (kind === undefined || !kind.depths.includes(bitDepth)) {
    throw new InvalidImage(
      'png-structure',
      `PNG has colour type ${data.readUInt8(9)} at ${bitDepth} bits`,
    );
  }
  if (data.readUInt8(10) !== 0 || data.readUInt8(11) !== 0) {
    throw new InvalidImage('png-structure', 'PNG uses an unknown compression or filter method');
  }
  if (data.readUInt8(12) !== 0) {
    throw new InvalidImage('png-interlaced', 'PNG is interlaced: save it without interlacing');
  }
  return { width, height, bitDepth, colour: kind.colour, channels: kind.channels };
}

function startOf(bytes: Buffer): string {
  if (bytes.length === 0) return 'nothing (the file is empty)';
  return `bytes ${bytes.subarray(0, 8).toString('hex')}`;
}
