import { InvalidImage, InvalidInput } from '../errors.ts';
import type { ClassLabels, SourceRecord, Task } from '../records/index.ts';
import { readImage, type SoundImage } from './read-image.ts';
import type { Candidate, ClassesCandidate, ImageCandidate, Inspected, Listing } from './source.ts';

/** The task of reading candidates that are an image each, whose truth is told by where it lies. */
export function inspectImageTask({ root }: Listing): Task<Candidate, Inspected> {
  return { module: import.meta.url, name: inspectImage.name, context: { root } };
}

/**
 * Reads one image completely: digests it, recognises what it is by its content, decodes it.
 *
 * @throws {SourceChanged} when the file is not what it was when listed
 * @throws {StorageFailure} when it cannot be read
 */
export async function inspectImage(
  candidate: ImageCandidate,
  { root }: { readonly root: string },
): Promise<Inspected> {
  const { key, sourceSplit, image } = candidate;
  try {
    return { kind: 'record', key, record: recordOf(candidate, await readImage(root, image)) };
  } catch (error) {
    if (!(error instanceof InvalidImage)) throw error;
    const { reason, message: detail } = error;
    return { kind: 'skipped', key, skipped: { path: image.path, sourceSplit, reason, detail } };
  }
}

function recordOf(candidate: ImageCandidate, { source, ...size }: SoundImage): SourceRecord {
  const { id, sourceSplit } = candidate;
  const named = { id, sourceSplit, image: { source } };
  switch (candidate.kind) {
    case 'class': {
      const { member, wnid } = candidate;
      const synset = wnid === undefined ? {} : { wnid };
      return { ...named, truth: { kind: 'class', member, ...synset, ...size } };
    }
    case 'classes': {
      const { classes, difficult } = labelsOf(candidate, size);
      return { ...named, truth: { kind: 'classes', classes, difficult, ...size } };
    }
    case 'unlabelled':
      return { ...named, truth: { kind: 'unlabelled', ...size } };
  }
}

/** @throws {InvalidImage} `annotation-size` when the annotation is of an image of another size */
function labelsOf(
  { id, labels, size }: ClassesCandidate,
  found: Omit<SoundImage, 'source'>,
): ClassLabels {
  if (labels === undefined) throw new InvalidInput(`Annotation was not read: ${id}`);
  if (size !== undefined && (size.width !== found.width || size.height !== found.height)) {
    const detail = `Image is ${found.width}x${found.height}, its annotation says ${size.width}x${size.height}`;
    throw new InvalidImage('annotation-size', detail);
  }
  return labels;
}
