import type { Candidate } from '../../lexicon/index.ts';
import { compareText, type LeftOut, type Sha256 } from '../../records/index.ts';

/** The candidates of one input, in an order that depends on nothing else. */
export interface CandidateList {
  /** What the input was taken for: "iNaturalist export", "list of names". */
  readonly format: string;
  /** Which column was read as what. */
  readonly columns: Readonly<Record<string, string>>;
  readonly sha256: Sha256;
  readonly where: string;
  readonly leftOut: readonly LeftOut[];
  readonly size: number;
  at(place: number): Candidate;
  /** Is there a candidate of this id? */
  has(id: string): boolean;
}

/** Order of ids: numbers by value and before all else, other texts by code unit. */
export function compareIds(a: string, b: string): number {
  const isNumberA = /^\d{1,15}$/.test(a);
  const isNumberB = /^\d{1,15}$/.test(b);
  if (isNumberA && isNumberB) return Number(a) - Number(b) || compareText(a, b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return compareText(a, b);
}
