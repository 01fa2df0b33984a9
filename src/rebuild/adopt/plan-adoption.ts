import { speciesJudge } from '../../audit/index.ts';
import { SourceChanged } from '../../errors.ts';
import type { Journal } from '../../io/index.ts';
import type { GroupQuery } from '../../records/index.ts';
import {
  type FoundPhoto,
  findPhotos,
  type OpenDataSource,
  type SpeciesTaxon,
} from '../../sources/index.ts';
import type { Progress } from '../build-options.ts';
import type { AuditBasis } from '../certify.ts';
import {
  beginPlan,
  type ChoiceNote,
  closePlan,
  noteChoice,
  noteLeftOut,
  noteSkipped,
  openPlanBook,
  type PlanBook,
  type PlanBookOptions,
} from '../species/plan-book.ts';
import { Adoption, skippedFile } from './adoption.ts';
import type { Archive } from './open-archive.ts';
import type { NamedPhoto, Unresolved } from './read-name.ts';

export interface AdoptionOptions extends PlanBookOptions {
  readonly archive: Archive;
  readonly source: OpenDataSource;
  readonly groups: readonly GroupQuery[];
  readonly basis: AuditBasis;
  /** The same species with other names that they had. */
  readonly withSynonyms: (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The plan of an adoption: from the journal where it is complete, else made from the start. */
export async function planAdoption(options: AdoptionOptions, journal: Journal): Promise<PlanBook> {
  const done = openPlanBook(journal, options);
  if (done !== undefined) return done;
  beginPlan(journal);
  const adoption = new Adoption(journal, options);
  await identifyAll(adoption, options, journal);
  noteLeftOut(journal, options.source.leftOut);
  closePlan(journal, await noteAll(adoption, options, journal));
  return openPlanBook(journal, options) as PlanBook;
}

/** Goes through the archive twice: all ids are asked for before the first answer comes. */
async function identifyAll(
  adoption: Adoption,
  { archive, source, groups, signal, onProgress }: AdoptionOptions,
  journal: Journal,
): Promise<void> {
  const ranks = [...new Set(groups.flatMap((group) => group.ranks))];
  const answers = findPhotos(source, idsOf(archive), { ranks });
  let folder: { readonly file: NamedPhoto; readonly found: FoundPhoto }[] = [];
  let next = await answers.next();
  let unresolved: Unresolved[] = [];
  const leaveOut = () => {
    noteSkipped(journal, unresolved.map(skippedFile));
    unresolved = [];
  };
  let done = 0;
  for await (const file of archive.list()) {
    signal?.throwIfAborted();
    onProgress?.({ phase: 'identify', done: ++done, total: archive.files });
    if (file.kind === 'unresolved') {
      unresolved.push(file);
      if (unresolved.length === rowsAtOnce) leaveOut();
      continue;
    }
    if (next.done === true || next.value.photoId !== file.photoId) {
      throw new SourceChanged(`Files came or went while they were read: ${file.path}`);
    }
    if (folder[0] !== undefined && folder[0].file.folder !== file.folder) {
      await adoption.take(folder);
      folder = [];
    }
    folder.push({ file, found: next.value });
    next = await answers.next();
  }
  await adoption.take(folder);
  leaveOut();
}

/** Rows that are written down together. */
const rowsAtOnce = 1000;

async function* idsOf(archive: Archive): AsyncGenerator<number> {
  for await (const file of archive.list()) if (file.kind === 'photo') yield file.photoId;
}

/** Species that get their other names together. */
const batchSize = 30;

/** Writes down each species with its photos; the audit is told of each, and leaves none out. */
async function noteAll(
  adoption: Adoption,
  { basis, withSynonyms, signal }: AdoptionOptions,
  journal: Journal,
): Promise<readonly ChoiceNote[]> {
  const judge = speciesJudge(basis);
  const notes: ChoiceNote[] = [];
  const species = adoption.species();
  for (let from = 0; from < species.length; from += batchSize) {
    signal?.throwIfAborted();
    const some = species.slice(from, from + batchSize);
    const named = await withSynonyms(some.map(({ taxon }) => taxon));
    for (const [i, one] of some.entries()) {
      const taxon = named[i] as SpeciesTaxon;
      const { tier } = judge(taxon).judgement;
      const photos = adoption.photosOf(one);
      const { group } = one;
      const eligible = photos.length;
      const choice = { kind: 'chosen', group, taxon, tier, eligible, photos, skipped: [] } as const;
      notes.push(noteChoice(journal, choice));
    }
  }
  return notes;
}
