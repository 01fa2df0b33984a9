import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { printableName, type Skipped } from '../../records/index.ts';
import { findRoot } from '../find-root.ts';
import { readList } from '../read-list.ts';
import { scanTree } from '../scan-tree.ts';
import type { Listing, UnlabelledCandidate } from '../source.ts';
import { withoutDoubles } from '../without-doubles.ts';
import { imageEndings } from './image-endings.ts';
import type { FoldersOptions } from './options.ts';

/** What images that lie in no folder of their own are a part of. */
const flatPart = 'images';

/**
 * Lists every image below the root, without a class. The folder directly below the root that it lies
 * in is its part of the source.
 *
 * @throws {InvalidInput} when there is no image
 */
export async function listFolders(
  folder: string,
  { roots, below = '', list }: FoldersOptions,
): Promise<Listing> {
  const root = await findRoot(folder, roots);
  if (!existsSync(join(root, below)))
    throw new InvalidInput(`No such folder: ${join(root, below)}`);
  const wanted = list === undefined ? undefined : new Set(readList(root, list));
  const images: UnlabelledCandidate[] = [];
  const skipped: Skipped[] = [];
  for await (const scanned of scanTree(root, { below, endings: imageEndings })) {
    const sourceSplit = partOf(scanned.folder);
    if (scanned.kind === 'skipped') {
      const { path, reason, detail } = scanned;
      skipped.push({ path, sourceSplit, reason, detail });
    } else if (wanted?.has(scanned.id) !== false) {
      const { id, look: image } = scanned;
      images.push({ kind: 'unlabelled', key: `${sourceSplit}/${id}`, id, sourceSplit, image });
    }
  }
  for (const id of wanted?.difference(new Set(images.map((image) => image.id))) ?? []) {
    const detail = `No image of this name, which ${list} names`;
    const path = printableName(id);
    skipped.push({ path, sourceSplit: flatPart, reason: 'photo-missing', detail });
  }
  if (images.length === 0) {
    throw new InvalidInput(`No image that ends in ${imageEndings.join(', ')}: ${root}`);
  }
  const { candidates, doubled } = withoutDoubles(images);
  const parts = new Set(images.map(({ sourceSplit }) => sourceSplit));
  return {
    layout: parts.has(flatPart) && parts.size === 1 ? 'flat' : 'folders',
    root,
    presentSplits: Object.fromEntries([...parts].map((part) => [part, true])),
    hasImages: true,
    candidates: candidates.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    skipped: [...skipped, ...doubled],
  };
}

function partOf(folder: string): string {
  return folder === '' ? flatPart : (folder.split('/')[0] as string);
}
