import { changingEndings } from './scientific-name.ts';

const letterA = 0x61;
const letterE = 0x65;
const letterO = 0x6f;
const letterR = 0x72;
/** So many letters of a word are no ending. */
const shortestStem = 3;

/** The endings, as bytes from the last letter on, by that letter; the longest first. */
const endingsByLast: ReadonlyMap<number, readonly Uint8Array[]> = Map.groupBy(
  changingEndings.map((ending) => Buffer.from(ending, 'latin1').reverse()),
  (ending) => ending[0] as number,
);

/**
 * `epithetStem` of small letters that stand in bytes: writes the stem into `stem`, which has room
 * for it, and returns its length. It goes over millions of names without making a string.
 */
export function stemBytes(bytes: Uint8Array, from: number, to: number, stem: Uint8Array): number {
  let length = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === letterE) {
      // ae and then oe are written as e.
      if (length > 0 && stem[length - 1] === letterA) length--;
      if (length > 0 && stem[length - 1] === letterO) length--;
    }
    stem[length++] = byte;
  }
  const isEr = stem[length - 1] === letterR && stem[length - 2] === letterE;
  if (isEr && length - 2 >= shortestStem) {
    stem[length - 2] = letterR;
    length--;
  }
  for (const ending of endingsByLast.get(stem[length - 1] as number) ?? []) {
    if (length - ending.length >= shortestStem && endsWith(stem, length, ending)) {
      return length - ending.length;
    }
  }
  return length;
}

function endsWith(word: Uint8Array, length: number, backwards: Uint8Array): boolean {
  for (let i = 0; i < backwards.length; i++) {
    if (word[length - 1 - i] !== backwards[i]) return false;
  }
  return true;
}
