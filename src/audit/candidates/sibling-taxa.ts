import type { TaxaData } from './taxa-data.ts';

const space = 0x20;
const letterA = 0x61;
const letterZ = 0x7a;
const capitalA = 0x41;
const capitalZ = 0x5a;
/** As `parseScientificName` has it: shorter words may be marks. */
const shortestEpithet = 4;

/**
 * The taxa of a table that have parent, rank and name in common with one of them, but for the last
 * word of the name, told by their bytes. Only names of the plainest form count: one word of ASCII
 * letters that begins with a capital, or such a genus and an epithet of small ones.
 */
export class SiblingTaxa {
  readonly #data: TaxaData;
  readonly #parent: number;
  readonly #rank: Uint8Array;
  /** Genus and space of an epithet, nothing before a genus. */
  readonly #before: Uint8Array;
  /** Where the last word of the taxon that was asked for last begins and ends. */
  wordFrom = 0;
  wordTo = 0;

  /** @param row of one of them, whose name has the plainest form */
  constructor(data: TaxaData, row: number) {
    const { bytes, names, ranks, parents } = data;
    this.#data = data;
    this.#parent = parents[row] as number;
    const rank = ranks[row] as number;
    this.#rank = bytes.slice(rank, endOfText(bytes, rank));
    const name = names[row] as number;
    const lastSpace = bytes.lastIndexOf(space, endOfText(bytes, name));
    this.#before = bytes.slice(name, Math.max(name, lastSpace + 1));
  }

  /** Is the taxon of a row one of them? Then the place of its last word is told. */
  has(row: number): boolean {
    const { bytes, parents, names, ranks } = this.#data;
    if (parents[row] !== this.#parent) return false;
    const name = names[row] as number;
    const rank = ranks[row] as number;
    if (!isAt(this.#before, bytes, name) || !isAt(this.#rank, bytes, rank)) return false;
    if ((bytes[rank + this.#rank.length] as number) >= space) return false;
    const from = name + this.#before.length;
    const isEpithet = from > name;
    let to = from;
    if (!isEpithet && isWithin(bytes[to] as number, capitalA, capitalZ)) to++;
    const small = to;
    while (isWithin(bytes[to] as number, letterA, letterZ)) to++;
    this.wordFrom = from;
    this.wordTo = to;
    const isWhole = !((bytes[to] as number) >= space);
    if (isEpithet) return isWhole && to - from >= shortestEpithet;
    return isWhole && small > from && to > small;
  }
}

function isWithin(byte: number, first: number, last: number): boolean {
  return byte >= first && byte <= last;
}

function endOfText(bytes: Uint8Array, from: number): number {
  let to = from;
  while (to < bytes.length && (bytes[to] as number) >= space) to++;
  return to;
}

function isAt(text: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}
