import { InvalidInput } from '../../errors.ts';
import type { Ancestor, Candidate } from '../../lexicon/index.ts';
import type { LeftOut, Sha256 } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { checkText } from './decode-text.ts';

/** `taxa.csv` of iNaturalist's open data as flat arrays over shared memory: millions of taxa. */
export interface TaxaData {
  readonly bytes: Uint8Array;
  readonly columns: TaxaColumns;
  /** Taxon ids, ascending, and where the line of each begins. */
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
  /** Places in `ids` of the taxa that are active. */
  readonly active: Uint32Array;
  readonly sha256: Sha256;
  readonly where: string;
}

interface TaxaColumns {
  readonly taxon_id: number;
  readonly ancestry: number;
  readonly rank: number;
  readonly name: number;
  readonly active: number;
}

const lineEnd = 0x0a;
const tab = 0x09;
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
  const columns = Object.fromEntries(heads.map((name) => [name, head.indexOf(name)]));
  const place = columns as unknown as TaxaColumns;
  const rows = scanRows(bytes, head.length, place, where);
  const bits = Math.max(1, Math.ceil(Math.log2(rows.length + 1)));
  const keys = Float64Array.from(rows, ({ id }, i) => id * 2 ** bits + i);
  keys.sort();
  const ids = shared(rows.length);
  const starts = shared(rows.length);
  const active: number[] = [];
  for (const [i, key] of keys.entries()) {
    const row = rows[key % 2 ** bits] as Row;
    if (i > 0 && row.id === ids[i - 1]) {
      throw new InvalidInput(
        `Taxon ${row.id} a second time: ${where} line ${(key % 2 ** bits) + 2}`,
      );
    }
    ids[i] = row.id;
    starts[i] = row.start;
    if (row.isActive) active.push(i);
  }
  const activeShared = shared(active.length);
  activeShared.set(active);
  return { bytes, columns: place, sha256, where, ids, starts, active: activeShared };
}

/** The active taxa of the table, in the order of their ids. */
export class TaxaTable implements CandidateList {
  readonly format = 'iNaturalist open data taxa';
  readonly columns = { id: 'taxon_id', name: 'name', rank: 'rank', ancestors: 'ancestry' };
  readonly data: TaxaData;
  readonly leftOut: readonly LeftOut[];
  readonly #ancestors = new Map<number, Ancestor | 'under way' | undefined>();

  constructor(data: TaxaData) {
    this.data = data;
    const inactive = data.ids.length - data.active.length;
    const where = `${inactive.toLocaleString('en-US')} rows`;
    this.leftOut = inactive === 0 ? [] : [{ where, reason: 'Taxon that is not active any more' }];
  }

  get sha256(): Sha256 {
    return this.data.sha256;
  }

  get where(): string {
    return this.data.where;
  }

  get size(): number {
    return this.data.active.length;
  }

  /** Is there an active taxon of this id? */
  has(id: number): boolean {
    const row = placeOf(this.data.ids, id);
    return row !== undefined && placeOf(this.data.active, row) !== undefined;
  }

  at(place: number): Candidate {
    const { bytes, starts, active, columns, ids } = this.data;
    const row = active[place] as number;
    const fields = fieldsAt(bytes, starts[row] as number);
    return {
      id: String(ids[row]),
      name: fields[columns.name] as string,
      rank: fields[columns.rank] as string,
      parent: this.#nearest(fields[columns.ancestry] as string),
      isTaxon: true,
    };
  }

  /** The lowest taxon of an ancestry ("48460/1/2") that the table has. */
  #nearest(ancestry: string): Ancestor | undefined {
    let end = ancestry.length;
    while (end > 0) {
      const slash = ancestry.lastIndexOf('/', end - 1);
      const ancestor = this.#ancestor(Number(ancestry.slice(slash + 1, end)));
      if (ancestor !== undefined) return ancestor;
      end = slash;
    }
    return undefined;
  }

  #ancestor(id: number): Ancestor | undefined {
    const known = this.#ancestors.get(id);
    if (known === 'under way') {
      throw new InvalidInput(`Taxon ${id} is among its own ancestors: ${this.data.where}`);
    }
    if (known !== undefined || this.#ancestors.has(id)) return known;
    const { ids, bytes, starts, columns } = this.data;
    const row = placeOf(ids, id);
    let ancestor: Ancestor | undefined;
    if (row !== undefined) {
      this.#ancestors.set(id, 'under way');
      const fields = fieldsAt(bytes, starts[row] as number);
      ancestor = {
        key: String(id),
        name: fields[columns.name] as string,
        rank: fields[columns.rank] as string,
        parent: this.#nearest(fields[columns.ancestry] as string),
      };
    }
    this.#ancestors.set(id, ancestor);
    return ancestor;
  }
}

function placeOf(ids: Uint32Array, id: number): number | undefined {
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

interface Row {
  readonly id: number;
  readonly start: number;
  readonly isActive: boolean;
}

const f = 0x66;
const largestId = 2 ** 32 - 1;

/** Goes over the bytes once: every line after the head, its id and whether it is active. */
function scanRows(
  bytes: Uint8Array,
  fields: number,
  columns: TaxaColumns,
  where: string,
): readonly Row[] {
  const rows: Row[] = [];
  for (let start = bytes.indexOf(lineEnd) + 1; start > 0 && start < bytes.length; ) {
    let field = 0;
    let id = 0;
    let activeFrom = start;
    let at = start;
    for (; at < bytes.length && bytes[at] !== lineEnd; at++) {
      const byte = bytes[at] as number;
      if (byte === tab) {
        field++;
        if (field === columns.active) activeFrom = at + 1;
      } else if (field === columns.taxon_id) {
        id = byte >= 0x30 && byte <= 0x39 ? 10 * id + byte - 0x30 : Number.NaN;
      }
    }
    const line = () => `${where} line ${rows.length + 2}`;
    if (field + 1 !== fields) {
      throw new InvalidInput(`${field + 1} fields under ${fields} heads: ${line()}`);
    }
    if (!(id > 0 && id <= largestId)) {
      const text = fieldsAt(bytes, start)[columns.taxon_id];
      throw new InvalidInput(`Not a taxon id "${text}": ${line()}`);
    }
    rows.push({ id, start, isActive: bytes[activeFrom] !== f });
    start = at + 1;
  }
  return rows;
}

/** The fields of the line that begins at `start`. */
function fieldsAt(bytes: Uint8Array, start: number): readonly string[] {
  const found = bytes.indexOf(lineEnd, start);
  let end = found === -1 ? bytes.length : found;
  if (bytes[end - 1] === 0x0d) end--;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('utf8')
    .split(String.fromCharCode(tab));
}

function shared(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}
