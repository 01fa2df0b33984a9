import type { Skipped } from '../records/index.ts';
import type { ImageCandidate } from './source.ts';

/** Two files of one id could either be the image, so neither is taken. */
export function withoutDoubles<C extends ImageCandidate>(
  images: readonly C[],
): { readonly candidates: readonly C[]; readonly doubled: readonly Skipped[] } {
  const ofId = Map.groupBy(images, ({ id }) => id);
  const isDouble = ({ id }: C) => (ofId.get(id)?.length ?? 0) > 1;
  const doubled = images.filter(isDouble).map(({ id, sourceSplit, image }): Skipped => {
    const paths = ofId.get(id)?.map((candidate) => candidate.image.path);
    const detail = `Several files are called ${id}: ${paths?.join(', ')}`;
    return { path: image.path, sourceSplit, reason: 'name-twice', detail };
  });
  return { candidates: images.filter((candidate) => !isDouble(candidate)), doubled };
}
