import { createWriteStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withStorageErrors } from '../io/index.ts';
import type { Audit } from './audit.ts';

/**
 * The text of a certificate in pieces: JSON with a line for each cover, ancestor and candidate, so
 * that two certificates can be compared by lines.
 */
export function* certificateText({ head, entries }: Audit): Generator<string> {
  const { covers, ancestors, ...rest } = head;
  const lines = Object.entries({ schema: 1, ...rest }).map(([key, value]) => {
    return `"${key}": ${JSON.stringify(value)},\n`;
  });
  yield `{\n${lines.join('')}`;
  yield* listText(
    'covers',
    covers.map((cover) => JSON.stringify(cover)),
  );
  yield ',\n';
  yield* listText(
    'ancestors',
    ancestors.map((ancestor) => JSON.stringify(ancestor)),
  );
  yield ',\n';
  yield* listText('candidates', entries);
  yield '\n}\n';
}

/** Writes a certificate under a temporary name, waits for the disk, and gives it its own. */
export async function writeCertificate(path: string, audit: Audit): Promise<void> {
  await withStorageErrors(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const partial = `${path}.part`;
    await pipeline(Readable.from(certificateText(audit)), createWriteStream(partial));
    const handle = await open(partial, 'r');
    await handle.sync();
    await handle.close();
    await rename(partial, path);
  });
}

function* listText(name: string, lines: readonly string[]): Generator<string> {
  yield `"${name}": [`;
  for (const [i, line] of lines.entries()) yield `${i > 0 ? ',' : ''}\n${line}`;
  yield lines.length > 0 ? '\n]' : ']';
}
