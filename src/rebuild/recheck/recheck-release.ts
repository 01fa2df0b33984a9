import { InvalidInput } from '../../errors.ts';
import {
  asSpeciesRecord,
  type INaturalistSource,
  parseINaturalistSource,
  type SpeciesRecord,
} from '../../records/index.ts';
import {
  type Departure,
  openRelease,
  type Raised,
  type Release,
  raiseTombstones,
} from '../../release/index.ts';
import type { TakenPhoto } from '../../sources/index.ts';
import { departureOf } from './departure-of.ts';
import { type LookOptions, type OpenLook, openLook } from './open-look.ts';
import { readTombstoneFile, usualTombstoneFile, writeTombstoneFile } from './tombstone-file.ts';

export interface RecheckOptions extends LookOptions {
  /** The file of tombstones; beside the release where `undefined`. */
  readonly out?: string | undefined;
  /** The day of today, `YYYY-MM-DD`. */
  readonly since: string;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What became of the photos of a release. */
export interface Recheck {
  readonly dataset: string;
  readonly version: string;
  /** In the release. */
  readonly records: number;
  /** Who was asked. */
  readonly source: string;
  readonly raised: Raised;
  /** Of how many nobody could tell, and of some of them why. */
  readonly undecided: Undecided;
  /** Of the tombstones; `undefined` where there are none. */
  readonly file: string | undefined;
}

export interface Undecided {
  readonly count: number;
  readonly examples: readonly { readonly photoId: number; readonly detail: string }[];
}

/**
 * Asks a source for every photo of a release: is it there, under the same licence, of the same species?
 * Tombstones of those that may not stay are added to those that the release has already. The release
 * is not touched; an interrupt leaves the file as it was.
 *
 * @throws {InvalidInput | InvalidRelease | RemoteFailure | StorageFailure}
 */
export async function recheckRelease(folder: string, options: RecheckOptions): Promise<Recheck> {
  const release = await openRelease(folder);
  try {
    const recipe = recipeOf(release);
    const file = options.out ?? usualTombstoneFile(release);
    const earlier = await readTombstoneFile(file, release);
    const { departures, undecided, source } = await lookThrough(release, recipe, options);
    const { since } = options;
    const raised = await raiseTombstones(release.tables.records(), { departures, since, earlier });
    const { name: dataset, version, counts } = release.info;
    const { tombstones } = raised;
    options.signal?.throwIfAborted();
    if (raised.raised.length > 0) {
      await writeTombstoneFile(file, { dataset, version, tombstones });
    }
    const { records } = counts;
    const kept = tombstones.length > 0 ? file : undefined;
    return { dataset, version, records, source, raised, undecided, file: kept };
  } finally {
    release.close();
  }
}

function recipeOf({ folder, info }: Release): INaturalistSource {
  const { content } = info.recipe;
  if (info.source.truth !== 'species' || content.source.kind !== 'inaturalist') {
    throw new InvalidInput(`Release holds no photos of iNaturalist: ${folder}`);
  }
  return parseINaturalistSource(content.source, `${folder}, its recipe at source`);
}

interface Seen {
  readonly departures: readonly Departure[];
  readonly undecided: Undecided;
  readonly source: string;
}

async function lookThrough(
  release: Release,
  recipe: INaturalistSource,
  options: RecheckOptions,
): Promise<Seen> {
  const opened = await openLook(recipe, options);
  try {
    return await lookAtAll(release, recipe, { ...options, opened });
  } finally {
    await opened.close();
  }
}

/** A photo and its record. */
interface TakenRecord extends TakenPhoto {
  readonly record: SpeciesRecord;
}

const mostExamples = 20;

async function lookAtAll(
  { tables, info }: Release,
  { groups }: INaturalistSource,
  { opened, signal, onProgress }: RecheckOptions & { readonly opened: OpenLook },
): Promise<Seen> {
  const ranks = [...new Set(groups.flatMap((group) => group.ranks))];
  const departures: Departure[] = [];
  const examples: Undecided['examples'][number][] = [];
  let count = 0;
  let done = 0;
  for await (const { taken, today } of opened.look(() => takenFrom(tables), ranks)) {
    signal?.throwIfAborted();
    onProgress?.(++done, info.counts.records);
    if (today.kind === 'unknown') {
      count++;
      const { photoId } = taken;
      if (examples.length < mostExamples) examples.push({ photoId, detail: today.detail });
      continue;
    }
    const departure = departureOf(taken.record, today);
    if (departure !== undefined) departures.push(departure);
  }
  return { departures, undecided: { count, examples }, source: opened.layout };
}

async function* takenFrom(tables: Release['tables']): AsyncGenerator<TakenRecord> {
  for await (const any of tables.records()) {
    const record = asSpeciesRecord(any);
    const { photo, taxon } = record.truth;
    const { photoId, observation } = photo;
    yield { photoId, observation, taxonId: taxon.id, record };
  }
}
