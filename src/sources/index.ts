import { InvalidInput } from '../errors.ts';
import { bdd100k } from './bdd100k/index.ts';
import { coco } from './coco/index.ts';
import { classFolders, folders } from './folders/index.ts';
import { imagenet } from './imagenet/index.ts';
import { maskFolders } from './mask-folders/index.ts';
import { noise } from './noise/index.ts';
import type { Source } from './source.ts';
import { voc } from './voc/index.ts';

export * from './inaturalist/index.ts';
export { makeWorld, openStandIn, writeOpenData } from './inaturalist-stand-in/index.ts';
export * from './source.ts';
export { writeStreetScenes } from './street-scenes/index.ts';

/** Every kind of source, by the name that a recipe calls it. */
const sources: readonly Source[] = [
  bdd100k,
  imagenet,
  noise,
  folders,
  classFolders,
  maskFolders,
  voc,
  coco,
];

/** @throws {InvalidInput} naming the kinds there are */
export function sourceOfKind(kind: string, where: string): Source {
  const source = sources.find((candidate) => candidate.kind === kind);
  if (source !== undefined) return source;
  const known = sources.map((candidate) => candidate.kind).join(', ');
  throw new InvalidInput(
    `Unknown source kind "${kind}" (known: ${known}): ${where} at source.kind`,
  );
}

/** Is a source of this kind computed, not found? */
export function isGeneratedKind(kind: string): boolean {
  return sources.some((source) => source.kind === kind && source.generation !== undefined);
}

/** Is a source of this kind asked for photos over the network, not listed in a folder? */
export function isPhotoSourceKind(kind: string): boolean {
  return kind === 'inaturalist';
}
