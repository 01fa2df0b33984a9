import { InvalidInput } from '../../errors.ts';
import type { Sha256 } from '../../records/index.ts';
import { checkText } from './decode-text.ts';

/** `taxa.csv` of iNaturalist's open data as flat arrays over shared memory: millions of taxa. */
export interface TaxaData {
  readonly bytes: Uint8Array;
  readonly columns: TaxaColumns;
  /** Taxon ids, ascending; the arrays below are in the same order. */
  readonly ids: Uint32Array;
  /** Ids of the lowest ancestor; 0 where there is none. */
  readonly parents: Uint32Array;
  /** Where in the file the line, the name and the rank of each taxon begin. */
  readonly starts: Uint32Array;
  readonly names: Uint32Array;
  readonly ranks: Uint32Array;
  readonly isActive: Uint8Array;
  /** Places in `ids` of the active taxa, by the id of their parent, then their own. */
  readonly order: Uint32Array;
  readonly sha256: Sha256;
  readonly where: string;
}

/** Place of each column that we read. */
export interface TaxaColumns {
  readonly taxon_id: number;
  readonly ancestry: number;
  readonly rank: number;
  readonly name: number;
  readonly active: number;
}

const lineEnd = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const slash = 0x2f;
const space = 0x20;
const letterF = 0x66;
const letterT = 0x74;
/** Makes an ASCII letter a small one. */
const lowerCase = 0x20;
const largestId = 2 ** 32 - 1;
const heads = ['taxon_id', 'ancestry', 'rank', 'name', 'active'] as const;

/** Has a file the head of iNaturalist's `taxa.csv`? */
export function isTaxaTable(bytes: Uint8Array): boolean {
  const head = fieldsAt(bytes, 0);
  return heads.every((name) => head.includes(name));
}

/**
 * Reads `taxa.csv`: tab-separated, no quoting, ancestors as ids joined by slashes.
 *
 * @param bytes in shared memory, if threads are to read them
 * @throws {InvalidInput} naming the line of what is no taxon
 */
export function readTaxa(bytes: Uint8Array, sha256: Sha256, where: string): TaxaData {
  checkText(bytes, where);
  const head = fieldsAt(bytes, 0);
  const columns = Object.fromEntries(
    heads.map((name) => [name, head.indexOf(name)]),
  ) as unknown as TaxaColumns;
  const rows = scanRows(bytes, head.length, columns, where);
  const inFile = rows.ids.map((_, line) => line);
  const byId = sortedBy(rows.ids, inFile);
  const ids = pick(rows.ids, byId);
  for (let place = 1; place < ids.length; place++) {
    if (ids[place] !== ids[place - 1]) continue;
    const line = (byId[place] as number) + 2;
    throw new InvalidInput(`Taxon ${ids[place]} a second time: ${where} line ${line}`);
  }
  const isActive = new Uint8Array(new SharedArrayBuffer(ids.length));
  for (const [place, line] of byId.entries()) isActive[place] = rows.isActive[line] as number;
  const active = ids.map((_, place) => place).filter((place) => isActive[place] === 1);
  const parents = pick(rows.parents, byId);
  return {
    bytes,
    columns,
    ids,
    parents,
    starts: pick(rows.starts, byId),
    names: pick(rows.names, byId),
    ranks: pick(rows.ranks, byId),
    isActive,
    order: sortedBy(parents, active),
    sha256,
    where,
  };
}

/** The lines after the head, in the order of the file. */
interface Rows {
  readonly ids: Uint32Array;
  /** Ids; 0 where there is none. */
  readonly parents: Uint32Array;
  readonly starts: Uint32Array;
  readonly names: Uint32Array;
  readonly ranks: Uint32Array;
  readonly isActive: Uint8Array;
}

