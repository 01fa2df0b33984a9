import { InvalidInput } from '../../errors.ts';
import type { ClassSet, Skipped } from '../../records/index.ts';
import { findRoot } from '../find-root.ts';
import { type Scanned, scanTree } from '../scan-tree.ts';
import type { ClassCandidate, Listing } from '../source.ts';
import { withoutDoubles } from '../without-doubles.ts';
import { classOfFolder, type FolderClass } from './class-folders.ts';
import { imageEndings } from './image-endings.ts';
import type { ClassFoldersOptions } from './options.ts';

/**
 * Lists the images of every class of the set that has a folder; each class is a part of the source.
 * What lies in folders of no class is left out.
 *
 * @throws {InvalidInput} when there is no class, or one has two folders
 */
export async function listClassFolders(
  folder: string,
  classSet: ClassSet,
  { roots, folderNames }: ClassFoldersOptions,
): Promise<Listing> {
  const root = await findRoot(folder, roots);
  const classOf = classOfFolder(classSet, folderNames);
  const folderOf = new Map<string, string>();
  const images: ClassCandidate[] = [];
  const skipped: Skipped[] = [];
  for await (const scanned of scanTree(root, { endings: imageEndings })) {
    const found = classOf(scanned.folder);
    if (scanned.kind === 'skipped' || found === undefined) {
      skipped.push(leaveOut(scanned, found));
      continue;
    }
    const first = folderOf.get(found.part) ?? scanned.folder;
    if (first !== scanned.folder) {
      throw new InvalidInput(
        `Two folders of the class ${found.member}, ${first} and ${scanned.folder}: ${root}`,
      );
    }
    folderOf.set(found.part, first);
    images.push(candidateOf(scanned, found));
  }
  if (images.length === 0) throw noClass(classSet, folderNames, root);
  const { candidates, doubled } = withoutDoubles(images);
  const parts = classSet.members.map(({ name, synset }) =>
    folderNames === 'wnids' ? String(synset) : name,
  );
  return {
    layout: `class folders by ${folderNames}`,
    root,
    presentSplits: Object.fromEntries(parts.map((part) => [part, folderOf.has(part)])),
    hasImages: true,
    candidates: candidates.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    skipped: [...skipped, ...doubled],
  };
}

function candidateOf(
  { id: path, look }: Extract<Scanned, { kind: 'file' }>,
  { member, wnid, part, prefix }: FolderClass,
): ClassCandidate {
  const stem = path.slice(path.lastIndexOf('/') + 1);
  const id = `${prefix}${stem}`;
  const key = `${part}/${stem}`;
  return { kind: 'class', key, id, sourceSplit: part, member, wnid, image: look };
}

function leaveOut(scanned: Scanned, found: FolderClass | undefined): Skipped {
  const sourceSplit = found?.part ?? (scanned.folder === '' ? '.' : scanned.folder);
  if (scanned.kind === 'skipped') {
    const { path, reason, detail } = scanned;
    return { path, sourceSplit, reason, detail };
  }
  const detail = `Folder is of no class of the set: ${sourceSplit}`;
  return { path: scanned.look.path, sourceSplit, reason: 'class-unknown', detail };
}

function noClass({ name, members }: ClassSet, folderNames: string, root: string): InvalidInput {
  const [first] = members;
  const example = folderNames === 'wnids' ? first?.synset : first?.name;
  return new InvalidInput(
    `No images in folders of ${name} (looked for ${example}/ and ${members.length - 1} more): ${root}`,
  );
}
