import { noEpithets } from './scientific-name.ts';
import { stemBytes } from './stem-bytes.ts';
import { WordTable } from './word-table.ts';

const plain = /^[a-z]+$/;

/** Tells from the bytes of an epithet, small letters all, what is known of it. */
export class EpithetReader {
  readonly #stems: WordTable;
  readonly #noEpithets = new WordTable([...noEpithets].filter((word) => plain.test(word)));
  #stem = new Uint8Array(64);

  /** @param stems that are known, each once */
  constructor(stems: readonly string[]) {
    this.#stems = new WordTable(stems.filter((stem) => plain.test(stem)));
  }

  /** Is it a word that is none, such as "group" or "sensu"? */
  isNoEpithet(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#noEpithets.find(bytes, from, to) !== undefined;
  }

  /** The stem of an epithet, undefined where it is not among those known. */
  knownStem(bytes: Uint8Array, from: number, to: number): string | undefined {
    if (to - from > this.#stem.length) this.#stem = new Uint8Array(2 * (to - from));
    const length = stemBytes(bytes, from, to, this.#stem);
    return this.#stems.find(this.#stem, 0, length);
  }
}
