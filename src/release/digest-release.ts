import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidRelease } from '../errors.ts';
import { refFile } from '../io/index.ts';
import type { Sha256 } from '../records/index.ts';
import { releaseFiles } from './layout.ts';

/**
 * Digest of a release's `SHA256SUMS`, by which evaluations name the release. It is that of all its
 * bytes as long as `verify` finds no deviation.
 *
 * @throws {InvalidRelease} when there is no such file
 */
export async function digestRelease(folder: string): Promise<Sha256> {
  const path = join(folder, releaseFiles.checksums);
  if (!existsSync(path)) throw new InvalidRelease(`File missing: ${path}`);
  return (await refFile(folder, releaseFiles.checksums)).sha256;
}
