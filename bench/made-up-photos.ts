import sharp from 'sharp';
import { numbersFrom } from './numbers-from.ts';

/** Pixels: four to three, as most telephones take them. */
const width = 2048;
const height = 1536;

/**
 * JPEGs that cost what photos cost: large forms, edges, texture and noise, 4:2:0 at quality 90, some
 * 700 kB each.
 */
export async function madeUpPhotos(count: number): Promise<readonly Uint8Array[]> {
  const photos: Uint8Array[] = [];
  for (let seed = 1; seed <= count; seed++) photos.push(await madeUpPhoto(seed));
  return photos;
}

/** Cells a row of each layer, and how strongly it shows. */
const layers = [
  [8, 180],
  [32, 80],
  [128, 40],
  [512, 34],
] as const;

async function madeUpPhoto(seed: number): Promise<Uint8Array> {
  const number = numbersFrom(seed);
  const rgb = Buffer.alloc(width * height * 3);
  const sums = new Float32Array(rgb.length).fill(128);
  for (const [across, strength] of layers) {
    const size = { width: across, height: (across * 3) / 4, channels: 3 } as const;
    const cells = Buffer.from(
      Array.from({ length: across * size.height * 3 }, () => number() & 255),
    );
    const layer = await sharp(cells, { raw: size })
      .resize({ width, height, kernel: 'cubic', fit: 'fill' })
      .raw()
      .toBuffer();
    for (let i = 0; i < sums.length; i++) {
      sums[i] = (sums[i] as number) + ((layer[i] as number) / 255 - 0.5) * strength;
    }
  }
  for (let i = 0; i < rgb.length; i++) {
    const noise = ((number() & 255) / 255 - 0.5) * 10;
    rgb[i] = Math.max(0, Math.min(255, (sums[i] as number) + noise));
  }
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
