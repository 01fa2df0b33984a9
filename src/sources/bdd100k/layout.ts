import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';

/** How one release of BDD100K lays out its folders and names its files. */
export interface Layout {
  readonly name: '2018' | 'current';
  /** Below the root, the source split appended. */
  readonly masks: string;
  readonly images: string;
  readonly maskEnding: string;
  readonly imageEnding: string;
}

const layouts: readonly Layout[] = [
  {
    name: '2018',
    masks: 'labels',
    images: 'images',
    maskEnding: '_train_id.png',
    imageEnding: '.jpg',
  },
  {
    name: 'current',
    masks: 'labels/sem_seg/masks',
    images: 'images/10k',
    maskEnding: '.png',
    imageEnding: '.jpg',
  },
];

/** Where, below the folder a user points at, the root may lie. */
const places = ['', 'seg', 'bdd100k', 'bdd100k/seg'];

/**
 * Finds BDD100K's semantic segmentation folders: of 2018 (`seg/labels/train/<id>_train_id.png`) or
 * of today (`labels/sem_seg/masks/train/<id>.png`), in the folder or one or two levels below it.
 *
 * @throws {InvalidInput} when there is none, or more than one
 */
export async function findLayout(
  folder: string,
  splits: readonly string[],
): Promise<{ readonly layout: Layout; readonly root: string }> {
  if (!existsSync(folder)) throw new InvalidInput(`No such folder: ${folder}`);
  const found = [];
  for (const place of places) {
    for (const layout of layouts) {
      const root = join(folder, place);
      const hasMasks = await Promise.all(splits.map((split) => holdsMasks(root, layout, split)));
      if (hasMasks.includes(true)) found.push({ layout, root: await realpath(root) });
    }
  }
  const [first, second] = found;
  if (second !== undefined) {
    throw new InvalidInput(
      `Two sources below one folder, ${first?.root} and ${second.root}: point at one of them`,
    );
  }
  if (first === undefined) {
    const expected = layouts.map(
      ({ masks, maskEnding }) => `${masks}/${splits[0]}/<id>${maskEnding}`,
    );
    throw new InvalidInput(`No BDD100K masks (looked for ${expected.join(' and ')}): ${folder}`);
  }
  return first;
}

async function holdsMasks(
  root: string,
  { masks, maskEnding }: Layout,
  split: string,
): Promise<boolean> {
  const folder = join(root, masks, split);
  if (!existsSync(folder)) return false;
  return (await readdir(folder)).some((name) => name.endsWith(maskEnding));
}
