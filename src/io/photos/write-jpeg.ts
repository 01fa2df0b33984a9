import { loadSharp } from './sharp.ts';

/** Encodes interleaved RGB as a baseline JPEG. */
export async function writeJpeg(
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  return loadSharp()(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}
