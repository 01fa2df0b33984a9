import type { Congeners } from '../lexicon/index.ts';
import type { CertificateEntry } from '../records/index.ts';
import { SiblingTaxa } from './candidates/sibling-taxa.ts';
import type { TaxaData } from './candidates/taxa-data.ts';
import { factsText } from './entry-text.ts';
import type { LineBuffer } from './line-buffer.ts';

const beforeId = Buffer.from('{"id":"');
const beforeName = Buffer.from('","name":"');

/**
 * The entries of species that are judged like one of their genus before them: most of a large
 * table. They differ in id and name, which go from the bytes of the table to those of the line.
 */
export class CongenerEntries {
  readonly congeners: Congeners;
  readonly #data: TaxaData;
  readonly #siblings: SiblingTaxa;
  readonly #afterName: Uint8Array;
  readonly #afterTried: Uint8Array;

  /** @param model the entry that the others are like, of that row */
  constructor(data: TaxaData, row: number, model: CertificateEntry, congeners: Congeners) {
    this.#data = data;
    this.congeners = congeners;
    this.#siblings = new SiblingTaxa(data, row);
    this.#afterName = Buffer.from(`"${factsText(model)},"tried":["`);
    this.#afterTried = Buffer.from(`"],"judgements":${JSON.stringify(congeners.judgements)}}`);
  }

  /** Is the taxon of a row judged like the others? */
  has(row: number): boolean {
    const siblings = this.#siblings;
    if (!siblings.has(row)) return false;
    return this.congeners.includes(this.#data.bytes, siblings.epithetFrom, siblings.epithetTo);
  }

  /** Writes the entry of the row that was asked for last. */
  write(row: number, lines: LineBuffer): void {
    const { bytes, ids, names } = this.#data;
    const name = names[row] as number;
    const nameEnd = this.#siblings.epithetTo;
    lines.next();
    lines.bytes(beforeId);
    lines.number(ids[row] as number);
    lines.bytes(beforeName);
    lines.bytes(bytes, name, nameEnd);
    lines.bytes(this.#afterName);
    lines.bytes(bytes, name, nameEnd);
    lines.bytes(this.#afterTried);
  }
}
