import type { Judgement } from '../../records/index.ts';
import { noEpithets } from '../names/scientific-name.ts';
import { stemBytes } from '../names/stem-bytes.ts';
import { WordTable } from '../names/word-table.ts';
import type { SpeciesIndex } from '../taxonomy/species-index.ts';
import type { CommonJudgement } from './judge-taxon.ts';

/**
 * Species of one genus, rank and parent, of which WordNet has none by name: they are judged alike
 * unless an epithet reminds of a class. This tells which, from the bytes of the epithet: no name is
 * made, parsed or looked up for most of the taxa of a large table.
 */
export interface Congeners {
  /** What is said of all whose epithet reminds of nothing. */
  readonly judgements: readonly Judgement[];
  /**
   * Is the species of this epithet judged like the others?
   *
   * @param bytes with four small letters or more, `from` to `to` - 1
   */
  includes(bytes: Uint8Array, from: number, to: number): boolean;
}

/** @param common what is said against each class set */
export function congeners(epithets: EpithetReader, common: readonly CommonJudgement[]): Congeners {
  return {
    judgements: common.map(({ judgement }) => judgement),
    includes(bytes, from, to) {
      if (epithets.isNoEpithet(bytes, from, to)) return false;
      const stem = epithets.knownStem(bytes, from, to);
      return stem === undefined || !common.some(({ isException }) => isException(stem));
    },
  };
}

/** Finds what WordNet knows of the stems of epithets. */
export class EpithetReader {
  readonly #stems: WordTable;
  readonly #noEpithets = new WordTable([...noEpithets].filter((word) => /^[a-z]+$/.test(word)));
  #stem = new Uint8Array(64);

  constructor(species: SpeciesIndex) {
    this.#stems = new WordTable(species.stems.filter((stem) => /^[a-z]+$/.test(stem)));
  }

  /** Is it none, such as "group" or "sensu"? */
  isNoEpithet(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#noEpithets.find(bytes, from, to) !== undefined;
  }

  /** The stem of an epithet, undefined where no name of WordNet's has it. */
  knownStem(bytes: Uint8Array, from: number, to: number): string | undefined {
    if (to - from > this.#stem.length) this.#stem = new Uint8Array(2 * (to - from));
    const length = stemBytes(bytes, from, to, this.#stem);
    return this.#stems.find(this.#stem, 0, length);
  }
}
