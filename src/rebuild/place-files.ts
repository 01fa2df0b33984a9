import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runOnThreads } from '../engine/index.ts';
import { type Journal, walkTree, withStorageErrors } from '../io/index.ts';
import type { FileRef, ImageRecord } from '../records/index.ts';
import { filesToPlace, withPlaced } from './files-to-place.ts';
import { type FileToPlace, type PlacedFile, placeFile, placeFileModule } from './place-file.ts';
import type { Plan } from './plan.ts';
import type { Workplace } from './workplace.ts';

const table = 'placed';

/** Brings the files of every record into the staging folder; a recipe release has none. */
export async function placeFiles(
  plan: Plan,
  workplace: Workplace,
  records: AsyncIterable<ImageRecord>,
): Promise<void> {
  const { placement, options, listing, classSet } = plan;
  const { staging, journal, folder } = workplace;
  if (placement === 'none') return;
  const files: FileToPlace[] = [];
  const maskTable = plan.source.maskTable?.(plan.recipe.content.source, classSet.content);
  const how = { placement, classSet: classSet.content, maskTable };
  for await (const record of records) files.push(...filesToPlace(record, how));
  await removeStrays(staging, new Set(files.map(({ to }) => to)));
  const pending: FileToPlace[] = [];
  for (const file of files) if (!(await isPlaced(file, journal, staging))) pending.push(file);
  const context = { root: listing.root, staging };
  const task = { module: placeFileModule, name: placeFile.name, context };
  let done = files.length - pending.length;
  const runner = runOnThreads<FileToPlace, PlacedFile>(task, pending, {
    ...options,
    batchSize: 32,
  });
  for await (const batch of runner) {
    await withStorageErrors(folder, () =>
      journal.put(
        table,
        batch.map((file) => [file.key, file]),
      ),
    );
    done += batch.length;
    options.onProgress?.({ phase: 'place', done, total: files.length });
  }
}

/** The records with the files they got in the release. */
export async function* withPlacedFiles(
  { placement }: Plan,
  journal: Journal,
  records: AsyncIterable<ImageRecord>,
): AsyncGenerator<ImageRecord> {
  const refOf = (key: string): FileRef => (journal.get(table, key) as PlacedFile).placed;
  for await (const record of records) {
    yield placement === 'none' ? record : withPlaced(record, refOf);
  }
}

/** What an interrupted build of other inputs, or half a copy, has left behind. */
async function removeStrays(staging: string, expected: ReadonlySet<string>): Promise<void> {
  for await (const { path, kind } of walkTree(staging)) {
    if (kind !== 'folder' && !expected.has(path)) await rm(join(staging, path));
  }
}

async function isPlaced(file: FileToPlace, journal: Journal, staging: string): Promise<boolean> {
  const entry = journal.get(table, file.key) as PlacedFile | undefined;
  if (
    entry === undefined ||
    entry.sourceSha256 !== file.source.sha256 ||
    entry.placed.path !== file.to
  )
    return false;
  const found = await stat(join(staging, file.to)).catch(() => undefined);
  return found?.size === entry.placed.bytes;
}
