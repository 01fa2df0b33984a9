import sharp from 'sharp';

export interface PhotoOptions {
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
}

/** Interleaved RGB of smooth forms, other ones for each seed. */
export function smoothRgb({ width = 96, height = 64, seed = 1 }: PhotoOptions = {}): Buffer {
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let colour = 0; colour < 3; colour++) {
        const across = Math.sin(((2 + seed + colour) * x) / width + seed * 0.7);
        const down = Math.cos(((3 + ((seed * 5) % 7)) * y) / height + colour + seed * 1.3);
        rgb[3 * (y * width + x) + colour] = 128 + 60 * across + 60 * down * across;
      }
    }
  }
  return rgb;
}

/** The same, on its way to a file of any form. */
export function smoothPhoto(options: PhotoOptions = {}) {
  const { width = 96, height = 64 } = options;
  return sharp(smoothRgb(options), { raw: { width, height, channels: 3 } });
}

/** A segment of a JPEG: marker, length, data. */
export function jpegSegment(marker: number, data: Uint8Array): Buffer {
  const segment = Buffer.alloc(4 + data.length);
  segment.set([0xff, marker]);
  segment.writeUInt16BE(data.length + 2, 2);
  segment.set(data, 4);
  return segment;
}

/** Puts segments behind the start of a JPEG. */
export function withSegments(jpeg: Uint8Array, segments: readonly Uint8Array[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** Puts chunks behind the header of a PNG. */
export function withChunks(png: Uint8Array, chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

/** EXIF of one entry, the orientation, in either order of bytes. */
export function exifOf(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const little = Buffer.from('49492a00080000000100120103000100000000000000000000000000', 'hex');
  const big = Buffer.from('4d4d002a000000080001011200030000000100000000000000000000', 'hex');
  const tiff = order === 'II' ? little : big;
  if (order === 'II') tiff.writeUInt16LE(orientation, 18);
  else tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
