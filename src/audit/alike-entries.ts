import type { Alike } from '../lexicon/index.ts';
import type { CandidateFacts, Judgement } from '../records/index.ts';
import { SiblingTaxa } from './candidates/sibling-taxa.ts';
import type { TaxaData } from './candidates/taxa-data.ts';
import { factsText } from './entry-text.ts';
import type { LineBuffer } from './line-buffer.ts';

const beforeId = Buffer.from('{"id":"');
const beforeName = Buffer.from('","name":"');

/**
 * The entries of taxa that are judged alike: most of a large table. They differ in id and name,
 * which go from the bytes of the table to those of the line.
 */
export class AlikeEntries {
  readonly #data: TaxaData;
  readonly #alike: Alike;
  readonly #siblings: SiblingTaxa;
  readonly #facts: CandidateFacts;
  /** What stands after the name, and after the name that was tried; made where lines are wanted. */
  #after: readonly [name: Uint8Array, tried: Uint8Array] | undefined;

  /** @param facts of one of the taxa, of that row */
  constructor(data: TaxaData, row: number, facts: CandidateFacts, alike: Alike) {
    this.#data = data;
    this.#alike = alike;
    this.#siblings = new SiblingTaxa(data, row);
    this.#facts = facts;
  }

  get judgements(): readonly Judgement[] {
    return this.#alike.judgements;
  }

  /** Is the taxon of a row one whose last word decides? */
  mayHave(row: number): boolean {
    return this.#siblings.has(row);
  }

  /** Is the one that was asked for last judged like the others? */
  includesLast(): boolean {
    const { wordFrom, wordTo } = this.#siblings;
    return this.#alike.includes(this.#data.bytes, wordFrom, wordTo);
  }

  /** Writes the entry of the row that was asked for last. */
  write(row: number, lines: LineBuffer): void {
    const { bytes, ids, names } = this.#data;
    const from = names[row] as number;
    const to = this.#siblings.wordTo;
    this.#after ??= [
      Buffer.from(`"${factsText(this.#facts)},"tried":["`),
      Buffer.from(`"],"judgements":${JSON.stringify(this.judgements)}}`),
    ];
    const [afterName, afterTried] = this.#after;
    lines.next();
    lines.bytes(beforeId);
    lines.number(ids[row] as number);
    lines.bytes(beforeName);
    lines.bytes(bytes, from, to);
    lines.bytes(afterName);
    lines.bytes(bytes, from, to);
    lines.bytes(afterTried);
  }
}
