import { seededRandom } from '../../records/index.ts';
import type { Canvas } from './canvas.ts';

/** What each train id looks like by daylight, as red, green, blue. */
const looks: Readonly<Record<number, readonly [number, number, number]>> = {
  0: [92, 90, 94],
  1: [150, 146, 140],
  2: [128, 104, 92],
  4: [110, 98, 84],
  5: [70, 70, 74],
  6: [40, 48, 44],
  7: [196, 176, 60],
  8: [62, 96, 48],
  9: [118, 128, 78],
  10: [158, 190, 222],
  11: [152, 88, 98],
  13: [54, 66, 104],
  16: [168, 44, 40],
  17: [22, 20, 26],
  18: [208, 112, 36],
  255: [28, 30, 34],
};

/**
 * Renders a label map as a noisy photo by the light of its scene.
 *
 * @returns interleaved RGB, row by row from the top
 */
export function photograph({ width, height, labels }: Canvas, seed: string): Uint8Array {
  const random = seededRandom(`${seed} light`);
  const light = random.between(0.75, 1.15);
  const warmth = random.between(-10, 10);
  let state = random.integer(1, 0x7fffffff);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < labels.length; i++) {
    const [red, green, blue] = looks[labels[i] as number] ?? [255, 0, 255];
    // xorshift32: one cheap number a pixel for its grain
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const grain = (state & 31) - 16;
    const shade = light * (1.06 - (0.12 * Math.floor(i / width)) / height);
    rgb[3 * i] = clamp(red * shade + grain + warmth);
    rgb[3 * i + 1] = clamp(green * shade + grain);
    rgb[3 * i + 2] = clamp(blue * shade + grain - warmth);
  }
  return rgb;
}

function clamp(value: number): number {
  return value < 0 ? 0 : Math.min(value, 255);
}
