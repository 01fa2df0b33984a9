import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';

/** Means of red, green and blue of a PNG, from 0 to 1, read by another decoder than the one under test. */
export function plainMeans(path: string): readonly number[] {
  const { data, channels, width, height } = decode(readFileSync(path));
  return [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let i = channel; i < data.length; i += channels) sum += data[i] as number;
    return sum / (255 * width * height);
  });
}
