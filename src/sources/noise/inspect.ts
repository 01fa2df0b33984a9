import { InvalidInput } from '../../errors.ts';
import { hashBytes } from '../../io/index.ts';
import type { UnlabelledSourceRecord } from '../../records/index.ts';
import { readAsListed } from '../read-image.ts';
import type { Inspected, UnlabelledCandidate } from '../source.ts';
import { drawNoise } from './draw-noise.ts';
import type { NoiseOptions } from './options.ts';

export interface InspectContext {
  readonly root: string;
  readonly options: NoiseOptions;
}

/** Where a thread finds {@link inspectNoise}. */
export const inspectModule = import.meta.url;

/**
 * Draws the image again and holds the file to it: what goes into the release is what the recipe makes,
 * whoever has made it.
 *
 * @throws {InvalidInput} when the file is another image
 */
export function inspectNoise(
  { key, id, sourceSplit, image }: UnlabelledCandidate,
  { root, options }: InspectContext,
): Inspected {
  const bytes = readAsListed(root, image);
  if (!Buffer.from(drawNoise(options, Number(id))).equals(bytes)) {
    throw new InvalidInput(
      `Not the image that the recipe makes, remove it: ${image.path} in ${root}`,
    );
  }
  const source = { path: image.path, bytes: bytes.length, sha256: hashBytes(bytes) };
  const { width, height } = options;
  const truth = { kind: 'unlabelled', width, height, format: 'png' } as const;
  const record: UnlabelledSourceRecord = { id, sourceSplit, image: { source }, truth };
  return { kind: 'record', key, record };
}
