import { isOneLetterOff } from './one-letter.ts';

/**
 * Finds words that are one letter off without going over all of them: two such words are equal, or
 * become so, when each loses a letter or none (symmetric deletion, as SymSpell does).
 *
 * @see https://github.com/wolfgarbe/SymSpell
 */
export class NearWords {
  readonly #byShort = new Map<string, string[]>();

  constructor(words: Iterable<string>) {
    for (const word of words) {
      for (const short of shortened(word)) {
        const others = this.#byShort.get(short);
        if (others === undefined) this.#byShort.set(short, [word]);
        else others.push(word);
      }
    }
  }

  /** The words one letter off, as `isOneLetterOff` has it. */
  near(word: string): readonly string[] {
    let near: Set<string> | undefined;
    for (const short of shortened(word)) {
      for (const other of this.#byShort.get(short) ?? nothing) {
        if (!isOneLetterOff(other, word)) continue;
        near ??= new Set();
        near.add(other);
      }
    }
    return near === undefined ? nothing : [...near];
  }
}

const nothing: readonly string[] = [];

/** The word, and the word without each of its letters. */
function shortened(word: string): ReadonlySet<string> {
  const all = new Set([word]);
  for (let i = 0; i < word.length; i++) all.add(word.slice(0, i) + word.slice(i + 1));
  return all;
}
