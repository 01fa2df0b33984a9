import { existsSync } from 'node:fs';
import { withStorageErrors } from '../../io/index.ts';
import { enterWorkplace } from '../workplace.ts';
import { estimateFetch, type FetchEstimate } from './estimate.ts';
import type { ChoiceNote } from './plan-book.ts';
import type { SpeciesSetup } from './prepare-species.ts';

/** What a build would do, told without downloading an image. */
export interface SpeciesPreview {
  readonly target: string;
  readonly isTaken: boolean;
  readonly layout: string;
  readonly groups: readonly GroupPreview[];
  /** Species looked at, by what the audit says. */
  readonly perTier: Readonly<Record<string, number>>;
  /** Species left out, by reason. */
  readonly passedOver: Readonly<Record<string, number>>;
  readonly fetch: FetchEstimate;
  /** What asking for all that has cost so far. */
  readonly spent: { readonly requests: number; readonly bytes: number };
  /** Under the budgets of the photos' host, from untouched ones on. */
  readonly seconds: number;
}

export interface GroupPreview {
  readonly group: string;
  readonly wanted: number;
  readonly species: number;
  readonly photos: number;
  readonly lookedAt: number;
}

/** Makes the plan, which a build then goes on from, and estimates what fetching its photos takes. */
export async function previewSpecies(setup: SpeciesSetup): Promise<SpeciesPreview> {
  const { target, identity, layout, groups, services } = setup;
  const isTaken = existsSync(target);
  const workplace = await enterWorkplace({ target, identity, isPreview: true });
  try {
    const { journal, folder } = workplace;
    const book = await withStorageErrors(folder, () => setup.plan(journal));
    const fetch = await estimateFetch(book.orders(), services.askSizes);
    return {
      target,
      isTaken,
      layout,
      groups: groups.map(({ group, mostSpecies }) => {
        const notes = book.outcomes.filter((note) => note.group === group);
        const chosen = notes.filter(({ kind }) => kind === 'chosen');
        const photos = chosen.reduce((sum, note) => sum + note.photos, 0);
        return {
          group,
          wanted: mostSpecies,
          species: chosen.length,
          photos,
          lookedAt: notes.length,
        };
      }),
      perTier: countsOf(book.outcomes, ({ tier }) => tier),
      passedOver: countsOf(book.outcomes, ({ reason }) => reason),
      fetch,
      spent: services.spent(),
      seconds: services.secondsUnderBudget({ requests: fetch.photos, bytes: fetch.bytes }),
    };
  } finally {
    workplace.leave();
  }
}

function countsOf(
  notes: readonly ChoiceNote[],
  wordOf: (note: ChoiceNote) => string | undefined,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const note of notes) {
    const word = wordOf(note);
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
