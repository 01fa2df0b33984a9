import type { Journal } from '../../io/index.ts';
import { asSpeciesRecord, type SpeciesRecord } from '../../records/index.ts';
import type { Departure, Release } from '../../release/index.ts';
import type { PhotoToday, TakenPhoto } from '../../sources/index.ts';
import { departureOf } from './departure-of.ts';
import type { OpenLook } from './open-look.ts';

/** What a source says of the photos of a release. */
export interface Seen {
  readonly departures: readonly Departure[];
  readonly undecided: Undecided;
}

export interface Undecided {
  readonly count: number;
  readonly examples: readonly { readonly photoId: number; readonly detail: string }[];
}

export interface LookThroughOptions {
  readonly opened: OpenLook;
  readonly ranks: readonly string[];
  /** Answers so far; those that it holds are not asked for again. */
  readonly journal: Journal;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** What became of one photo: nothing, a departure, or nobody can tell. */
type Outcome =
  | { readonly kind: 'stays' }
  | { readonly kind: 'leaves'; readonly departure: Departure }
  | { readonly kind: 'undecided'; readonly detail: string };

const table = 'looked';
const mostExamples = 20;
/** The API is asked for so many at once: who goes on asks from where a question ended. */
const batchSize = 100;

/**
 * Asks for every photo of which the journal holds nothing, or for all where the source answers in one
 * pass, then goes through all answers in the order of the records.
 */
export async function lookThrough(
  tables: Release['tables'],
  { opened, ranks, journal, signal, onProgress }: LookThroughOptions,
): Promise<Seen> {
  const { look, isResumable } = opened;
  let done = isResumable ? journal.count(table) : 0;
  const left = async function* () {
    for await (const taken of takenFrom(tables)) {
      if (!isResumable || journal.get(table, keyOf(taken)) === undefined) yield taken;
    }
  };
  let batch: [string, Outcome][] = [];
  const flush = () => {
    journal.put(table, batch);
    batch = [];
  };
  for await (const { taken, today } of look(left, ranks)) {
    signal?.throwIfAborted();
    batch.push([keyOf(taken), outcomeOf(taken.record, today)]);
    if (batch.length === batchSize) flush();
    onProgress?.(++done);
  }
  flush();
  return gather(tables, journal);
}

async function gather(tables: Release['tables'], journal: Journal): Promise<Seen> {
  const departures: Departure[] = [];
  const examples: Undecided['examples'][number][] = [];
  let count = 0;
  for await (const taken of takenFrom(tables)) {
    const outcome = journal.get(table, keyOf(taken)) as Outcome;
    if (outcome.kind === 'leaves') departures.push(outcome.departure);
    if (outcome.kind !== 'undecided') continue;
    count++;
    const { photoId } = taken;
    if (examples.length < mostExamples) examples.push({ photoId, detail: outcome.detail });
  }
  return { departures, undecided: { count, examples } };
}

function outcomeOf(record: SpeciesRecord, today: PhotoToday): Outcome {
  if (today.kind === 'unknown') return { kind: 'undecided', detail: today.detail };
  const departure = departureOf(record, today);
  return departure === undefined ? { kind: 'stays' } : { kind: 'leaves', departure };
}

/** A photo and its record. */
interface TakenRecord extends TakenPhoto {
  readonly record: SpeciesRecord;
}

async function* takenFrom(tables: Release['tables']): AsyncGenerator<TakenRecord> {
  for await (const any of tables.records()) {
    const record = asSpeciesRecord(any);
    const { photo, taxon } = record.truth;
    const { photoId, observation } = photo;
    yield { photoId, observation, taxonId: taxon.id, record };
  }
}

function keyOf({ photoId }: TakenPhoto): string {
  return String(photoId).padStart(15, '0');
}
