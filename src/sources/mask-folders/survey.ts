import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { md5OfFile, withStorageErrors } from '../../io/index.ts';
import type { Listing } from '../source.ts';
import { type InspectContext, inspectPair } from './inspect.ts';

const sampleSize = 24;

/**
 * Holds the archives to the digests they were published with, and inspects a few masks spread over the
 * source: values that mean something else are said at once, not after thousands of skipped files.
 *
 * @throws {InvalidInput} which archive is another, or what the first of the masks looks like
 */
export async function surveyMaskFolders(
  { root, candidates, layout }: Listing,
  context: InspectContext,
): Promise<void> {
  if (layout.includes('archive')) await checkArchives(root, context);
  const pairs = candidates.filter((candidate) => candidate.kind === 'mask');
  const step = Math.max(1, Math.floor(pairs.length / sampleSize));
  const sample = pairs.filter((_, i) => i % step === 0).slice(0, sampleSize);
  const outcomes = [];
  for (const pair of sample) outcomes.push(await inspectPair(pair, context));
  const refused = outcomes.flatMap((one) => (one.kind === 'skipped' ? [one.skipped] : []));
  const [first] = refused;
  if (first === undefined || refused.length < sample.length) return;
  throw new InvalidInput(
    `None of ${sample.length} pairs looked at is usable. ${first.detail}: ${first.path} in ${root}`,
  );
}

async function checkArchives(root: string, { options }: InspectContext): Promise<void> {
  for (const { file, md5 } of options.archives) {
    const path = join(root, file);
    if (!existsSync(path)) continue;
    const found = await withStorageErrors(path, () => md5OfFile(path));
    if (found !== md5) {
      throw new InvalidInput(
        `Not the published archive, its MD5 is ${found}, not ${md5}: fetch it again: ${path}`,
      );
    }
  }
}
