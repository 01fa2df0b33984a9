import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { SourceChanged } from '../errors.ts';
import type { FileLook, Listing } from '../sources/index.ts';

const burst = 512;

/**
 * Looks at every source file once more before the release is frozen.
 *
 * @throws {SourceChanged} naming the first that is not as it was when listed
 */
export async function lookAgain({ root, candidates }: Listing): Promise<void> {
  for (const [i, { mask, image }] of candidates.entries()) {
    if (i % burst === burst - 1) await setImmediate();
    for (const look of [mask, image]) if (look !== undefined) compare(root, look);
  }
}

function compare(root: string, look: FileLook): void {
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
