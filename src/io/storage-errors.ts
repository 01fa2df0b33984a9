import { OodforgeError, StorageFailure } from '../errors.ts';

const causes: Record<string, string> = {
  ENOSPC: 'The disk is full: free space and run the same command again',
  EDQUOT: 'The disk quota is used up: free space and run the same command again',
  EACCES: 'No permission: choose another folder or change its permissions',
  EPERM:
    'The system does not permit it: choose another folder, or --images copy instead of hardlink',
  EROFS: 'The file system is read-only: choose another folder',
  EIO: 'The disk reports a fault',
  ENOTDIR: 'A file stands where a folder is needed',
  ENOENT: 'No such file or folder',
  EISDIR: 'A folder stands where a file is needed',
  EMFILE: 'Too many open files: raise the limit (ulimit -n)',
};

/** SQLite's own result codes for the same troubles. */
const sqliteCauses: Record<number, string> = { 13: 'ENOSPC', 8: 'EROFS', 10: 'EIO', 14: 'EACCES' };

/**
 * Turns what the system says of a disk into a {@link StorageFailure} that names the place and what
 * to do; anything else comes back as it was.
 */
export function asStorageFailure(error: unknown, place: string): unknown {
  if (error instanceof OodforgeError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const cause = code === undefined ? undefined : causes[code];
  return cause === undefined
    ? error
    : new StorageFailure(`${cause} (${code}): ${place}`, { cause: error });
}

/** Runs `work`, and lets no raw disk error out of it. */
export async function withStorageErrors<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStorageFailure(error, place);
  }
}

function codeOf(error: Error & { code?: unknown; errcode?: unknown }): string | undefined {
  if (error.code === 'ERR_SQLITE_ERROR') return sqliteCauses[Number(error.errcode) & 0xff];
  if (typeof error.code === 'string') return error.code;
  // DuckDB spills no more than most of what is free.
  if (/no space left on device|max_temp_directory_size/i.test(error.message)) return 'ENOSPC';
  return /permission denied/i.test(error.message) ? 'EACCES' : undefined;
}
