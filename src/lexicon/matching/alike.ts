import type { Judgement } from '../../records/index.ts';
import type { EpithetReader } from '../names/epithet-reader.ts';
import type { CommonJudgement } from './judge-taxon.ts';
import type { NaturalHistory } from './natural-history.ts';

/**
 * Taxa of one parent and rank whose names are alike but for their last word, and of which WordNet
 * has none by name: they are judged alike unless that word reminds of something. This tells which,
 * from the bytes of the word: most names of a large table are neither parsed nor looked up.
 */
export interface Alike {
  /** What is said of all whose last word reminds of nothing. */
  readonly judgements: readonly Judgement[];
  /**
   * Is the taxon of this last word judged like the others?
   *
   * @param bytes with ASCII letters, `from` to `to` - 1: of an epithet four small ones or more, of a
   *   genus a capital and small ones
   */
  includes(bytes: Uint8Array, from: number, to: number): boolean;
}

/** Species of a genus of which WordNet has no species: the stem of an epithet may remind of one. */
export function alikeSpecies(epithets: EpithetReader, common: readonly CommonJudgement[]): Alike {
  return {
    judgements: common.map(({ judgement }) => judgement),
    includes(bytes, from, to) {
      if (epithets.isNoEpithet(bytes, from, to)) return false;
      const stem = epithets.knownStem(bytes, from, to);
      return stem === undefined || !common.some(({ isException }) => isException(stem));
    },
  };
}

/** Genera that are nothing in WordNet and not a letter from what is. */
export function alikeGenera(history: NaturalHistory, judgements: readonly Judgement[]): Alike {
  return {
    judgements,
    includes(bytes, from, to) {
      return history.isUnknownGenus(latin1(bytes, from, to));
    },
  };
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}
