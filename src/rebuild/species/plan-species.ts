import { speciesJudge } from '../../audit/index.ts';
import type { Journal } from '../../io/index.ts';
import type { GroupQuery } from '../../records/index.ts';
import type { PhotoSource, SpeciesTaxon } from '../../sources/index.ts';
import type { Progress } from '../build-options.ts';
import type { AuditBasis } from '../certify.ts';
import { chooseSpecies } from './choose-species.ts';
import {
  type ChoiceNote,
  closePlan,
  noteChoice,
  notedChoice,
  noteLeftOut,
  openPlanBook,
  type PlanBook,
  type PlanBookOptions,
} from './plan-book.ts';

export interface PlanOptions extends PlanBookOptions {
  readonly source: PhotoSource;
  readonly groups: readonly GroupQuery[];
  readonly basis: AuditBasis;
  /** The same species with the synonyms that the source itself does not have. */
  readonly withSynonyms: (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * The plan of a build: from the journal where it is complete, else asked of the source, species by
 * species; what an interrupted plan has found is not asked again.
 */
export async function planSpecies(options: PlanOptions, journal: Journal): Promise<PlanBook> {
  const done = openPlanBook(journal, options);
  if (done !== undefined) return done;
  closePlan(journal, await chooseAll(options, journal));
  return openPlanBook(journal, options) as PlanBook;
}

async function chooseAll(
  { source, groups, basis, withSynonyms, signal, onProgress }: PlanOptions,
  journal: Journal,
): Promise<readonly ChoiceNote[]> {
  const wanted = groups.reduce((sum, { mostSpecies }) => sum + mostSpecies, 0);
  const notes: ChoiceNote[] = [];
  const taken = new Set<number>();
  const judge = speciesJudge(basis);
  for (const group of groups) {
    const choices = chooseSpecies(source, group, {
      judge,
      withSynonyms,
      known: (name, taxonId) => notedChoice(journal, name, taxonId),
      isTaken: (taxonId) => taken.has(taxonId),
      signal,
    });
    for await (const choice of choices) {
      const note = noteChoice(journal, choice);
      notes.push(note);
      if (choice.kind === 'chosen') taken.add(note.taxonId);
      onProgress?.({ phase: 'plan', done: taken.size, total: wanted });
    }
    noteLeftOut(journal, source.leftOut);
  }
  return notes;
}
