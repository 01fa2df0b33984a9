import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeJpeg } from '../../src/io/index.ts';
import type { BuildOptions } from '../../src/rebuild/index.ts';
import { greyPng } from './png.ts';

/** The size that {@link tinyRecipe} asks for. */
export const tinyWidth = 16;
export const tinyHeight = 8;

/** A mask of road and void with `pixels` set to some train id. */
export function tinyMask(id = 0, pixels = 0, seed = 0): Buffer {
  const labels = new Uint8Array(tinyWidth * tinyHeight);
  labels.fill(255, 100);
  labels.fill(2, seed % 90, (seed % 90) + 5 + (seed % 7));
  labels.fill(id, 0, pixels);
  labels[99] = 0;
  return greyPng(tinyWidth, tinyHeight, labels);
}

const photos = new Map<number, Uint8Array>();

export async function tinyPhoto(grey = 90): Promise<Uint8Array> {
  const known = photos.get(grey);
  if (known !== undefined) return known;
  const rgb = new Uint8Array(tinyWidth * tinyHeight * 3).fill(grey);
  const photo = await writeJpeg(rgb, tinyWidth, tinyHeight);
  photos.set(grey, photo);
  return photo;
}

export function put(folder: string, path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

export interface TinyFrame {
  readonly split: 'train' | 'val';
  readonly id: string;
  /** Train id of the anomaly, and its pixels. */
  readonly anomaly?: readonly [id: number, pixels: number];
}

/** Frames of two drives and of none: train 4 + 2 anomalous, val 2 + 1 anomalous. */
export const tinyFrames: readonly TinyFrame[] = [
  { split: 'train', id: '0000000a-00000005' },
  { split: 'train', id: '0000000a-00000010', anomaly: [17, 9] },
  { split: 'train', id: '0000000a-00000015' },
  { split: 'train', id: '0000000b-1111aaaa' },
  { split: 'train', id: '0000000c-2222bbbb', anomaly: [18, 1] },
  { split: 'train', id: '0000000f-68BC1FE2' },
  { split: 'val', id: '0000000d-3333cccc' },
  { split: 'val', id: '0000000e-4444dddd' },
  { split: 'val', id: '0000000b-5555eeee', anomaly: [16, 40] },
];

export interface TinySourceOptions {
  readonly layout?: '2018' | 'current';
  readonly photos?: boolean;
  readonly frames?: readonly TinyFrame[];
}

/** Writes a source in either layout of BDD100K. */
export async function writeTinySource(
  folder: string,
  options: TinySourceOptions = {},
): Promise<void> {
  const { layout = '2018', frames = tinyFrames } = options;
  for (const [i, { split, id, anomaly }] of frames.entries()) {
    const mask = tinyMask(anomaly?.[0], anomaly?.[1], i);
    const is2018 = layout === '2018';
    put(
      folder,
      is2018 ? `seg/labels/${split}/${id}_train_id.png` : `labels/sem_seg/masks/${split}/${id}.png`,
      mask,
    );
    if (options.photos === false) continue;
    const photo = await tinyPhoto(80 + (i % 8));
    put(folder, is2018 ? `seg/images/${split}/${id}.jpg` : `images/10k/${split}/${id}.jpg`, photo);
  }
}

/** A recipe like BDD-Anomaly's for tiny images, as a file. */
export function writeTinyRecipe(folder: string, changes: Record<string, unknown> = {}): string {
  const path = join(folder, 'tiny.json');
  const text = readFileSync(
    new URL('../../manifests/datasets/bdd-anomaly.json', import.meta.url),
    'utf8',
  );
  const recipe = JSON.parse(
    text.replaceAll('1280', String(tinyWidth)).replaceAll('720', String(tinyHeight)),
  );
  writeFileSync(path, JSON.stringify({ ...recipe, name: 'tiny', ...changes }));
  return path;
}

export function tinyOptions(
  from: string,
  out: string,
  changes: Partial<BuildOptions> = {},
): BuildOptions {
  return { from, out, placement: undefined, encoding: 'auto', threads: 2, ...changes };
}

/** Every file below a folder with its content, to compare two folders byte for byte. */
export function contentsOf(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path)).toString('base64')]));
}
