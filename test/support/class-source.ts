import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { parseClassSet } from '../../src/records/index.ts';
import { encodeTar } from './tar.ts';
import { put } from './tiny-source.ts';

/** The recipe under test, and the 20 classes it asks for. */
export const multilabel = 'imagenet21k-multilabel';
export const multilabelSet = parseClassSet(
  JSON.parse(
    readFileSync(new URL(`../../manifests/class-sets/${multilabel}.json`, import.meta.url), 'utf8'),
  ),
  multilabel,
);
export const wnids = multilabelSet.members.map(({ synset }) => String(synset));
export const dolphin = 'n02069412';

/** A JPEG like no other of another seed. */
export async function classPhoto(seed: number, width = 24, height = 18): Promise<Buffer> {
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (seed * 7919 + i * (seed + 3)) & 255;
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}

export interface ClassSourceOptions {
  readonly form?: 'folders' | 'archives';
  /** Wnids to leave out. */
  readonly without?: readonly string[];
  readonly imagesPerClass?: number;
  /** Files besides, or in the place of those, by wnid and name. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
}

/** Writes a source in either form: class folders below one more folder, or an archive a class. */
export async function writeClassSource(
  folder: string,
  { form = 'folders', without = [], imagesPerClass = 2, files = {} }: ClassSourceOptions = {},
): Promise<void> {
  for (const [i, wnid] of wnids.entries()) {
    if (without.includes(wnid)) continue;
    const content: Record<string, Uint8Array> = {};
    for (let k = 0; k < imagesPerClass; k++) {
      content[`${wnid}_${k + 1}.JPEG`] = await classPhoto(i * imagesPerClass + k);
    }
    Object.assign(content, files[wnid]);
    if (form === 'archives') {
      const members = Object.entries(content).map(([name, bytes]) => ({ name, content: bytes }));
      put(folder, `${wnid}.tar`, encodeTar(members));
    } else {
      for (const [name, bytes] of Object.entries(content)) {
        put(join(folder, 'imagenet21k_train'), `${wnid}/${name}`, bytes);
      }
    }
  }
}
