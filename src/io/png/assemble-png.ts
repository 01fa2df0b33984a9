import { crc32 } from 'node:zlib';
import { pngSignature } from './read-chunk.ts';

/** PNG's own numbers of the colour types that are written here. */
const colourTypes = { grey: 0, rgb: 2 } as const;

export interface AssembledPng {
  readonly width: number;
  readonly height: number;
  readonly colour: keyof typeof colourTypes;
  /** The zlib stream of the filtered rows. */
  readonly compressed: Uint8Array;
}

/** A PNG file of 8 bits a sample in its three chunks, without metadata. */
export function assemblePng({ width, height, colour, compressed }: AssembledPng): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourTypes[colour], 0, 0, 0], 8);
  return Buffer.concat([
    pngSignature,
    chunk('IHDR', header),
    chunk('IDAT', compressed),
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
