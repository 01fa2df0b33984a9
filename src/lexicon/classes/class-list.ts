import type { Sha256, Wnid } from '../../records/index.ts';

/** The vocabulary that candidates are held against. */
export interface ClassList {
  readonly name: string;
  readonly title: string;
  /** Digest of the file the list was read from. */
  readonly sha256: Sha256;
  /** What its synsets are checked to be in: the file, for messages. */
  readonly where: string;
  /** `all-nouns`: every noun synset of WordNet is a class. */
  readonly members: readonly ClassListMember[] | 'all-nouns';
}

export interface ClassListMember {
  /** Absent where the list is of wnids alone. */
  readonly label?: string | undefined;
  readonly wnid?: Wnid | undefined;
}
