import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput, SourceChanged } from '../../../errors.ts';
import {
  acquireLock,
  jsonText,
  openTables,
  syncFile,
  syncFolder,
  type Tables,
  withStorageErrors,
  writeFileDurably,
} from '../../../io/index.ts';
import { parseAs, z } from '../../../records/index.ts';
import type { LeftOut } from './left-out.ts';
import { type Preparation, type PreparationProgress, startPreparation } from './preparation.ts';
import { prepareObservations } from './prepare-observations.ts';
import { prepareObservers } from './prepare-observers.ts';
import { preparePhotos } from './prepare-photos.ts';
import { prepareSummary } from './prepare-summary.ts';
import { prepareTaxa } from './prepare-taxa.ts';
import { findSnapshot, type Snapshot } from './snapshot-files.ts';

export interface PrepareOptions {
  /** Where what is prepared lies, and what a query cannot hold in memory. */
  readonly workFolder: string;
  /** Of tables; the process takes up to twice as much. */
  readonly memoryBytes: number;
  readonly threads: number;
  readonly onProgress?: ((progress: PreparationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Prepared {
  readonly folder: string;
  readonly leftOut: readonly LeftOut[];
  /** Of the snapshot's files that had to be read for it: 0 where it was there. */
  readonly bytesRead: number;
}

/** Of the form in which tables are prepared: another number, and they are prepared again. */
const form = 1;

/**
 * Prepares the tables of a snapshot in `workFolder`, unless they are there from an earlier time:
 *
 * ```
 * .open-data-<key>.lock         held while one process prepares; an empty file
 * .open-data-<key>.preparing/   becomes, by a rename,
 * open-data-<key>/
 *   taxa.parquet observations.parquet photos.parquet observers.parquet counts.parquet doubled.parquet
 *   prepared.json               what was left out, and why
 * ```
 *
 * Nothing in them depends on a recipe.
 *
 * @throws {Busy} when another process prepares the same
 * @throws {InvalidInput} when a packed file is cut
 * @throws {SourceChanged} when a file changes meanwhile
 */
export async function prepare(snapshot: Snapshot, options: PrepareOptions): Promise<Prepared> {
  const { workFolder } = options;
  const name = `open-data-${snapshot.key}-${form}`;
  const folder = join(workFolder, name);
  return withStorageErrors(workFolder, async () => {
    if (existsSync(folder)) return { ...(await readPrepared(folder)), bytesRead: 0 };
    await mkdir(workFolder, { recursive: true });
    const lock = acquireLock(join(workFolder, `.${name}.lock`), `the tables of ${snapshot.folder}`);
    try {
      if (!existsSync(folder)) await prepareUnder(snapshot, folder, options);
    } finally {
      lock.release();
    }
    const bytesRead = Object.values(snapshot.files).reduce((sum, { bytes }) => sum + bytes, 0);
    return { ...(await readPrepared(folder)), bytesRead };
  });
}

async function prepareUnder(
  snapshot: Snapshot,
  target: string,
  { workFolder, memoryBytes, threads, onProgress, signal }: PrepareOptions,
): Promise<void> {
  const staging = join(workFolder, `.open-data-${snapshot.key}.preparing`);
  await rm(staging, { recursive: true, force: true });
  const folder = join(staging, 'tables');
  const scratch = join(staging, 'scratch');
  for (const path of [folder, scratch]) await mkdir(path, { recursive: true });
  const tables = await openTables(join(scratch, 'spill'), { memoryBytes, threads });
  const stop = () => tables.interrupt();
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    const work = startPreparation(tables, snapshot.files, {
      folder,
      scratch,
      memoryBytes,
      onProgress,
      signal,
    });
    await runSteps(tables, work, signal);
    await refuseChanged(snapshot);
    const leftOut = work.leftOut.list();
    await writeFileDurably(join(folder, preparedFile), jsonText({ schema: 1, leftOut }));
  } catch (error) {
    // An interrupted query says so in DuckDB's words; why it was interrupted says more.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    tables.close();
    await rm(scratch, { recursive: true, force: true });
  }
  for (const file of await readdir(folder)) await syncFile(join(folder, file));
  await rename(folder, target);
  await syncFolder(workFolder);
  await rm(staging, { recursive: true, force: true });
}

async function runSteps(
  tables: Tables,
  work: Preparation,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Rows are put in order where it matters; keeping that of the input costs memory.
  await tables.run('SET preserve_insertion_order = false');
  const steps = [prepareTaxa, prepareObservers, prepareObservations, preparePhotos, prepareSummary];
  for (const step of steps) {
    signal?.throwIfAborted();
    await step(work);
  }
}

/** Files that are still being copied there would be taken for what they are not. */
async function refuseChanged(snapshot: Snapshot): Promise<void> {
  const now = await findSnapshot(snapshot.folder);
  if (now.key === snapshot.key) return;
  throw new SourceChanged(`Files changed while they were read: ${snapshot.folder}`);
}

const preparedFile = 'prepared.json';

const preparedSchema = z.strictObject({
  schema: z.literal(1),
  leftOut: z.array(
    z.strictObject({
      file: z.string(),
      reason: z.string(),
      count: z.int().positive(),
      example: z.string(),
    }),
  ),
});

async function readPrepared(folder: string): Promise<Omit<Prepared, 'bytesRead'>> {
  const path = join(folder, preparedFile);
  const text = await readFile(path, 'utf8');
  try {
    const { leftOut } = parseAs(preparedSchema, JSON.parse(text), path);
    return { folder, leftOut };
  } catch (cause) {
    throw new InvalidInput(`Prepared tables do not read, remove them: ${folder}`, { cause });
  }
}
