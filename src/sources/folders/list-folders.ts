import { InvalidInput } from '../../errors.ts';
import type { Skipped } from '../../records/index.ts';
import { findRoot } from '../find-root.ts';
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
export async function listFolders(folder: string, { roots }: FoldersOptions): Promise<Listing> {
  const root = await findRoot(folder, roots);
  const images: UnlabelledCandidate[] = [];
  const skipped: Skipped[] = [];
  for await (const scanned of scanTree(root, { endings: imageEndings })) {
    const sourceSplit = partOf(scanned.folder);
    if (scanned.kind === 'skipped') {
      const { path, reason, detail } = scanned;
      skipped.push({ path, sourceSplit, reason, detail });
    } else {
      const { id, look: image } = scanned;
      images.push({ kind: 'unlabelled', key: `${sourceSplit}/${id}`, id, sourceSplit, image });
    }
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
