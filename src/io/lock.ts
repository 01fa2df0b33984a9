import { DatabaseSync } from 'node:sqlite';
import { Busy } from '../errors.ts';

export interface Lock {
  release(): void;
}

/**
 * Holds `path` as a lock for as long as this process lives.
 *
 * The lock is the operating system's (an exclusive SQLite transaction on an empty file), so it ends
 * with the process however that ends, and a number left in a file never locks anybody out. The
 * empty file stays: removing it would let two processes lock two files of one name.
 *
 * @throws {Busy} when another process, or another call in this one, holds it
 */
export function acquireLock(path: string, what: string): Lock {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if ((cause as { errcode?: number }).errcode !== sqliteBusy) throw cause;
    throw new Busy(`Another process works on ${what}: wait for it, or stop it (${path})`, {
      cause,
    });
  }
  return { release: () => database.close() };
}

const sqliteBusy = 5;
