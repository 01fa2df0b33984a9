import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { breathe } from '../../io/index.ts';
import {
  type ClassSet,
  printableName,
  type Skipped,
  unsafePathReason,
} from '../../records/index.ts';
import { findRoot } from '../find-root.ts';
import { lookAtFile } from '../look-at-file.ts';
import type { ClassesCandidate, FileLook, Listing } from '../source.ts';
import { withoutDoubles } from '../without-doubles.ts';
import type { CocoOptions, CocoPart } from './options.ts';
import { type CocoImage, readInstances } from './read-instances.ts';

/**
 * Lists the images that the files of instances describe. The layout names each file by its digest,
 * since what images show is read from it alone.
 *
 * @throws {InvalidInput} when no file of instances is there, or one is none
 */
export async function listCoco(
  folder: string,
  classSet: ClassSet,
  { roots, parts, crowds }: CocoOptions,
): Promise<Listing> {
  const root = await findRoot(folder, roots);
  const images: ClassesCandidate[] = [];
  const skipped: Skipped[] = [];
  const presentSplits: Record<string, boolean> = {};
  const digests: string[] = [];
  for (const part of parts) {
    const annotation = lookAtFile(root, part.annotations);
    presentSplits[part.name] = annotation.kind === 'file';
    if (annotation.kind === 'missing') continue;
    if (annotation.kind !== 'file') {
      throw new InvalidInput(`Not a file in the source: ${join(root, part.annotations)}`);
    }
    const found = await readInstances(join(root, part.annotations), classSet, crowds);
    digests.push(`${part.annotations} ${found.sha256}`);
    for await (const image of breathe(found.images)) {
      const outcome = find(root, image, { part, annotation: annotation.look });
      if (outcome.kind === 'classes') images.push(outcome);
      else skipped.push(outcome.skipped);
    }
    skipped.push(...found.strays.map((id) => strayOf(part, id)));
  }
  if (digests.length === 0) {
    const example = parts[0]?.annotations;
    throw new InvalidInput(`No file of instances (looked for ${example} and others): ${root}`);
  }
  const { candidates, doubled } = withoutDoubles(images);
  return {
    layout: digests.join(', '),
    root,
    presentSplits,
    hasImages: true,
    candidates: candidates.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    skipped: [...skipped, ...doubled],
  };
}

type Found = ClassesCandidate | { readonly kind: 'skipped'; readonly skipped: Skipped };

function find(
  root: string,
  { fileName, labels, width, height }: CocoImage,
  { part, annotation }: { readonly part: CocoPart; readonly annotation: FileLook },
): Found {
  const sourceSplit = part.name;
  const path = `${part.images}/${fileName}`;
  const skip = (reason: string, detail: string): Found => {
    return { kind: 'skipped', skipped: { path: printableName(path), sourceSplit, reason, detail } };
  };
  const [, id] = /^([^./][^/]*)\.(?:jpe?g|png)$/i.exec(fileName) ?? [];
  if (id === undefined || unsafePathReason(path) !== undefined) {
    return skip('name', 'Name is not a plain one that ends in .jpg, .jpeg, .png');
  }
  const image = lookAtFile(root, path);
  if (image.kind === 'missing')
    return skip('photo-missing', 'No such file, although it is described');
  if (image.kind !== 'file') return skip(`photo-${image.kind}`, 'Not a regular file of the source');
  const named = { kind: 'classes', key: `${sourceSplit}/${id}`, id, sourceSplit } as const;
  return { ...named, image: image.look, annotation, labels, size: { width, height } };
}

function strayOf({ name: sourceSplit, annotations: path }: CocoPart, id: number): Skipped {
  const detail = `Annotations are of the image ${id}, which is not described`;
  return { path, sourceSplit, reason: 'annotation-without-image', detail };
}
