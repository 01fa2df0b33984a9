import { firstNotBelow } from './sort-keys.ts';

/**
 * Counts where keys lie among a few sorted ones, without sorting them: element `2 * i` of the result
 * is how many lie below `marks[i]` and above the mark before it, `2 * i + 1` how many equal it; the
 * last element is how many lie above all.
 *
 * Keys are taken by pages of the same upper 16 bits. A page with marks is cut into cells, some eight
 * for each mark, down to one key. In most cells all keys have the same place; only where a mark
 * shares its cell with other keys is there anything to compare.
 *
 * @param marks distinct, sorted upwards, at least one
 */
export function countBetween(marks: Uint32Array, keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(2 * marks.length + 1);
  if (keys.length * fewerBy < marks.length) {
    for (const key of keys) {
      const mark = firstNotBelow(marks, key);
      increase(counts, marks[mark] === key ? 2 * mark + 1 : 2 * mark);
    }
    return counts;
  }
  const { pages, places, firstMarks } = cellsOf(marks);
  // With one mark above every key, looking for the next one ends.
  const closed = new Uint32Array(marks.length + 1).fill(2 ** 32 - 1);
  closed.set(marks);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    // As in cellOf; written out, with its constants, it takes a fifth less of the whole.
    const page = pages[key >>> 16] as number;
    const cell = (page >>> 5) + ((key & 0xffff) >>> (page & 31));
    let place = places[cell] as number;
    if (place < 0) {
      let mark = firstMarks[cell] as number;
      if (place === manyMarks) mark = firstNotBelow(marks, key, mark, firstMarks[cell + 1]);
      else while ((closed[mark] as number) < key) mark++;
      place = closed[mark] === key ? 2 * mark + 1 : 2 * mark;
    }
    counts[place] = (counts[place] as number) + 1;
  }
  return counts;
}

/** So much fewer keys than marks are looked up one by one. */
const fewerBy = 8;

/** Instead of a place: marks that are gone through, and so many that the place is searched. */
const fewMarks = -1;
const manyMarks = -2;
const mostFew = 8;

function increase(counts: Uint32Array | Int32Array, place: number): void {
  counts[place] = (counts[place] as number) + 1;
}

const pageBits = 16;
const lowMask = 2 ** pageBits - 1;
const mostCellsPerMark = 8;
const usualCells = 2 ** 22;
const shiftBits = 5;
const shiftMask = 2 ** shiftBits - 1;

interface Cells {
  /** Per page: index of its first cell, times 32, and the binary logarithm of a cell's keys. */
  readonly pages: Int32Array;
  /** Per cell: the place of every key in it, or, where keys differ, whether its marks are few or many. */
  readonly places: Int32Array;
  /** Per cell: index of the first mark that is in it or above it; one more at the end. */
  readonly firstMarks: Int32Array;
}

/** Of cells that are as many as `wanted`, or up to twice that: not more than a page has keys. */
function shiftFor(wanted: number): number {
  return Math.max(0, pageBits - Math.ceil(Math.log2(Math.max(1, wanted))));
}

function cellsOf(marks: Uint32Array): Cells {
  const pages = new Int32Array(2 ** (32 - pageBits));
  for (const mark of marks) increase(pages, mark >>> pageBits);
  const cellsPerMark = Math.min(mostCellsPerMark, usualCells / marks.length);
  let cells = 0;
  for (let page = 0; page < pages.length; page++) {
    const inside = pages[page] as number;
    const shift = inside === 0 ? pageBits : shiftFor(inside * cellsPerMark);
    pages[page] = (cells << shiftBits) + shift;
    cells += 2 ** (pageBits - shift);
  }
  const firstMarks = new Int32Array(cells + 1).fill(marks.length);
  const places = new Int32Array(cells);
  for (let i = marks.length - 1; i >= 0; i--) {
    const { cell, isOneKey } = cellOf(marks[i] as number, pages);
    firstMarks[cell] = i;
    places[cell] = isOneKey ? 2 * i + 1 : fewMarks;
  }
  for (let cell = cells - 1; cell >= 0; cell--) {
    firstMarks[cell] = Math.min(firstMarks[cell] as number, firstMarks[cell + 1] as number);
    const first = firstMarks[cell] as number;
    if (places[cell] === 0) places[cell] = 2 * first;
    else if ((firstMarks[cell + 1] as number) - first > mostFew) places[cell] = manyMarks;
  }
  return { pages, places, firstMarks };
}

function cellOf(key: number, pages: Int32Array) {
  const page = pages[key >>> pageBits] as number;
  const shift = page & shiftMask;
  const cell = (page >>> shiftBits) + ((key & lowMask) >>> shift);
  return { cell, isOneKey: shift === 0 };
}
