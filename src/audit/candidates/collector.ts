import type { Ancestor, Candidate } from '../../lexicon/index.ts';
import { countText, type LeftOut, type OtherName, type Sha256 } from '../../records/index.ts';
import { type CandidateList, compareIds } from './candidate-list.ts';

/** What a reader says the input is. */
export interface InputFacts {
  readonly format: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly sha256: Sha256;
  readonly where: string;
}

/** Gathers candidates as a reader finds them: one an id, whatever number of rows name it. */
export class Collector {
  readonly #candidates = new Map<string, Candidate>();
  readonly #ancestors = new Map<string, Ancestor>();
  readonly #leftOut = new Map<string, { places: string[]; count: number }>();

  add(candidate: Candidate): void {
    const known = this.#candidates.get(candidate.id);
    this.#candidates.set(candidate.id, known === undefined ? candidate : merged(known, candidate));
  }

  /** A row that names no candidate. */
  leaveOut(where: string, reason: string): void {
    const entry = this.#leftOut.get(reason) ?? { places: [], count: 0 };
    entry.count++;
    if (entry.places.length < placesNamed) entry.places.push(where);
    this.#leftOut.set(reason, entry);
  }

  /** Taxa from the highest to the lowest as linked ancestors; equal ones are one object. */
  ancestors(
    taxa: readonly { readonly name: string; readonly rank?: string; readonly key?: string }[],
  ): Ancestor | undefined {
    let parent: Ancestor | undefined;
    for (const { name, rank, key: given } of taxa) {
      const key = given ?? `${parent?.key ?? ''}/${name}`;
      let ancestor = this.#ancestors.get(key);
      if (ancestor === undefined) {
        ancestor = { key, name, rank, parent };
        this.#ancestors.set(key, ancestor);
      }
      parent = ancestor;
    }
    return parent;
  }

  finish(facts: InputFacts): CandidateList {
    const candidates = [...this.#candidates.values()].sort((a, b) => compareIds(a.id, b.id));
    const leftOut: LeftOut[] = [...this.#leftOut]
      .map(([reason, { places, count }]) => ({ where: placesText(places, count), reason }))
      .sort((a, b) => (a.reason < b.reason ? -1 : 1));
    return {
      ...facts,
      leftOut,
      size: candidates.length,
      at: (place) => candidates[place] as Candidate,
      has: (id) => this.#candidates.has(id),
    };
  }
}

const placesNamed = 10;

function placesText(places: readonly string[], count: number): string {
  const more = count - places.length;
  return `${places.join(', ')}${more > 0 ? ` and ${countText(more)} more` : ''}`;
}

/** Two rows of one id: the first row's name stands, other names become synonyms. */
function merged(known: Candidate, other: Candidate): Candidate {
  const renamed: OtherName[] =
    other.name === known.name ? [] : [{ name: other.name, source: 'another name of the same id' }];
  return {
    ...known,
    rank: known.rank ?? other.rank,
    parent: known.parent ?? other.parent,
    synonyms: joined(known.synonyms, [...(other.synonyms ?? []), ...renamed]),
    vernaculars: joined(known.vernaculars, other.vernaculars),
  };
}

function joined(
  a: readonly OtherName[] | undefined,
  b: readonly OtherName[] | undefined,
): readonly OtherName[] | undefined {
  if (b === undefined || b.length === 0) return a;
  const names = new Map([...(a ?? []), ...b].reverse().map((name) => [name.name, name]));
  return [...names.values()].sort((x, y) => (x.name < y.name ? -1 : 1));
}
