import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InvalidInput } from '../errors.ts';
import type { Sha256 } from '../records/index.ts';
import { hashBytes } from './files.ts';

/** A file in memory that threads share. */
export interface SharedFile {
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly where: string;
}

/** The nouns of WordNet 3.0, from the package `wordnet` unless another file is named. */
export async function readWordnetNouns(path?: string): Promise<SharedFile> {
  const inPackage = () => fileURLToPath(import.meta.resolve('wordnet/db/data.noun'));
  return readShared(path ?? inPackage(), path ?? 'wordnet/db/data.noun');
}

/**
 * Reads a whole file into memory that threads can share.
 *
 * @throws {InvalidInput} where there is no such file
 */
export async function readShared(path: string, where = path): Promise<SharedFile> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new InvalidInput(`No such file: ${where}`, { cause });
  });
  try {
    const { size } = await handle.stat();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let at = 0;
    while (at < size) {
      const { bytesRead } = await handle.read(bytes, at, size - at, at);
      if (bytesRead === 0) throw new InvalidInput(`The file became shorter while read: ${where}`);
      at += bytesRead;
    }
    return { bytes, sha256: hashBytes(bytes), where };
  } finally {
    await handle.close();
  }
}
