import { join } from 'node:path';
import { speciesCandidates } from '../../audit/index.ts';
import { InvalidInput } from '../../errors.ts';
import { encoderText, hashBytes, toolkitName, withStorageErrors } from '../../io/index.ts';
import { partOfGroup, type SpeciesRecord } from '../../records/index.ts';
import { type FreezeInput, type Frozen, freezeRelease, writeTables } from '../../release/index.ts';
import { certify } from '../certify.ts';
import { enterWorkplace, type Workplace } from '../workplace.ts';
import { type Acquisition, acquireAll } from './acquire-all.ts';
import { expectPhotos } from './expect-photos.ts';
import type { PlanBook } from './plan-book.ts';
import { bringBack, setAside } from './set-aside.ts';
import { type Settlement, settle } from './settle.ts';
import type { SpeciesLine } from './species-line.ts';

/** A release, and what came of asking for its photos. */
export interface BuiltSpecies extends Frozen {
  readonly acquisition: Acquisition;
}

/**
 * The whole line for photos of species: species are chosen and audited, their photos fetched,
 * decided over, written down, judged, frozen.
 *
 * Killed anywhere and started again, it goes on where it was and ends with the same bytes.
 *
 * @throws {Busy | AlreadyExists | RemoteFailure | StorageFailure | Interrupted | InvalidInput}
 */
export async function rebuildSpecies(line: SpeciesLine): Promise<BuiltSpecies> {
  const { target, identity, iNaturalist, mostFailedShare, signal, onProgress } = line;
  const workplace = await enterWorkplace({ target, identity });
  try {
    const { journal, folder, staging } = workplace;
    const book = await withStorageErrors(folder, () => line.plan(journal));
    await withStorageErrors(folder, () => bringBack(staging, join(folder, 'aside')));
    const photos = book.outcomes.reduce((sum, note) => sum + note.photos, 0);
    const acquisition = await acquireAll(book.orders(), {
      ...line.tools(staging),
      rest: line.rest,
      journal,
      atOnce: line.atOnce,
      signal,
      onProgress: (done) => onProgress?.({ phase: 'fetch', done, total: photos }),
    });
    signal?.throwIfAborted();
    expectPhotos(acquisition, { mostFailedShare, url: iNaturalist.photos });
    onProgress?.({ phase: 'judge', done: 0, total: 1 });
    const frozen = await withStorageErrors(folder, () => {
      return freeze(line, workplace, book, settle(book, journal, iNaturalist));
    });
    onProgress?.({ phase: 'judge', done: 1, total: 1 });
    await workplace.clear();
    return { ...frozen, acquisition };
  } finally {
    workplace.leave();
  }
}

async function freeze(
  line: SpeciesLine,
  { staging, folder }: Workplace,
  book: PlanBook,
  { records, skipped }: Settlement,
): Promise<Frozen> {
  const { recipe, classSet, basis, claims, target } = line;
  const kept = keptOf(records(), line);
  await setAside(staging, { aside: join(folder, 'aside'), kept: kept.paths });
  await writeTables(staging, folder, {
    records: asyncOf(records()),
    skipped: asyncOf(skipped()),
    recipe: recipe.content,
    classSet: classSet.content,
    truth: 'species',
  });
  const certificate = await certify(basis, certifiedSpecies(book, kept.taxa));
  const references = await line.references?.();
  const identity = identityOf(line);
  return freezeRelease({ staging, target, identity, claims, certificate, references });
}

interface Kept {
  readonly paths: ReadonlySet<string>;
  readonly taxa: ReadonlySet<number>;
}

/** @throws {InvalidInput} when no photo became a record */
function keptOf(records: Iterable<SpeciesRecord>, { layout }: SpeciesLine): Kept {
  const paths = new Set<string>();
  const taxa = new Set<number>();
  for (const { image, truth } of records) {
    if (image.placed !== undefined) paths.add(image.placed.path);
    taxa.add(truth.taxon.id);
  }
  if (taxa.size === 0) {
    throw new InvalidInput(`No species is left with enough images: ${layout}`);
  }
  return { paths, taxa };
}

/** The species of the release as candidates; their digest is that of what is said of them. */
function certifiedSpecies(book: PlanBook, taxa: ReadonlySet<number>) {
  const species = Array.from(book.chosen(), ({ taxon }) => taxon)
    .filter(({ id }) => taxa.has(id))
    .sort((a, b) => a.id - b.id);
  const sha256 = hashBytes(species.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return speciesCandidates(species, { where: 'species of the release', sha256 });
}

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

function identityOf(line: SpeciesLine): FreezeInput['identity'] {
  const { recipe, classSet, iNaturalist, groups, layout } = line;
  const most = new Map(groups.map(({ group, mostSpecies }) => [group, mostSpecies]));
  return {
    name: recipe.content.name,
    version: recipe.content.version,
    kind: 'full',
    toolkit: toolkitName(),
    recipe: { sha256: recipe.sha256, content: recipe.content },
    classSet: { sha256: classSet.sha256, content: classSet.content },
    source: {
      kind: iNaturalist.kind,
      truth: 'species',
      layout,
      presentSplits: Object.fromEntries(
        // A group of which fewer species are asked for than the recipe says is part of one.
        iNaturalist.groups.map(({ group, mostSpecies }) => {
          return [partOfGroup(group), most.get(group) === mostSpecies];
        }),
      ),
      facts: ['image-species'],
      encoder: encoderText(),
    },
  };
}
