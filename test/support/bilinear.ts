/** Maps of some channels, row-major. */
export interface Maps {
  readonly data: ArrayLike<number>;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What torch's `interpolate(mode='bilinear', align_corners=False)` gives: the middle of pixel i of the
 * larger map lies at (i + 1/2) / scale - 1/2 of the smaller, not before its first pixel, and beyond the
 * last one the last one counts. In double precision.
 */
export function bilinear(
  { data, channels, width, height }: Maps,
  size: { readonly width: number; readonly height: number },
): Float64Array {
  const result = new Float64Array(channels * size.width * size.height);
  const rows = Array.from({ length: size.height }, (_, i) => tapOf(i, size.height, height));
  const columns = Array.from({ length: size.width }, (_, i) => tapOf(i, size.width, width));
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    const value = (y: number, x: number) => data[(channel * height + y) * width + x] as number;
    for (const { low: y, high: below, share: down } of rows) {
      for (const { low: x, high: right, share: across } of columns) {
        const upper = value(y, x) * (1 - across) + value(y, right) * across;
        const lower = value(below, x) * (1 - across) + value(below, right) * across;
        result[at++] = upper * (1 - down) + lower * down;
      }
    }
  }
  return result;
}

function tapOf(i: number, larger: number, smaller: number) {
  const place = Math.max(0, ((i + 0.5) * smaller) / larger - 0.5);
  const low = Math.min(smaller - 1, Math.floor(place));
  return { low, high: Math.min(smaller - 1, low + 1), share: place - low };
}
