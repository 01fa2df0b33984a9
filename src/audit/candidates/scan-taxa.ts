import { InvalidInput } from '../../errors.ts';
import { sharedNumbers } from './sorted-places.ts';

/** The lines after the head, as flat arrays over shared memory. */
export interface TaxaRows {
  readonly ids: Uint32Array;
  /** Ids of the lowest ancestor; 0 where there is none. */
  readonly parents: Uint32Array;
  /** Where in the file the line, the name and the rank begin. */
  readonly starts: Uint32Array;
  readonly names: Uint32Array;
  readonly ranks: Uint32Array;
  readonly isActive: Uint8Array;
  /** Do the ids go up from line to line? */
  readonly isAscending: boolean;
}

/** Place of each column that we read. */
export interface TaxaColumns {
  readonly taxon_id: number;
  readonly ancestry: number;
  readonly rank: number;
  readonly name: number;
  readonly active: number;
}

export interface TaxaForm {
  /** How many fields a line has. */
  readonly fields: number;
  readonly columns: TaxaColumns;
  readonly where: string;
}

const lineEnd = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const slash = 0x2f;
const space = 0x20;
const zero = 0x30;
const letterF = 0x66;
const letterT = 0x74;
/** Makes an ASCII letter a small one. */
const lowerCase = 0x20;
const largestId = 2 ** 32 - 1;
/** Lines of iNaturalist's have 80 bytes: arrays that begin with room for this seldom grow. */
const usualLine = 64;

/**
 * Goes over the bytes once: cuts each line into fields and reads those that count.
 *
 * @throws {InvalidInput} naming the line of what is no taxon
 */
export function scanTaxa(bytes: Uint8Array, form: TaxaForm): TaxaRows {
  const { taxon_id, ancestry, rank, name, active } = form.columns;
  const ends = new Uint32Array(form.fields);
  let rows = emptyRows(Math.ceil(bytes.length / usualLine));
  let count = 0;
  let last = 0;
  let isAscending = true;
  const from = (start: number, field: number) =>
    field === 0 ? start : (ends[field - 1] as number) + 1;
  for (let start = headEnd(bytes); start < bytes.length; count++) {
    if (count === rows.ids.length) rows = firstRows(rows, count, 2 * count + 1);
    const fields = cutLine(bytes, start, ends);
    const id = numberIn(bytes, from(start, taxon_id), ends[taxon_id] as number);
    const parent = lastNumberIn(bytes, from(start, ancestry), ends[ancestry] as number);
    const nameFrom = from(start, name);
    const letter = (bytes[from(start, active)] as number) | lowerCase;
    const isTold = letter === letterF || letter === letterT;
    const isId = id > 0 && id <= largestId && parent <= largestId;
    if (fields !== form.fields || !isId || !isTold || !((bytes[nameFrom] as number) > space)) {
      refuse(bytes, { start, id, parent, isTold }, form, count + 2);
    }
    rows.ids[count] = id;
    rows.parents[count] = parent;
    rows.starts[count] = start;
    rows.names[count] = nameFrom;
    rows.ranks[count] = from(start, rank);
    rows.isActive[count] = letter === letterF ? 0 : 1;
    if (id <= last) isAscending = false;
    last = id;
    start = (ends[form.fields - 1] as number) + 1;
  }
  return { ...firstRows(rows, count, count), isAscending };
}

/** Where the first line after the head begins. */
function headEnd(bytes: Uint8Array): number {
  const end = bytes.indexOf(lineEnd);
  return end === -1 ? bytes.length : end + 1;
}

/** Writes down where each field of a line ends, and returns how many there are. */
function cutLine(bytes: Uint8Array, start: number, ends: Uint32Array): number {
  let fields = 0;
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte > lineEnd) continue;
    if (byte === lineEnd) break;
    if (byte === tab) ends[fields++] = at;
  }
  ends[fields++] = at;
  return fields;
}

/** NaN for what is no number, 0 for nothing. */
function numberIn(bytes: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = withDigit(number, bytes[at] as number);
  return number;
}

/** The last of numbers joined by slashes; NaN where one of them is none, 0 for nothing. */
function lastNumberIn(bytes: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    number = byte === slash && number > 0 ? 0 : withDigit(number, byte);
  }
  return number;
}

function withDigit(number: number, byte: number): number {
  return byte >= zero && byte <= zero + 9 ? 10 * number + byte - zero : Number.NaN;
}

interface Refused {
  readonly start: number;
  readonly id: number;
  readonly parent: number;
  readonly isTold: boolean;
}

/** @throws {InvalidInput} always, saying the first thing that is wrong */
function refuse(
  bytes: Uint8Array,
  { start, id, parent, isTold }: Refused,
  { fields, columns, where }: TaxaForm,
  line: number,
): never {
  const found = fieldsAt(bytes, start);
  const say = (message: string) => new InvalidInput(`${message}: ${where} line ${line}`);
  if (found.length !== fields) throw say(`${found.length} fields under ${fields} heads`);
  if (!(id > 0 && id <= largestId)) throw say(`Not a taxon id "${found[columns.taxon_id]}"`);
  if (!(parent <= largestId)) {
    throw say(`Not ids joined by slashes "${found[columns.ancestry]}"`);
  }
  if (!isTold) throw say(`Neither true nor false "${found[columns.active]}"`);
  throw say(`Taxon ${id} has no name`);
}

/** The fields of the line that begins at `start`. */
export function fieldsAt(bytes: Uint8Array, start: number): readonly string[] {
  const found = bytes.indexOf(lineEnd, start);
  let end = found === -1 ? bytes.length : found;
  if (bytes[end - 1] === carriageReturn) end--;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('utf8')
    .split('\t');
}

function emptyRows(count: number): Omit<TaxaRows, 'isAscending'> {
  return {
    ids: sharedNumbers(count),
    parents: sharedNumbers(count),
    starts: sharedNumbers(count),
    names: sharedNumbers(count),
    ranks: sharedNumbers(count),
    isActive: new Uint8Array(new SharedArrayBuffer(count)),
  };
}

/** The first rows, with room for others; in the same memory where it has that room. */
function firstRows(
  rows: Omit<TaxaRows, 'isAscending'>,
  count: number,
  room: number,
): Omit<TaxaRows, 'isAscending'> {
  const { ids, parents, starts, names, ranks, isActive } = rows;
  const sized = (numbers: Uint32Array) => {
    if (numbers.length >= room) return numbers.subarray(0, room);
    const larger = sharedNumbers(room);
    larger.set(numbers.subarray(0, count));
    return larger;
  };
  const largerActive = new Uint8Array(new SharedArrayBuffer(room));
  largerActive.set(isActive.subarray(0, count));
  return {
    ids: sized(ids),
    parents: sized(parents),
    starts: sized(starts),
    names: sized(names),
    ranks: sized(ranks),
    isActive: largerActive,
  };
}
