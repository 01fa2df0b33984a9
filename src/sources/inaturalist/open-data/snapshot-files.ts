import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InvalidInput } from '../../../errors.ts';
import { withStorageErrors } from '../../../io/index.ts';
import { type ColumnsOf, neededColumns, type TableName } from './needed-columns.ts';
import { readHeader } from './read-header.ts';

/** The four files of a snapshot that are read, found and recognised. */
export interface Snapshot {
  readonly folder: string;
  /** Of the snapshot: its folder's name as iNaturalist gives it, or a digest of its files. */
  readonly name: string;
  /** Digest of the files' names, sizes, times, beginnings and ends. */
  readonly key: string;
  readonly files: Readonly<Record<TableName, SnapshotFile>>;
}

export interface SnapshotFile {
  readonly table: TableName;
  /** `photos.csv.gz` */
  readonly name: string;
  readonly path: string;
  readonly isGzip: boolean;
  readonly bytes: number;
  /** In the order of the file. */
  readonly columns: readonly string[];
}

/**
 * Looks for the files in `folder` itself or in one folder below it, and reads their headers. Where a
 * file lies both plain and packed, the plain one is taken. Files besides the four are let be.
 *
 * @throws {InvalidInput} when a file is missing, lacks a column, or several snapshots lie there
 */
export async function findSnapshot(folder: string): Promise<Snapshot> {
  return withStorageErrors(folder, async () => {
    const home = await homeOf(folder);
    const files: Partial<Record<TableName, SnapshotFile>> = {};
    const stable = createHash('sha256');
    const exact = createHash('sha256');
    for (const table of Object.keys(neededColumns) as TableName[]) {
      const file = await recognise(home, table);
      files[table] = file;
      const { mtimeMs } = await stat(file.path);
      stable.update(`${file.name} ${file.bytes}\n`).update(await ends(file));
      exact.update(`${resolve(file.path)} ${mtimeMs}\n`);
    }
    const digest = stable.digest('hex');
    const dated = /^inaturalist-open-data-\d{8}$/.exec(basename(resolve(home)))?.[0];
    return {
      folder: home,
      name: dated ?? `inaturalist-open-data sha256:${digest.slice(0, 16)}`,
      key: exact.update(digest).digest('hex').slice(0, 16),
      files: files as Record<TableName, SnapshotFile>,
    };
  });
}

/** The folder that holds `photos.csv`: the one given, or the only one below it that does. */
async function homeOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some(({ name }) => isPhotos(name))) return folder;
  const below: string[] = [];
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const path = join(folder, entry.name);
    if ((await readdir(path)).some(isPhotos)) below.push(path);
  }
  if (below.length > 1) {
    const names = below.map((path) => basename(path)).sort();
    throw new InvalidInput(`Several snapshots, name one of them (${names.join(', ')}): ${folder}`);
  }
  if (below[0] === undefined) {
    throw new InvalidInput(
      `No photos.csv or photos.csv.gz, in the folder or in one below it: ${folder}`,
    );
  }
  return below[0];
}

function isPhotos(name: string): boolean {
  return name === 'photos.csv' || name === 'photos.csv.gz';
}

async function recognise(folder: string, table: TableName): Promise<SnapshotFile> {
  const names = await readdir(folder);
  const name = [`${table}.csv`, `${table}.csv.gz`].find((one) => names.includes(one));
  if (name === undefined) {
    throw new InvalidInput(`No ${table}.csv or ${table}.csv.gz: ${folder}`);
  }
  const path = join(folder, name);
  const { size } = await stat(path);
  const file = { table, name, path, isGzip: name.endsWith('.gz'), bytes: size };
  const columns = await readHeader(file);
  const missing = (neededColumns[table] as ColumnsOf).find((one) => !columns.includes(one));
  if (missing !== undefined) throw new InvalidInput(`No column "${missing}": ${path}`);
  return { ...file, columns };
}

const endBytes = 65_536;

/** The first and the last bytes of a file: what tells two snapshots of equal sizes apart. */
async function ends({ path, bytes }: SnapshotFile): Promise<Buffer> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(endBytes * 2);
    await handle.read(buffer, 0, endBytes, 0);
    await handle.read(buffer, endBytes, endBytes, Math.max(0, bytes - endBytes));
    return buffer;
  } finally {
    await handle.close();
  }
}