/** Goes over the bytes once. */
function scanRows(bytes: Uint8Array, fields: number, columns: TaxaColumns, where: string): Rows {
  const lines = countLines(bytes);
  const rows = {
    ids: new Uint32Array(lines),
    parents: new Uint32Array(lines),
    starts: new Uint32Array(lines),
    names: new Uint32Array(lines),
    ranks: new Uint32Array(lines),
    isActive: new Uint8Array(lines),
  };
  let start = bytes.indexOf(lineEnd) + 1;
  for (let row = 0; row < lines; row++) {
    let field = 0;
    if (columns.name === 0) rows.names[row] = start;
    if (columns.rank === 0) rows.ranks[row] = start;
    let id = 0;
    let parent = 0;
    let activeFrom = start;
    let at = start;
    for (; at < bytes.length && bytes[at] !== lineEnd; at++) {
      const byte = bytes[at] as number;
      if (byte === tab) {
        field++;
        if (field === columns.active) activeFrom = at + 1;
        else if (field === columns.name) rows.names[row] = at + 1;
        else if (field === columns.rank) rows.ranks[row] = at + 1;
      } else if (field === columns.taxon_id) id = withDigit(id, byte);
      else if (field === columns.ancestry) {
        parent = byte === slash && parent > 0 ? 0 : withDigit(parent, byte);
      }
    }
    const line = () => `${where} line ${row + 2}`;
    if (field + 1 !== fields) {
      throw new InvalidInput(`${field + 1} fields under ${fields} heads: ${line()}`);
    }
    if (!(id > 0 && id <= largestId)) {
      const text = fieldsAt(bytes, start)[columns.taxon_id];
      throw new InvalidInput(`Not a taxon id "${text}": ${line()}`);
    }
    if (!(parent <= largestId)) {
      const text = fieldsAt(bytes, start)[columns.ancestry];
      throw new InvalidInput(`Not ids joined by slashes "${text}": ${line()}`);
    }
    rows.ids[row] = id;
    rows.parents[row] = parent;
    rows.starts[row] = start;
    const firstLetter = (bytes[activeFrom] as number) | lowerCase;
    if (firstLetter !== letterF && firstLetter !== letterT) {
      const text = fieldsAt(bytes, start)[columns.active];
      throw new InvalidInput(`Neither true nor false "${text}": ${line()}`);
    }
    if (!((bytes[rows.names[row] as number] as number) > space)) {
      throw new InvalidInput(`Taxon ${id} has no name: ${line()}`);
    }
    rows.isActive[row] = firstLetter === letterF ? 0 : 1;
    start = at + 1;
  }
  return rows;
}

/** Lines after the head. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  let end = bytes.indexOf(lineEnd);
  if (end === -1) return 0;
  while (end + 1 < bytes.length) {
    lines++;
    end = bytes.indexOf(lineEnd, end + 1);
    if (end === -1) break;
  }
  return lines;
}

/** The values at some places, in memory that threads share. */
function pick(values: Uint32Array, places: Uint32Array): Uint32Array {
  const picked = new Uint32Array(new SharedArrayBuffer(4 * places.length));
  for (let i = 0; i < places.length; i++) picked[i] = values[places[i] as number] as number;
  return picked;
}

/** Places in the order of their keys; equal keys keep the order given. Radix sort, a byte a pass. */
function sortedBy(keys: Uint32Array, places: Uint32Array): Uint32Array {
  let from = new Uint32Array(new SharedArrayBuffer(4 * places.length));
  from.set(places);
  let to = new Uint32Array(new SharedArrayBuffer(4 * places.length));
  for (let shift = 0; shift < 32; shift += 8) {
    const next = new Uint32Array(257);
    for (const place of from) {
      const digit = ((keys[place] as number) >>> shift) & 255;
      next[digit + 1] = (next[digit + 1] as number) + 1;
    }
    for (let digit = 0; digit < 256; digit++) {
      next[digit + 1] = (next[digit + 1] as number) + (next[digit] as number);
    }
    for (const place of from) {
      const digit = ((keys[place] as number) >>> shift) & 255;
      const target = next[digit] as number;
      to[target] = place;
      next[digit] = target + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

function withDigit(number: number, byte: number): number {
  return byte >= 0x30 && byte <= 0x39 ? 10 * number + byte - 0x30 : Number.NaN;
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

/** The place of an id, or undefined where there is none. */
export function placeOf(ids: Uint32Array, id: number): number | undefined {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ids[middle] as number;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
