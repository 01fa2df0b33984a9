import { existsSync, lstatSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { breathe } from '../../io/index.ts';
import type { Listing, UnlabelledCandidate } from '../source.ts';
import { imageFolder, pathOf } from './make-file.ts';
import type { NoiseOptions } from './options.ts';

/**
 * Lists the images that the recipe makes, as they lie in the folder they were made in.
 *
 * @throws {InvalidInput} when one is missing
 */
export async function listNoise(folder: string, { count, noise }: NoiseOptions): Promise<Listing> {
  if (!existsSync(folder)) throw new InvalidInput(`No such folder: ${folder}`);
  const root = await realpath(folder);
  const candidates: UnlabelledCandidate[] = [];
  for await (const index of breathe(Array(count).keys())) {
    const path = pathOf(index);
    const found = lstatSync(join(root, path), { bigint: true, throwIfNoEntry: false });
    if (found?.isFile() !== true) {
      throw new InvalidInput(`Image ${index} of ${count} was not made: ${join(root, path)}`);
    }
    const image = { path, bytes: Number(found.size), modifiedNs: String(found.mtimeNs) };
    const id = path.slice(imageFolder.length + 1, -'.png'.length);
    candidates.push({ kind: 'unlabelled', key: path, id, sourceSplit: imageFolder, image });
  }
  return {
    layout: `${noise.kind} noise`,
    root,
    presentSplits: { [imageFolder]: true },
    hasImages: true,
    candidates,
    skipped: [],
  };
}
