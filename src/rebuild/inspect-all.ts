import { isDeepStrictEqual } from 'node:util';
import { runOnThreads } from '../engine/index.ts';
import { InvalidInput } from '../errors.ts';
import { breathe, type Journal, withStorageErrors } from '../io/index.ts';
import { type Candidate, type FileLook, type Inspected, looksAt } from '../sources/index.ts';
import type { Plan } from './plan.ts';
import type { Workplace } from './workplace.ts';

/** What the journal keeps of a candidate: what was seen, and the files it was seen in. */
interface InspectedEntry {
  readonly looks: readonly FileLook[];
  readonly outcome: Inspected;
}

const table = 'inspected';

/** Reads every candidate that the journal does not hold already, on all threads. */
export async function inspectAll(plan: Plan, { journal, folder }: Workplace): Promise<void> {
  const { listing, options, recipe, source, inspect } = plan;
  const byKey = new Map(listing.candidates.map((candidate) => [candidate.key, candidate]));
  const pending: Candidate[] = [];
  for await (const candidate of breathe(listing.candidates)) {
    if (outcomeOf(journal, candidate) === undefined) pending.push(candidate);
  }
  const total = listing.candidates.length;
  let done = total - pending.length;
  if (done === 0) await source.survey(recipe.content.source, inspect);
  const task = source.inspectTask(recipe.content.source, inspect);
  options.onProgress?.({ phase: 'inspect', done, total });
  for await (const batch of runOnThreads(task, pending, { ...options, batchSize: 32 })) {
    const entries = batch.map((outcome): [string, InspectedEntry] => {
      return [outcome.key, { looks: looksAt(byKey.get(outcome.key) as Candidate), outcome }];
    });
    await withStorageErrors(folder, () => journal.put(table, entries));
    done += batch.length;
    options.onProgress?.({ phase: 'inspect', done, total });
  }
}

/** What became of every candidate, in the order of their keys. */
export async function* inspectedOutcomes(
  { listing }: Plan,
  journal: Journal,
): AsyncGenerator<Inspected> {
  for await (const candidate of breathe(listing.candidates)) {
    const outcome = outcomeOf(journal, candidate);
    if (outcome === undefined)
      throw new InvalidInput(`Candidate was not inspected: ${candidate.key}`);
    yield outcome;
  }
}

function outcomeOf(journal: Journal, candidate: Candidate): Inspected | undefined {
  const entry = journal.get(table, candidate.key) as InspectedEntry | undefined;
  return entry !== undefined && isDeepStrictEqual(entry.looks, looksAt(candidate))
    ? entry.outcome
    : undefined;
}
