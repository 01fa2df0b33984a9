import { join } from 'node:path';
import { encodePng, greyPng } from './png.ts';
import { encodeTar } from './tar.ts';
import { put } from './tiny-source.ts';

/** The size of the photos and masks that {@link hazardFiles} makes. */
export const hazardWidth = 12;
export const hazardHeight = 6;

/** An RGBA photo like no other of another seed. */
export function rgbaPhoto(seed: number, width = hazardWidth, height = hazardHeight): Buffer {
  const bytes = Uint8Array.from(
    { length: 4 * width * height },
    (_, i) => (i * (seed + 3) + seed) & 255,
  );
  return encodePng({ width, height, bitDepth: 8, colourType: 6, bytes });
}

/** A mask in the values of StreetHazards' files: background, road and, from the start, some value. */
export function hazardMask(value = 1, pixels = 0): Buffer {
  const labels = new Uint8Array(hazardWidth * hazardHeight).fill(1);
  labels.fill(8, 40, 60);
  labels.fill(value, 0, pixels);
  return greyPng(hazardWidth, hazardHeight, labels);
}

/** Every class that a mask may hold, one pixel of each. */
export function everyClass(highest: number): Buffer {
  const labels = new Uint8Array(hazardWidth * hazardHeight).fill(1);
  for (let value = 1; value <= highest; value++) labels[value] = value;
  return greyPng(hazardWidth, hazardHeight, labels);
}

type Files = Readonly<Record<string, Uint8Array>>;

/** The published layout of StreetHazards, small: 3 photos to train on, 1 to validate, 2 to test. */
export function hazardFiles(changes: Readonly<Record<string, Uint8Array | undefined>> = {}): Files {
  const files: Record<string, Uint8Array | undefined> = {};
  const pair = (tree: string, split: string, id: string, mask: Uint8Array) => {
    files[`${tree}/images/${split}/${id}.png`] = rgbaPhoto(Object.keys(files).length);
    files[`${tree}/annotations/${split}/${id}.png`] = mask;
  };
  pair('train', 'training', 't1-3/1', everyClass(13));
  pair('train', 'training', 't1-3/2', hazardMask());
  pair('train', 'training', 't1-3/300', hazardMask(4, 5));
  pair('train', 'validation', 't4/1', hazardMask(11, 3));
  pair('test', 'test', 't5/300', hazardMask(14, 7));
  pair('test', 'test', 't6/300', everyClass(14));
  const all = Object.entries({ ...files, ...changes });
  return Object.fromEntries(
    all.flatMap(([path, bytes]) => (bytes === undefined ? [] : [[path, bytes]])),
  );
}

/** Writes files as they are, or into the two archives that were published. */
export function writeHazards(folder: string, files: Files, form: 'folders' | 'archives'): void {
  if (form === 'folders') {
    for (const [path, bytes] of Object.entries(files)) put(folder, path, bytes);
    return;
  }
  for (const tree of ['train', 'test']) {
    const members = Object.entries(files)
      .filter(([path]) => path.startsWith(`${tree}/`))
      .map(([name, content]) => ({ name: `./${name}`, content }));
    put(folder, `streethazards_${tree}.tar`, encodeTar(members));
  }
}

/** Where a small source of that form was written. */
export function hazardSource(folder: string, form: 'folders' | 'archives', changes = {}): string {
  const source = join(folder, `source-${form}`);
  writeHazards(source, hazardFiles(changes), form);
  return source;
}
