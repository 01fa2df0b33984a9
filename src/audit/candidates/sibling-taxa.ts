import type { TaxaData } from './taxa-data.ts';

const space = 0x20;
const letterA = 0x61;
const letterZ = 0x7a;
/** As `parseScientificName` has it: shorter words may be marks. */
const shortestEpithet = 4;

/**
 * The species of a table that have parent, rank and genus in common with one of them, told by their
 * bytes. Only names of the plainest form count: two words of ASCII letters, one space between.
 */
export class SiblingTaxa {
  readonly #data: TaxaData;
  readonly #parent: number;
  readonly #rank: Uint8Array;
  readonly #genus: Uint8Array;
  /** Where the epithet of the taxon that was asked for last begins and ends. */
  epithetFrom = 0;
  epithetTo = 0;

  /** @param row of the one that the others are like; its genus is followed by a space */
  constructor(data: TaxaData, row: number) {
    const { bytes, names, ranks, parents } = data;
    this.#data = data;
    this.#parent = parents[row] as number;
    const rank = ranks[row] as number;
    const name = names[row] as number;
    this.#rank = bytes.slice(rank, endOfText(bytes, rank));
    this.#genus = bytes.slice(name, bytes.indexOf(space, name) + 1);
  }

  /** Is the taxon of a row one of them? Then the place of its epithet is told. */
  has(row: number): boolean {
    const { bytes, parents, names, ranks } = this.#data;
    if (parents[row] !== this.#parent) return false;
    const name = names[row] as number;
    const rank = ranks[row] as number;
    if (!isAt(this.#genus, bytes, name) || !isAt(this.#rank, bytes, rank)) return false;
    if ((bytes[rank + this.#rank.length] as number) >= space) return false;
    const from = name + this.#genus.length;
    let to = from;
    while ((bytes[to] as number) >= letterA && (bytes[to] as number) <= letterZ) to++;
    this.epithetFrom = from;
    this.epithetTo = to;
    return to - from >= shortestEpithet && !((bytes[to] as number) >= space);
  }
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
