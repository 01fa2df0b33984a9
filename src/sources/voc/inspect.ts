import { InvalidImage } from '../../errors.ts';
import type { ClassSet } from '../../records/index.ts';
import { inspectImage } from '../inspect-image.ts';
import { readAsListed } from '../read-image.ts';
import type { ClassesCandidate, Inspected } from '../source.ts';
import { readAnnotation } from './read-annotation.ts';

export interface InspectContext {
  readonly root: string;
  readonly classSet: ClassSet;
}

/** Where a thread finds {@link inspectAnnotated}. */
export const inspectModule = import.meta.url;

/** VOC's annotations take a few kB. */
const mostAnnotationBytes = 1 << 20;

/**
 * Reads the annotation of an image, then the image itself.
 *
 * @throws {SourceChanged} when a file is not what it was when listed
 * @throws {StorageFailure} when it cannot be read
 */
export async function inspectAnnotated(
  candidate: ClassesCandidate,
  { root, classSet }: InspectContext,
): Promise<Inspected> {
  const { key, id, sourceSplit, annotation } = candidate;
  try {
    if (annotation.bytes > mostAnnotationBytes) {
      const detail = `Annotation has ${annotation.bytes} bytes, above ${mostAnnotationBytes}`;
      throw new InvalidImage('annotation-too-large', detail);
    }
    const { labels, size } = await readAnnotation(readAsListed(root, annotation), id, classSet);
    return await inspectImage({ ...candidate, labels, size }, { root });
  } catch (error) {
    if (!(error instanceof InvalidImage)) throw error;
    const { reason, message: detail } = error;
    return {
      kind: 'skipped',
      key,
      skipped: { path: annotation.path, sourceSplit, reason, detail },
    };
  }
}
