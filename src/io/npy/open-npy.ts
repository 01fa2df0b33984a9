import { type FileHandle, open } from 'node:fs/promises';
import { InvalidInput } from '../../errors.ts';
import { mostHeaderBytes, type NpyHeader, npyBytes, parseNpyHeader } from './npy-header.ts';
import { npyNumbers } from './npy-numbers.ts';

/** An array in an npy file, read by parts. */
export interface NpyFile extends Pick<NpyHeader, 'shape' | 'type'> {
  /** Numbers in all. */
  readonly length: number;
  /** `count` numbers from the `from`th on, in C order; see {@link npyNumbers}. */
  read(from: number, count: number): Promise<Float32Array | Float64Array>;
  close(): Promise<void>;
}

/** @throws {InvalidInput} when there is no such file, it is not npy as we read it, or cut */
export async function openNpy(path: string): Promise<NpyFile> {
  const handle = await openOrExplain(path);
  try {
    const { size } = await handle.stat();
    const head = await readBytes(handle, 0, Math.min(size, mostHeaderBytes));
    const { type, shape, dataStart } = parseNpyHeader(head, path);
    const length = shape.reduce((all, axis) => all * axis, 1);
    const bytes = dataStart + length * npyBytes[type];
    if (size !== bytes) {
      throw new InvalidInput(`${size} bytes where the shape asks for ${bytes}: ${path}`);
    }
    return {
      type,
      shape,
      length,
      async read(from, count) {
        const start = dataStart + from * npyBytes[type];
        return npyNumbers(await readBytes(handle, start, count * npyBytes[type]), type, path);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openOrExplain(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new InvalidInput(`No such file: ${path}`, { cause });
  }
}

const mostAtOnce = 1 << 30;

async function readBytes(
  handle: FileHandle,
  start: number,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(count);
  for (let done = 0; done < count; ) {
    const length = Math.min(count - done, mostAtOnce);
    const { bytesRead } = await handle.read(bytes, done, length, start + done);
    if (bytesRead === 0) throw new InvalidInput(`The file became shorter while it was read`);
    done += bytesRead;
  }
  return bytes;
}
