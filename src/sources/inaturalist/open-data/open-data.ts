import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openTables, withStorageErrors } from '../../../io/index.ts';
import type { PhotoSource } from '../photo-source.ts';
import type { LeftOut } from './left-out.ts';
import { type OpenPrepared, openPrepared } from './open-prepared.ts';
import { photosOfSpecies } from './photos-of-species.ts';
import type { PreparationProgress } from './preparation.ts';
import { prepare } from './prepare.ts';
import { findSnapshot } from './snapshot-files.ts';
import { speciesOfGroup } from './species-of-group.ts';

export interface OpenDataOptions {
  /** Where prepared tables lie and are kept, and what does not fit into memory. */
  readonly workFolder: string;
  /** Of tables; the process takes up to twice as much. */
  readonly memoryBytes?: number | undefined;
  readonly threads?: number | undefined;
  /** While a snapshot is prepared: not called where it was before. */
  readonly onProgress?: ((progress: PreparationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OpenDataSource extends PhotoSource {
  /** Rows of the snapshot that are not used, or not for everything, by file and reason. */
  readonly leftOut: readonly LeftOut[];
  readonly prepared: OpenPrepared;
  /** A folder of this source alone, gone when it is closed. */
  readonly scratch: string;
}

/**
 * The bulk way: a folder with the tab-separated files of iNaturalist's monthly open data, packed or
 * not. Every photo there is openly licensed and on the host of such photos. The first call for a
 * snapshot prepares it; later ones take what was prepared. It asks no server anything; `cost.bytes`
 * is what was read of the files of the snapshot.
 *
 * @throws {InvalidInput} when a file or a column is missing, or a packed file is cut or damaged
 * @throws {Busy} when another process prepares the same snapshot
 * @throws {SourceChanged} when a file changes while it is read
 */
export async function openOpenData(
  folder: string,
  { workFolder, memoryBytes = 768 * 2 ** 20, threads = 2, onProgress, signal }: OpenDataOptions,
): Promise<OpenDataSource> {
  const snapshot = await findSnapshot(folder);
  const made = await prepare(snapshot, { workFolder, memoryBytes, threads, onProgress, signal });
  const scratch = await withStorageErrors(workFolder, async () => {
    await mkdir(workFolder, { recursive: true });
    return mkdtemp(join(workFolder, '.open-data-'));
  });
  const tables = await openTables(join(scratch, 'spill'), { memoryBytes, threads });
  const close = async () => {
    tables.close();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    // The same few files are asked again and again.
    await tables.run('SET parquet_metadata_cache = true');
    const prepared = await openPrepared(made, tables, snapshot.files.taxa.path);
    return {
      way: 'open-data',
      layout: snapshot.name,
      species: (group) => speciesOfGroup(prepared, group),
      photos: (species, group) => photosOfSpecies(prepared, species, group),
      cost: { requests: 0, bytes: made.bytesRead },
      leftOut: made.leftOut,
      prepared,
      scratch,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
