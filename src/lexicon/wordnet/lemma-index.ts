import { type LemmaTables, sharedUint32 } from './noun-tables.ts';

const tableBits = 18;

interface LemmaLists {
  readonly starts: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly rows: readonly number[];
}

/** Builds the hash chains that `rowsNamed` follows. */
export function indexLemmas(text: Uint8Array, lists: LemmaLists): LemmaTables {
  const heads = sharedUint32(1 << tableBits);
  const next = sharedUint32(lists.from.length);
  for (let lemma = lists.from.length - 1; lemma >= 0; lemma--) {
    let hash = hashStart;
    for (let i = lists.from[lemma] as number; i < (lists.to[lemma] as number); i++) {
      hash = hashStep(hash, folded(text[i] as number));
    }
    const place = placeOf(hash);
    next[lemma] = heads[place] as number;
    heads[place] = lemma + 1;
  }
  const shared = (numbers: readonly number[]) => {
    const array = sharedUint32(numbers.length);
    array.set(numbers);
    return array;
  };
  return {
    starts: shared(lists.starts),
    from: shared(lists.from),
    to: shared(lists.to),
    rows: shared(lists.rows),
    heads,
    next,
  };
}

/**
 * Rows with a lemma equal to `name`, ascending; case, and the difference between space, underscore
 * and hyphen, do not count.
 */
export function rowsNamed(text: Uint8Array, lemmas: LemmaTables, name: string): readonly number[] {
  let hash = hashStart;
  for (let i = 0; i < name.length; i++) hash = hashStep(hash, folded(name.charCodeAt(i)));
  let lemma = lemmas.heads[placeOf(hash)] as number;
  if (lemma === 0) return nothing;
  let rows: number[] | undefined;
  for (; lemma !== 0; lemma = lemmas.next[lemma - 1] as number) {
    if (!isLemma(text, lemmas.from[lemma - 1] as number, lemmas.to[lemma - 1] as number, name)) {
      continue;
    }
    const row = lemmas.rows[lemma - 1] as number;
    if (rows === undefined) rows = [row];
    else if (rows.at(-1) !== row) rows.push(row);
  }
  return rows ?? nothing;
}

const nothing: readonly number[] = [];

function isLemma(text: Uint8Array, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i++) {
    if (folded(text[from + i] as number) !== folded(name.charCodeAt(i))) return false;
  }
  return true;
}

/** Lower case; underscore and hyphen as space. ASCII only, as every lemma of the nouns is. */
function folded(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code + 0x20;
  return code === 0x5f || code === 0x2d ? 0x20 : code;
}

/** FNV-1a, 32 bits. */
const hashStart = 0x811c9dc5;

function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & ((1 << tableBits) - 1);
}
