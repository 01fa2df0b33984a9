import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ingestPhoto, photoLimits, withStorageErrors } from '../../io/index.ts';
import type { INaturalistSource } from '../../records/index.ts';
import type { AcquireTools, FetchedPhoto } from '../species/acquire-photo.ts';

/** Neither through a link at its end nor waiting for one who writes: absent where a system has none. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Photos of a folder, read and written as a recipe says.
 *
 * @param root without links
 */
export function archiveTools(
  { size, image }: INaturalistSource,
  { root, staging }: { readonly root: string; readonly staging: string },
): AcquireTools {
  return {
    size,
    staging,
    fetch: (path) => withStorageErrors(join(root, path), () => readPhotoFile(root, path)),
    ingest: (bytes) => ingestPhoto(bytes, image),
  };
}

async function readPhotoFile(root: string, path: string): Promise<FetchedPhoto> {
  const whole = join(root, path);
  let file: FileHandle;
  try {
    file = await open(whole, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return refused('file-missing', 'File is not there any more');
    if (code === 'ELOOP') return refused('file-not-plain', 'A link or another thing, no file');
    throw error;
  }
  try {
    const look = await file.stat();
    if (!look.isFile()) return refused('file-not-plain', 'A link or another thing, no file');
    if ((await realpath(whole)) !== whole) {
      return refused('file-not-plain', 'A link leads to it from the folder');
    }
    if (look.size > photoLimits.mostBytes) {
      return refused(
        'file-too-large',
        `File has ${look.size} bytes, above ${photoLimits.mostBytes}`,
      );
    }
    return { kind: 'fetched', bytes: await readBytes(file, look.size) };
  } finally {
    await file.close();
  }
}

/** So many bytes and no more, whatever the file has become. */
async function readBytes(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await file.read(bytes, done, size - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

function refused(reason: string, detail: string): FetchedPhoto {
  return { kind: 'refused', reason, detail };
}
