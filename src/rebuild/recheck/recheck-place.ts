import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  acquireLock,
  type Journal,
  type Lock,
  openJournal,
  withStorageErrors,
} from '../../io/index.ts';

/**
 * Where a recheck keeps what it has heard so far, beside the file of tombstones that it will write:
 *
 * ```
 * .<file>.lock            held while a recheck runs; an empty file
 * .<file>.rechecking/     the journal, until the recheck has ended
 * ```
 */
export interface RecheckPlace {
  readonly journal: Journal;
  /** Ends the work: what was heard stays for the next recheck of the same. */
  leave(): void;
  /** Removes the journal, after the tombstones are in their place. */
  clear(): Promise<void>;
}

export interface RecheckWork {
  /** What is asked, and whom; two rechecks of one identity share their journal. */
  readonly identity: unknown;
  /** The day of today, `YYYY-MM-DD`. */
  readonly since: string;
}

/** Answers that are older than this say little of today. */
const mostDays = 7;

/** @throws {Busy} when another recheck writes the same file */
export function enterRecheck(file: string, work: RecheckWork): Promise<RecheckPlace> {
  return withStorageErrors(dirname(file), async () => {
    const hidden = join(dirname(file), `.${basename(file)}`);
    const lock = acquireLock(`${hidden}.lock`, `a recheck into ${basename(file)}`);
    try {
      return await openPlace(`${hidden}.rechecking`, work, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

async function openPlace(
  folder: string,
  { identity, since }: RecheckWork,
  lock: Lock,
): Promise<RecheckPlace> {
  const open = async () => {
    await mkdir(folder, { recursive: true });
    return openJournal(join(folder, 'journal.sqlite'), identity);
  };
  const clear = () => rm(folder, { recursive: true, force: true });
  let journal = await open();
  if (!isRecent(journal.get('begun', 'on'), since)) {
    journal.close();
    await clear();
    journal = await open();
    journal.put('begun', [['on', since]]);
  }
  const leave = () => {
    journal.close();
    lock.release();
  };
  return { journal, leave, clear };
}

/** A journal that began on a later day than today's is no better than one that is old. */
function isRecent(begun: unknown, since: string): boolean {
  const days = (Date.parse(since) - Date.parse(String(begun))) / 86_400_000;
  return days >= 0 && days <= mostDays;
}
