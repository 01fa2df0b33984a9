import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asSha256, type FileRef, type Sha256 } from '../records/index.ts';

/** Digest of bytes in memory. */
export function hashBytes(bytes: Uint8Array | string): Sha256 {
  return asSha256(createHash('sha256').update(bytes).digest('hex'));
}

/** Digest and size of a file, streamed. `path` in the result is the name given. */
export async function refFile(folder: string, path: string): Promise<FileRef> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(join(folder, path)), async function* (source) {
    for await (const chunk of source) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    yield '';
  });
  return { path, bytes, sha256: asSha256(hash.digest('hex')) };
}

/** MD5 of a file, streamed, as 32 hexadecimal digits: what some publish of their archives. */
export async function md5OfFile(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Writes a file and waits until the disk has it. The folder is made when missing. */
export async function writeFileDurably(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the disk has the entries of a folder (not the content of its files). */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the disk has a file's content. */
export async function syncFile(path: string): Promise<void> {
  return syncFolder(path);
}

export interface TreeEntry {
  /** Relative to the folder asked for, with forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** Everything below a folder, links not followed, sorted by path within each folder. */
export async function* walkTree(folder: string, below = ''): AsyncGenerator<TreeEntry> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      yield { path, kind: 'folder' };
      yield* walkTree(folder, path);
    } else {
      yield { path, kind: entry.isFile() ? 'file' : 'other' };
    }
  }
}

/** Like `JSON.stringify(value, null, 2)` with a line end: the form of every JSON file we write. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
