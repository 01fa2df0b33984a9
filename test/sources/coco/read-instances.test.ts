import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { hashBytes } from '../../../src/io/index.ts';
import { readInstances } from '../../../src/sources/coco/read-instances.ts';
import {
  cocoAnnotation,
  cocoCategories,
  cocoImage,
  cocoSet,
  cocoVal,
} from '../../support/coco-source.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { put } from '../../support/tiny-source.ts';

function read(t: ExecutionContext, file: object | string, crowds: 'shown' | 'difficult' = 'shown') {
  const folder = temporaryFolder(t);
  put(folder, 'a.json', typeof file === 'string' ? file : JSON.stringify(file));
  return readInstances(join(folder, 'a.json'), cocoSet, crowds);
}

test('readInstances() turns ids of 1 to 90 into 80 classes, and counts a crowd as it is told', async (t) => {
  const shown = await read(t, cocoVal);
  t.deepEqual(
    shown.images.map(({ fileName, labels }) => [Number(fileName.slice(-6, -4)), labels]),
    [
      [3, { classes: [79], difficult: [] }],
      [7, { classes: [0, 16], difficult: [] }],
      [42, { classes: [], difficult: [] }],
    ],
  );
  t.is(shown.sha256, hashBytes(JSON.stringify(cocoVal)));
  const { images } = await read(t, cocoVal, 'difficult');
  t.deepEqual(
    images.map(({ labels }) => labels),
    [
      { classes: [79], difficult: [] },
      { classes: [16], difficult: [0] },
      { classes: [], difficult: [] },
    ],
  );
});

test('readInstances() reads the arrays in any order, and names images that nothing describes', async (t) => {
  const { images, annotations, categories } = cocoVal;
  const turned = { categories, annotations: [...annotations, cocoAnnotation(9, 1)], images };
  const { strays, images: found } = await read(t, turned);
  t.deepEqual(strays, [9]);
  t.deepEqual(found, (await read(t, cocoVal)).images);
});

const { images, annotations, categories } = cocoVal;
const refused: readonly (readonly [what: string, file: object | string, message: RegExp])[] = [
  [
    'an image id of text',
    { ...cocoVal, images: [{ ...cocoImage(1, 'a.jpg'), id: '1' }] },
    /image at id/,
  ],
  ['an image without name', { ...cocoVal, images: [{ id: 1, width: 1, height: 1 }] }, /file_name/],
  ['an image without area', { ...cocoVal, images: [cocoImage(1, 'a.jpg', 0)] }, /width/],
  [
    'an image id that stands twice',
    { ...cocoVal, images: [...images, images[0]] },
    /Image id stands twice, 7/,
  ],
  [
    'a category of no number',
    { ...cocoVal, annotations: [{ image_id: 7, category_id: null }] },
    /category_id/,
  ],
  ['a crowd of two', { ...cocoVal, annotations: [cocoAnnotation(7, 1, 2)] }, /iscrowd/],
  [
    'an unknown category',
    { ...cocoVal, annotations: [cocoAnnotation(7, 12)] },
    /unknown category, 12/,
  ],
  [
    'a category too many',
    { ...cocoVal, categories: [...categories, { id: 91, name: 'hat' }] },
    /classes of coco, "hat" is none of them/,
  ],
  ['a category too few', { ...cocoVal, categories: categories.slice(1) }, /"person" is missing/],
  [
    'a category under two ids',
    { ...cocoVal, categories: [...categories, { ...cocoCategories[0], id: 91 }] },
    /one stands twice/,
  ],
  [
    'a category id that stands twice',
    { ...cocoVal, categories: [...categories, categories[0]] },
    /Category id stands twice, 1/,
  ],
  ['no categories', { images, annotations }, /No array "categories"/],
  ['an array of images', [images], /unexpected "\["/],
  ['what breaks off', JSON.stringify(cocoVal).slice(0, -20), /breaks off/],
  ['images that are an object', { ...cocoVal, images: { 7: 1 } }, /Not an array "images"/],
];

for (const [what, file, message] of refused) {
  test(`readInstances() refuses ${what}`, async (t) => {
    await t.throwsAsync(read(t, file), { instanceOf: InvalidInput, message });
  });
}
