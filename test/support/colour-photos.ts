import type { Subjects } from '../../src/evaluation/index.ts';
import { colourPhoto, photoSubject, subjectsOf } from './tiny-evaluation.ts';

type Colour = readonly [number, number, number];

/** What photos are of: one colour is strong in those that the model knows. */
const knownColours: readonly Colour[] = [
  [200, 40, 30],
  [30, 190, 50],
  [50, 30, 210],
];

/** Colours that differ a little from photo to photo. */
export function colourOf([red, green, blue]: Colour, i: number): Colour {
  return [red + ((i * 7) % 23), green + ((i * 5) % 19), blue + ((i * 11) % 17)];
}

/** Red, green and blue photos in turn, labelled. */
export function knownPhotos(root: string, count: number, first = 0): Subjects {
  const list = Array.from({ length: count }, (_, i) => {
    const number = first + i;
    const colour = colourOf(knownColours[number % 3] as Colour, number);
    const labels = [number % 3];
    return photoSubject(root, `known/${number}`, { bytes: colourPhoto(colour), labels });
  });
  return subjectsOf(list, 'known-1.0.0');
}

/** Greys and yellows, a set each; every two photos are of one cluster. */
export function strangePhotos(root: string, count: number): Subjects {
  const list = Array.from({ length: count }, (_, i) => {
    const set = i % 2 === 0 ? 'grey' : 'yellow';
    const colour = colourOf(set === 'grey' ? [100, 100, 100] : [150, 140, 20], i);
    return photoSubject(root, `strange/${i}`, {
      bytes: colourPhoto(colour),
      ...{ set, isAnomaly: true, cluster: `${set}-${i % 4}` },
    });
  });
  return subjectsOf(list, 'strange-1.0.0');
}
