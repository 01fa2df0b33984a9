import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AlreadyExists } from '../errors.ts';
import {
  acquireLock,
  type Journal,
  type Lock,
  openJournal,
  withStorageErrors,
} from '../io/index.ts';

/**
 * Where a release is built, beside where it will stand, so that one rename puts it there:
 *
 * ```
 * <out>/.bdd-anomaly-1.0.0.lock          held while a build runs; an empty file
 * <out>/.bdd-anomaly-1.0.0.building/
 *   journal.sqlite                       what is done
 *   release/                             becomes <out>/bdd-anomaly-1.0.0
 *   records.ndjson, skipped.ndjson, spill/
 * ```
 */
export interface Workplace {
  readonly folder: string;
  readonly staging: string;
  readonly journal: Journal;
  /** Ends the work: what was done stays for the next build of the same inputs. */
  leave(): void;
  /** Removes the folder, after the release has been put in its place. */
  clear(): Promise<void>;
}

/** A release to build. */
export interface Work {
  readonly target: string;
  /** What it is made of; two builds of one identity share their journal. */
  readonly identity: unknown;
  /** Nothing will be put at the target, so that something may stand there. */
  readonly isPreview?: boolean;
}

/**
 * @throws {Busy} when another build of the same release runs
 * @throws {AlreadyExists} when the release is there
 */
export async function enterWorkplace({
  target,
  identity,
  isPreview = false,
}: Work): Promise<Workplace> {
  const hidden = join(dirname(target), `.${basename(target)}`);
  const folder = `${hidden}.building`;
  return withStorageErrors(dirname(target), async () => {
    await mkdir(dirname(target), { recursive: true });
    const lock = acquireLock(`${hidden}.lock`, basename(target));
    try {
      if (existsSync(target) && !isPreview) {
        // A build that was killed right after its rename leaves this behind.
        await rm(folder, { recursive: true, force: true });
        throw new AlreadyExists(
          `A release is there already: verify it, remove it, or choose another --out: ${target}`,
        );
      }
      return await openWorkplace(folder, identity, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

async function openWorkplace(folder: string, identity: unknown, lock: Lock): Promise<Workplace> {
  const staging = join(folder, 'release');
  await mkdir(folder, { recursive: true });
  const journal = openJournal(join(folder, 'journal.sqlite'), identity);
  if (!journal.isContinued) await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const leave = () => {
    journal.close();
    lock.release();
  };
  return {
    folder,
    staging,
    journal,
    leave,
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}
