import type { Subjects } from '../../src/evaluation/index.ts';
import type { MaskMeaning, Subject } from '../../src/evaluation/subjects/subject.ts';
import { hashBytes } from '../../src/io/index.ts';
import { encodePng, greyPng } from './png.ts';
import { photoSubject, subjectsOf } from './tiny-evaluation.ts';
import { put } from './tiny-source.ts';

/** Width and height of photos and masks. */
export const streetSide = 32;

/** Sky, road and wall are known, 3 is anomalous, 255 void. */
const colours: Readonly<Record<number, readonly [number, number, number]>> = {
  0: [120, 170, 220],
  1: [80, 80, 85],
  2: [150, 100, 70],
  3: [200, 160, 40],
  255: [20, 20, 20],
};

/** Of masks that hold train ids. */
export const streetMeaning: MaskMeaning = {
  classOf: Uint8Array.from({ length: 256 }, (_, value) => value),
  kindOf: Uint8Array.from({ length: 256 }, (_, place) => (place < 3 ? 0 : place === 3 ? 1 : 2)),
};

/** Sky above road with a wall, some void, and an anomaly where one is wanted. */
function labelsOf(seed: number, hasAnomaly: boolean, side: number): Uint8Array {
  const box = { left: (seed * 5) % (side - 9), top: side / 2 + (seed % 4), width: 9, height: 7 };
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const isInBox =
      x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
    if (hasAnomaly && isInBox) return 3;
    if (y >= side - 2) return 255;
    if (x >= side - 6 && y > side / 4) return 2;
    return y < side / 2 ? 0 : 1;
  });
}

/** A photo of coloured fields with some noise, and its mask. */
export function streetSubject(
  root: string,
  seed: number,
  { hasAnomaly = true, side = streetSide } = {},
): Subject {
  const labels = labelsOf(seed, hasAnomaly, side);
  const rgb = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const colour = colours[labels[Math.floor(i / 3)] as number] as readonly number[];
    return (colour[i % 3] as number) + ((i * i + seed * 31 + (i >> 3)) % 37);
  });
  const id = `test/${hasAnomaly ? 'strange' : 'usual'}-${seed}`;
  const photo = encodePng({ width: side, height: side, bitDepth: 8, colourType: 2, bytes: rgb });
  const mask = greyPng(side, side, labels);
  const path = `masks/${id}.png`;
  put(root, path, mask);
  return photoSubject(root, id, {
    bytes: photo,
    isAnomaly: true,
    cluster: `clip-${seed >> 1}`,
    mask: {
      ...{ root, path, sha256: hashBytes(mask), meaning: streetMeaning },
      ...{ width: side, height: side },
    },
  });
}

/** As many street scenes, of which every third has no anomaly. */
export function streets(root: string, count: number): Subjects {
  const seeds = Array.from({ length: count }, (_, seed) => seed);
  return subjectsOf(
    seeds.map((seed) => streetSubject(root, seed, { hasAnomaly: seed % 3 !== 2 })),
    'streets-1.0.0',
  );
}

/** Street scenes to learn from. */
export function usualStreets(root: string, count: number): Subjects {
  const seeds = Array.from({ length: count }, (_, seed) => seed + 50);
  return subjectsOf(
    seeds.map((seed) => streetSubject(root, seed, { hasAnomaly: false })),
    'usual-streets-1.0.0',
  );
}
