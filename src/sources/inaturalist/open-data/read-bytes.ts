import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidInput } from '../../../errors.ts';

export interface ReadBytesOptions {
  /** So many more bytes of the file, as it lies there, have been read. */
  readonly onRead?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const blockBytes = 2 ** 20;

/**
 * Bytes of a file, unpacked where it is packed, in blocks of about a mebibyte.
 *
 * @throws {InvalidInput} when a packed file ends too early or does not hold what its checksum says
 */
export async function* readBytes(
  { path, isGzip }: { readonly path: string; readonly isGzip: boolean },
  { onRead, signal }: ReadBytesOptions = {},
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: blockBytes, signal });
  // What goes wrong with the file reaches the reader of what is unpacked.
  const unpacked = isGzip
    ? pipeline(file, createGunzip({ chunkSize: blockBytes }), () => undefined)
    : file;
  let told = 0;
  try {
    for await (const block of unpacked) {
      yield block as Buffer;
      onRead?.(file.bytesRead - told);
      told = file.bytesRead;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    const code = (cause as { code?: unknown }).code;
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw cause;
    throw new InvalidInput(
      `Packed file is cut or damaged (${(cause as Error).message}), fetch it again: ${path}`,
      { cause },
    );
  } finally {
    file.destroy();
  }
}
