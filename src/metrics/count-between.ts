import { firstNotBelow } from './sort-keys.ts';

/**
 * Counts where keys lie among a few sorted ones, without sorting them: element `2 * i` of the result
 * is how many lie below `marks[i]` and above the mark before it, `2 * i + 1` how many equal it; the
 * last element is how many lie above all.
 *
 * The range of the marks is cut into coarse cells of equal width, and those into fine ones, some
 * eight for each mark inside, down to one key. In most fine cells all keys have the same place; only
 * where a mark shares its cell with other keys is there anything to compare.
 *
 * @param marks distinct, sorted upwards, at least one
 */
export function countBetween(marks: Uint32Array, keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(2 * marks.length + 1);
  if (keys.length * fewerBy < marks.length) {
    for (const key of keys) increase(counts, placeOf(marks, key, 0, marks.length));
    return counts;
  }
  const lowest = marks[0] as number;
  const width = (marks[marks.length - 1] as number) - lowest;
  const { coarseShift, coarse, places, firstMarks } = cellsOf(marks);
  const lowMask = 2 ** coarseShift - 1;
  let below = 0;
  let outside = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    const offset = (key - lowest) >>> 0;
    if (offset > width) {
      outside++;
      if (key < lowest) below++;
      continue;
    }
    const cell = coarse[offset >>> coarseShift] as number;
    const fine = (cell >>> shiftBits) + ((offset & lowMask) >>> (cell & shiftMask));
    let place = places[fine] as number;
    if (place < 0)
      place = placeOf(marks, key, firstMarks[fine] as number, firstMarks[fine + 1] as number);
    counts[place] = (counts[place] as number) + 1;
  }
  increase(counts, 0, below);
  increase(counts, 2 * marks.length, outside - below);
  return counts;
}

/** So much fewer keys than marks are looked up one by one. */
const fewerBy = 8;

function increase(counts: Uint32Array, place: number, by = 1): void {
  counts[place] = (counts[place] as number) + by;
}

/** @param from the first mark that may not be below the key; `to` is not below it */
function placeOf(marks: Uint32Array, key: number, from: number, to: number): number {
  const mark = firstNotBelow(marks, key, from, to);
  return marks[mark] === key ? 2 * mark + 1 : 2 * mark;
}

const coarseBits = 12;
const finePerMark = 8;
const shiftBits = 5;
const shiftMask = 2 ** shiftBits - 1;

interface Cells {
  /** A coarse cell holds 2 ** coarseShift keys, counted from the lowest mark. */
  readonly coarseShift: number;
  /** Per coarse cell: the first of its fine ones, times 32, and their shift, as for the coarse. */
  readonly coarse: Uint32Array;
  /** Per fine cell: the place of every key in it, or -1 where keys differ. */
  readonly places: Int32Array;
  /** Per fine cell: index of the first mark that is in it or above it; one more at the end. */
  readonly firstMarks: Uint32Array;
}

function cellsOf(marks: Uint32Array): Cells {
  const lowest = marks[0] as number;
  const width = (marks[marks.length - 1] as number) - lowest + 1;
  const coarseShift = Math.max(0, Math.ceil(Math.log2(width)) - coarseBits);
  const coarse = new Uint32Array(Math.floor((width - 1) / 2 ** coarseShift) + 1);
  for (const mark of marks) increase(coarse, (mark - lowest) >>> coarseShift);
  let fineCells = 0;
  for (const [cell, inside] of coarse.entries()) {
    const wanted = Math.ceil(Math.log2(Math.max(1, inside * finePerMark)));
    const shift = inside === 0 ? coarseShift : Math.max(0, coarseShift - wanted);
    coarse[cell] = fineCells * 2 ** shiftBits + shift;
    fineCells += 2 ** (coarseShift - shift);
  }
  const fineOf = (mark: number) => {
    const cell = coarse[(mark - lowest) >>> coarseShift] as number;
    const low = (mark - lowest) & (2 ** coarseShift - 1);
    return { fine: (cell >>> shiftBits) + (low >>> (cell & shiftMask)), shift: cell & shiftMask };
  };
  const firstMarks = new Uint32Array(fineCells + 1).fill(marks.length);
  const places = new Int32Array(fineCells);
  for (let i = marks.length - 1; i >= 0; i--) {
    const { fine, shift } = fineOf(marks[i] as number);
    firstMarks[fine] = i;
    places[fine] = shift === 0 ? 2 * i + 1 : -1;
  }
  for (let fine = fineCells - 1; fine >= 0; fine--) {
    firstMarks[fine] = Math.min(firstMarks[fine] as number, firstMarks[fine + 1] as number);
    if (places[fine] === 0) places[fine] = 2 * (firstMarks[fine] as number);
  }
  return { coarseShift, coarse, places, firstMarks };
}
