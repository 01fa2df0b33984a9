import { InvalidInput } from '../../errors.ts';
import { refFile, toolkitName } from '../../io/index.ts';
import { type INaturalistSource, parseINaturalistSource } from '../../records/index.ts';
import {
  openRelease,
  type Raised,
  type Release,
  raiseTombstones,
  releaseFiles,
} from '../../release/index.ts';
import { lookThrough, type Undecided } from './look-through.ts';
import { type LookOptions, type OpenLook, openLook } from './open-look.ts';
import { enterRecheck } from './recheck-place.ts';
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

/**
 * Asks a source for every photo of a release: is it there, under the same licence, of the same species?
 * Tombstones of those that may not stay are added to those that the release has already. The release
 * is not touched; an interrupt leaves the file as it was, and the same recheck begun again within a
 * week goes on behind what the API has answered.
 *
 * @throws {Busy | InvalidInput | InvalidRelease | RemoteFailure | StorageFailure}
 */
export async function recheckRelease(folder: string, options: RecheckOptions): Promise<Recheck> {
  const release = await openRelease(folder);
  const file = options.out ?? usualTombstoneFile(release);
  try {
    const recipe = recipeOf(release);
    await readTombstoneFile(file, release); // that it is none is said before anybody is asked
    return await recheckInto(file, { release, recipe }, options);
  } finally {
    release.close();
  }
}

interface Subject {
  readonly release: Release;
  readonly recipe: INaturalistSource;
}

async function recheckInto(
  file: string,
  { release, recipe }: Subject,
  options: RecheckOptions,
): Promise<Recheck> {
  const { since, signal, onProgress } = options;
  const { name: dataset, version, counts } = release.info;
  const { records } = counts;
  const opened = await openLook(recipe, options);
  try {
    const identity = await identityOf(release, opened);
    const place = await enterRecheck(file, { identity, since });
    try {
      const earlier = await readTombstoneFile(file, release);
      const { departures, undecided } = await lookThrough(release.tables, {
        opened,
        ranks: [...new Set(recipe.groups.flatMap((group) => group.ranks))],
        journal: place.journal,
        signal,
        onProgress: (done) => onProgress?.(done, records),
      });
      const raised = await raiseTombstones(release.tables.records(), {
        departures,
        since,
        earlier,
      });
      const { tombstones } = raised;
      signal?.throwIfAborted();
      if (raised.raised.length > 0)
        await writeTombstoneFile(file, { dataset, version, tombstones });
      await place.clear();
      const kept = tombstones.length > 0 ? file : undefined;
      return { dataset, version, records, source: opened.layout, raised, undecided, file: kept };
    } finally {
      place.leave();
    }
  } finally {
    await opened.close();
  }
}

async function identityOf({ folder }: Release, { layout }: OpenLook): Promise<unknown> {
  const { sha256 } = await refFile(folder, releaseFiles.checksums);
  return { toolkit: toolkitName(), release: sha256, source: layout };
}

function recipeOf({ folder, info }: Release): INaturalistSource {
  const { content } = info.recipe;
  if (info.source.truth !== 'species' || content.source.kind !== 'inaturalist') {
    throw new InvalidInput(`Release holds no photos of iNaturalist: ${folder}`);
  }
  return parseINaturalistSource(content.source, `${folder}, its recipe at source`);
}
