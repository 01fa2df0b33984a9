/**
 * The nouns of WordNet 3.0 as flat arrays over shared memory, so that threads read one copy.
 *
 * A synset is a row: its place among the lines of `data.noun`, 0 to size - 1. A relation is a pair
 * of arrays: the targets of row `i` are `targets[starts[i]] .. targets[starts[i + 1] - 1]`.
 */
export interface NounTables {
  /** The bytes of `data.noun`; lemmas and glosses are read from them in place. */
  readonly text: Uint8Array;
  /** Byte offset of each row's line, ascending: the number in its wnid. */
  readonly offsets: Uint32Array;
  /** Lexicographer file of each row: 5 animal, 13 food, 18 person, 20 plant, ... */
  readonly lexFiles: Uint8Array;
  /** `@` and `@i`, in the order of the file. */
  readonly hypernyms: Relation;
  /** The inverse of `hypernyms`, ascending. */
  readonly hyponyms: Relation;
  /** `%m`: the members of a group. */
  readonly members: Relation;
  /** `#m`: the groups that something is a member of. */
  readonly groups: Relation;
  readonly lemmas: LemmaTables;
}

export interface Relation {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

/** Lemmas in the order of the file; those of row `i` are `starts[i] .. starts[i + 1] - 1`. */
export interface LemmaTables {
  readonly starts: Uint32Array;
  /** Where each lemma begins and ends in the text. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** The row each lemma belongs to. */
  readonly rows: Uint32Array;
  /** Hash chains: `heads[hash]` is a lemma plus one, `next[lemma]` the one after it plus one. */
  readonly heads: Uint32Array;
  readonly next: Uint32Array;
}

/** An array of 32-bit numbers that threads share. */
export function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}
