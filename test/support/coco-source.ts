import { readFileSync } from 'node:fs';
import { parseClassSet } from '../../src/records/index.ts';
import { classPhoto } from './class-source.ts';
import { put } from './tiny-source.ts';

const url = new URL('../../manifests/class-sets/coco.json', import.meta.url);
export const cocoSet = parseClassSet(JSON.parse(readFileSync(url, 'utf8')), 'coco');

/** Ids that COCO leaves out between 1 and 90. */
const gaps = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];
const ids = Array.from({ length: 90 }, (_, i) => i + 1).filter((id) => !gaps.includes(id));

/** COCO's categories, under its own ids. */
export const cocoCategories = cocoSet.members.map(({ name }, i) => ({
  supercategory: 'thing',
  id: ids[i] as number,
  name,
}));

export interface CocoFile {
  readonly images: readonly object[];
  readonly annotations: readonly object[];
  readonly categories: readonly object[];
}

export const cocoImage = (id: number, file_name: string, width = 24, height = 18) => {
  return { license: 3, file_name, coco_url: 'http://example.invalid/{"', height, width, id };
};
export const cocoAnnotation = (image_id: number, category_id: number, iscrowd = 0) => {
  const segmentation = iscrowd === 1 ? { counts: [1, 2], size: [18, 24] } : [[1.5, 2, 3, 4]];
  return {
    segmentation,
    area: 1,
    iscrowd,
    image_id,
    bbox: [0, 0, 1, 1],
    category_id,
    id: image_id,
  };
};

/** A dog and a crowd of persons; a toothbrush; nothing at all. */
export const cocoVal: CocoFile = {
  images: [
    cocoImage(7, 'COCO_val2014_000000000007.jpg'),
    cocoImage(3, 'COCO_val2014_000000000003.jpg'),
    cocoImage(42, 'COCO_val2014_000000000042.jpg'),
  ],
  annotations: [
    cocoAnnotation(7, 18),
    cocoAnnotation(7, 18),
    cocoAnnotation(7, 1, 1),
    cocoAnnotation(3, 90),
    cocoAnnotation(3, 90, 1),
  ],
  categories: cocoCategories,
};

/** COCO's layout of 2014 with a validation part alone, small. */
export async function writeCoco(folder: string, file: object = cocoVal): Promise<void> {
  for (const id of [3, 7, 42]) {
    const name = `COCO_val2014_${String(id).padStart(12, '0')}.jpg`;
    put(folder, `val2014/${name}`, await classPhoto(id));
  }
  const info = { info: { year: 2014, version: '1.0' }, licenses: [{ id: 1 }] };
  put(folder, 'annotations/instances_val2014.json', JSON.stringify({ ...info, ...file }));
}
