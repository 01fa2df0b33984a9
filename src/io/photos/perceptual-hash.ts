import type { Pixels } from './pixels.ts';

const cells = 32;
const bits = 64;
/** Frequencies a direction among which the 64 lowest lie. */
const frequencies = 11;

/**
 * 64 bits that say what a photo looks like from afar, as 16 hexadecimal digits. Photos that look alike
 * differ in few bits, others in about 32.
 *
 * The photo becomes 32x32 cells, each the exact mean of its area in grey (0.299 R + 0.587 G + 0.114 B,
 * pixels on a border counted by their share). Their two-dimensional DCT-II,
 * `F(u,v) = sum x,y of g(x,y) cos(pi (2x+1) u / 64) cos(pi (2y+1) v / 64)`, is rounded to thousandths;
 * its 64 lowest frequencies without F(0,0), which is brightness, in JPEG's zigzag order give a bit
 * each, the first one highest: is it above their median (mean of the two in the middle)? A photo of
 * one colour gives 0. Sums are of integers and in a fixed order, so the hash is the same on every
 * machine.
 *
 * After C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, section
 * 3.2, which takes another 64 frequencies.
 */
export function perceptualHash(pixels: Pixels): string {
  const values = lowFrequencies(areaMeans(pixels));
  const sorted = values.toSorted();
  const median = ((sorted[bits / 2 - 1] as number) + (sorted[bits / 2] as number)) / 2;
  let hash = 0n;
  for (const value of values) hash = (hash << 1n) | (value > median ? 1n : 0n);
  return hash.toString(16).padStart(bits / 4, '0');
}

/** Grey means of 32x32 cells, row by row. Units: a pixel is 32 by 32, a cell width by height. */
function areaMeans({ width, height, rgb }: Pixels): Float64Array {
  const sums = new Float64Array(cells * cells);
  const row = new Float64Array(cells);
  for (let y = 0; y < height; y++) {
    sumRow(rgb, y * width * 3, width, row);
    for (let cell = Math.floor((y * cells) / height); cell < cells; cell++) {
      const share = overlap(y, cell, height);
      if (share === 0) break;
      const at = cell * cells;
      for (let x = 0; x < cells; x++)
        sums[at + x] = (sums[at + x] as number) + share * (row[x] as number);
    }
  }
  const area = 1000 * width * height;
  return sums.map((sum) => sum / area);
}

/** Thousandfold grey of one row of pixels, summed over each cell it runs through. */
function sumRow(rgb: Uint8Array, start: number, width: number, row: Float64Array): void {
  for (let cell = 0; cell < cells; cell++) {
    const first = Math.floor((cell * width) / cells);
    const last = Math.ceil(((cell + 1) * width) / cells) - 1;
    // Added up a colour at a time, as small integers: this is where the time goes.
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let at = start + 3 * (first + 1), end = start + 3 * last; at < end; at += 3) {
      red = (red + (rgb[at] as number)) | 0;
      green = (green + (rgb[at + 1] as number)) | 0;
      blue = (blue + (rgb[at + 2] as number)) | 0;
    }
    const whole = 299 * red + 587 * green + 114 * blue;
    const edges =
      overlap(first, cell, width) * greyAt(rgb, start + 3 * first) +
      (last > first ? overlap(last, cell, width) * greyAt(rgb, start + 3 * last) : 0);
    row[cell] = cells * whole + edges;
  }
}

function greyAt(rgb: Uint8Array, at: number): number {
  return 299 * (rgb[at] as number) + 587 * (rgb[at + 1] as number) + 114 * (rgb[at + 2] as number);
}

/** How much of a pixel, of 32 units, lies in a cell, of as many units as the side has pixels. */
function overlap(pixel: number, cell: number, side: number): number {
  const from = Math.max(pixel * cells, cell * side);
  const to = Math.min((pixel + 1) * cells, (cell + 1) * side);
  return Math.max(0, to - from);
}

/** `cosines[frequency * 32 + place]` */
const cosines = Float64Array.from({ length: frequencies * cells }, (_, i) =>
  Math.cos((Math.PI * (2 * (i % cells) + 1) * Math.floor(i / cells)) / (2 * cells)),
);

/** Places of the 64 frequencies after the lowest, as [u, v], in zigzag order. */
const zigzag = zigzagOrder().slice(1, bits + 1);

function zigzagOrder(): readonly (readonly [u: number, v: number])[] {
  const order: [number, number][] = [];
  for (let diagonal = 0; order.length <= bits; diagonal++) {
    for (let i = 0; i <= diagonal; i++) {
      order.push(diagonal % 2 === 1 ? [diagonal - i, i] : [i, diagonal - i]);
    }
  }
  return order;
}

function lowFrequencies(grey: Float64Array): Float64Array {
  const across = new Float64Array(frequencies * cells);
  for (let u = 0; u < frequencies; u++) {
    for (let y = 0; y < cells; y++) {
      let sum = 0;
      for (let x = 0; x < cells; x++) {
        sum += (grey[y * cells + x] as number) * (cosines[u * cells + x] as number);
      }
      across[u * cells + y] = sum;
    }
  }
  return Float64Array.from(zigzag, ([u, v]) => {
    let sum = 0;
    for (let y = 0; y < cells; y++) {
      sum += (across[u * cells + y] as number) * (cosines[v * cells + y] as number);
    }
    return Math.round(1000 * sum);
  });
}
