import { InvalidInput } from '../../errors.ts';
import type { Sha256 } from '../../records/index.ts';
import { checkText } from './decode-text.ts';
import { fieldsAt, scanTaxa, type TaxaColumns, type TaxaRows } from './scan-taxa.ts';
import { sharedNumbers, sortedPlaces } from './sorted-places.ts';

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
  const inFile = scanTaxa(bytes, { fields: head.length, columns, where });
  const rows = inFile.isAscending ? inFile : ascending(inFile, where);
  const { ids, parents, starts, names, ranks, isActive } = rows;
  const order = sortedPlaces(parents, activePlaces(isActive));
  return { bytes, columns, ids, parents, starts, names, ranks, isActive, order, sha256, where };
}

/** The same rows by id. */
function ascending(rows: TaxaRows, where: string): TaxaRows {
  const byId = sortedPlaces(rows.ids, allPlaces(rows.ids.length));
  const ids = pick(rows.ids, byId);
  for (let place = 1; place < ids.length; place++) {
    if (ids[place] !== ids[place - 1]) continue;
    const line = (byId[place] as number) + 2;
    throw new InvalidInput(`Taxon ${ids[place]} a second time: ${where} line ${line}`);
  }
  const isActive = new Uint8Array(new SharedArrayBuffer(ids.length));
  for (let i = 0; i < ids.length; i++) isActive[i] = rows.isActive[byId[i] as number] as number;
  return {
    ids,
    parents: pick(rows.parents, byId),
    starts: pick(rows.starts, byId),
    names: pick(rows.names, byId),
    ranks: pick(rows.ranks, byId),
    isActive,
    isAscending: true,
  };
}

/** The values at some places, in memory that threads share. */
function pick(values: Uint32Array, places: Uint32Array): Uint32Array {
  const picked = sharedNumbers(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = values[places[i] as number] as number;
  return picked;
}

function allPlaces(count: number): Uint32Array {
  const places = sharedNumbers(count);
  for (let place = 0; place < count; place++) places[place] = place;
  return places;
}

function activePlaces(isActive: Uint8Array): Uint32Array {
  const places = sharedNumbers(isActive.length);
  let count = 0;
  for (let place = 0; place < isActive.length; place++) {
    if (isActive[place] === 1) places[count++] = place;
  }
  return places.subarray(0, count);
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
