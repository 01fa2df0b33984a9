import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { GroupQuery } from '../../src/records/index.ts';
import {
  type OpenDataSource,
  openOpenData,
} from '../../src/sources/inaturalist/open-data/index.ts';
import type { PhotoCandidate, SpeciesTaxon } from '../../src/sources/inaturalist/photo-source.ts';
import { temporaryFolder } from './folders.ts';
import { type SnapshotRows, writeSnapshot } from './open-data.ts';

/** Opens a snapshot of such rows, until the test ends. */
export async function openRows(t: ExecutionContext, rows: SnapshotRows): Promise<OpenDataSource> {
  return openFolder(t, writeSnapshot(join(temporaryFolder(t), 'snapshot'), rows));
}

export async function openFolder(t: ExecutionContext, folder: string): Promise<OpenDataSource> {
  const source = await openOpenData(folder, { workFolder: join(temporaryFolder(t), 'work') });
  t.teardown(() => source.close());
  return source;
}

export interface Answer {
  readonly species: readonly SpeciesTaxon[];
  readonly photos: Readonly<Record<string, readonly PhotoCandidate[]>>;
}

/** Everything that a source has for a group. */
export async function ask(source: OpenDataSource, group: GroupQuery): Promise<Answer> {
  const species = await Array.fromAsync(source.species(group));
  const photos: Record<string, readonly PhotoCandidate[]> = {};
  for await (const answer of source.photos(species, group)) photos[answer.taxonId] = answer.photos;
  return { species, photos };
}

/** Ids of photos by that of their species. */
export function photoIds(answer: Answer): Readonly<Record<string, readonly number[]>> {
  const entries = Object.entries(answer.photos);
  return Object.fromEntries(entries.map(([id, photos]) => [id, photos.map((p) => p.photoId)]));
}

/** What was left out, without examples. */
export function reasons({ leftOut }: OpenDataSource): readonly string[] {
  return leftOut.map(({ file, reason, count }) => `${file} ${reason} ${count}`);
}
