import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { breathe } from '../../io/index.ts';
import { printableName, type Skipped } from '../../records/index.ts';
import { findRoot } from '../find-root.ts';
import { type LookedAt, lookAtFile } from '../look-at-file.ts';
import { readList } from '../read-list.ts';
import type { ClassesCandidate, Listing } from '../source.ts';
import { withoutDoubles } from '../without-doubles.ts';
import type { VocOptions } from './options.ts';

/**
 * Lists the images that the lists of the parts name, each with its annotation:
 *
 * ```
 * ImageSets/Main/train.txt       a name a line
 * JPEGImages/<name>.jpg
 * Annotations/<name>.xml
 * ```
 *
 * @throws {InvalidInput} when no list is there
 */
export async function listVoc(folder: string, { roots, parts }: VocOptions): Promise<Listing> {
  const root = await findRoot(folder, roots);
  const images: ClassesCandidate[] = [];
  const skipped: Skipped[] = [];
  const presentSplits: Record<string, boolean> = {};
  for (const { name, list } of parts) {
    const isPresent = existsSync(join(root, list));
    presentSplits[name] = isPresent;
    for await (const id of breathe(isPresent ? readList(root, list) : [])) {
      const found = find(root, id, name);
      if (found.kind === 'classes') images.push(found);
      else skipped.push(found.skipped);
    }
  }
  if (!Object.values(presentSplits).includes(true)) {
    throw new InvalidInput(`No list of images (looked for ${parts[0]?.list} and others): ${root}`);
  }
  const { candidates, doubled } = withoutDoubles(images);
  return {
    layout: 'VOC',
    root,
    presentSplits,
    hasImages: true,
    candidates: candidates.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    skipped: [...skipped, ...doubled],
  };
}

type Found = ClassesCandidate | { readonly kind: 'skipped'; readonly skipped: Skipped };

function find(root: string, id: string, sourceSplit: string): Found {
  const skip = (path: string, reason: string, detail: string): Found => {
    return { kind: 'skipped', skipped: { path, sourceSplit, reason, detail } };
  };
  if (!/^[A-Za-z0-9_-]{1,200}$/.test(id)) {
    return skip(printableName(id), 'name', 'Name in the list is not letters, digits, _ and -');
  }
  const [photoPath, annotationPath] = [`JPEGImages/${id}.jpg`, `Annotations/${id}.xml`];
  const photo = lookAtFile(root, photoPath);
  if (photo.kind !== 'file') return skip(photoPath, `photo-${photo.kind}`, whyNot(photo));
  const annotation = lookAtFile(root, annotationPath);
  if (annotation.kind !== 'file') {
    return skip(annotationPath, `annotation-${annotation.kind}`, whyNot(annotation));
  }
  const key = `${sourceSplit}/${id}`;
  const named = { kind: 'classes', key, id, sourceSplit } as const;
  return { ...named, image: photo.look, annotation: annotation.look };
}

function whyNot({ kind }: LookedAt): string {
  if (kind === 'missing') return 'No such file, although the list names it';
  return kind === 'not-a-file' ? 'Not a regular file' : 'Link leads out of the source folder';
}
