/**
 * Words of small letters, found from bytes without making a string of them: a table with open
 * addressing, at most half full.
 */
export class WordTable {
  readonly #words: readonly string[];
  readonly #mask: number;
  /** Number of a word plus one, by hash; 0 where there is none. */
  readonly #places: Uint16Array | Uint32Array;

  /** @param words ASCII, each once */
  constructor(words: readonly string[]) {
    this.#words = words;
    const size = 1 << Math.ceil(Math.log2(2 * words.length + 2));
    this.#mask = size - 1;
    this.#places = words.length < 2 ** 16 - 1 ? new Uint16Array(size) : new Uint32Array(size);
    for (const [number, word] of words.entries()) {
      const bytes = Buffer.from(word, 'latin1');
      let place = hashOf(bytes, 0, bytes.length) & this.#mask;
      while (this.#places[place] !== 0) place = (place + 1) & this.#mask;
      this.#places[place] = number + 1;
    }
  }

  /** The word that stands there, undefined where it is none of the table's. */
  find(bytes: Uint8Array, from: number, to: number): string | undefined {
    let place = hashOf(bytes, from, to) & this.#mask;
    for (;;) {
      const number = this.#places[place] as number;
      if (number === 0) return undefined;
      const word = this.#words[number - 1] as string;
      if (isAt(word, bytes, from, to)) return word;
      place = (place + 1) & this.#mask;
    }
  }
}

function isAt(word: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

/** FNV-1a, 32 bits, its high half folded in. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}
