import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { SourceChanged } from '../errors.ts';
import { type FileLook, type Listing, looksAt } from '../sources/index.ts';

const burst = 512;

/**
 * Looks at every source file once more before the release is frozen; at an archive once, whatever
 * the number of its members.
 *
 * @throws {SourceChanged} naming the first that is not as it was when listed
 */
export async function lookAgain({ root, candidates }: Listing): Promise<void> {
  const archives = new Set<string>();
  for (const [i, candidate] of candidates.entries()) {
    if (i % burst === burst - 1) await setImmediate();
    for (const { archive, ...look } of looksAt(candidate)) {
      if (archive === undefined) compare(root, look);
      else if (!archives.has(archive.path)) compare(root, archive);
      if (archive !== undefined) archives.add(archive.path);
    }
  }
}

function compare(root: string, look: Omit<FileLook, 'archive'>): void {
  const now = statSync(join(root, look.path), { bigint: true, throwIfNoEntry: false });
  if (now === undefined) {
    throw new SourceChanged(
      `Source file is gone since the build began, start it again: ${look.path}`,
    );
  }
  if (Number(now.size) !== look.bytes || String(now.mtimeNs) !== look.modifiedNs) {
    throw new SourceChanged(
      `Source file changed since the build began, start it again: ${look.path}`,
    );
  }
}
