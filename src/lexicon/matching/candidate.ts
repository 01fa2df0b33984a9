import type { CandidateFacts } from '../../records/index.ts';

/** A taxon above candidates, linked to the one above it. */
export interface Ancestor {
  /** Unique within the input: a taxon id where there is one. */
  readonly key: string;
  readonly name: string;
  readonly rank?: string | undefined;
  readonly parent?: Ancestor | undefined;
}

/** What is held against class sets: a class name, a synset, a taxon. */
export interface Candidate extends Omit<CandidateFacts, 'parent' | 'isTaxon'> {
  readonly parent?: Ancestor | undefined;
  /** Said by the input: its names are scientific ones, whatever they look like. */
  readonly isTaxon: boolean;
}
