import type { Finding, ReferenceHashes } from '../../records/index.ts';
import type { Judged } from './equal-images.ts';
import type { ImageIndex, IndexedImage } from './image-index.ts';
import { subjectOf } from './judge-group.ts';

export interface EqualToReference extends Judged {
  /** Numbers, in the reference, of images that the release has too. */
  readonly equal: ReadonlySet<number>;
}

/** Images whose bytes, as received or as written, are those of an image of the reference: a fault. */
export function equalToReference(
  { images, byBytes, byWritten }: ImageIndex,
  references: ReferenceHashes,
): EqualToReference {
  const equal = new Set<number>();
  const findings: Finding[] = [];
  for (let number = 0; number < references.count; number++) {
    const digest = references.digestOf(number);
    const numbers = new Set([...(byBytes.get(digest) ?? []), ...(byWritten.get(digest) ?? [])]);
    if (numbers.size === 0) continue;
    equal.add(number);
    findings.push({
      code: 'image-in-reference',
      level: 'fault',
      subject: subjectOf([...numbers].map((image) => images[image] as IndexedImage)),
      values: { images: numbers.size, reference: references.pathOf(number) },
    });
  }
  const { count, unreadable } = references;
  const reference = { images: count, unreadable, inRelease: equal.size };
  return { figures: { reference }, findings, equal };
}
