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
  const data = { bytes, columns: columns as unknown as TaxaColumns, sha256, where };
  const lines = lineStarts(bytes);
  const keys = new Float64Array(lines.length);
  const bits = Math.max(1, Math.ceil(Math.log2(lines.length + 1)));
  for (const [i, start] of lines.entries()) {
    const fields = fieldsAt(bytes, start);
    const id = Number(fields[data.columns.taxon_id]);
    if (
      fields.length !== head.length ||
      !Number.isInteger(id) ||
      id < 1 ||
      id >= 2 ** (53 - bits)
    ) {
      const wrong =
        fields.length === head.length
          ? `Not a taxon id "${fields[data.columns.taxon_id]}"`
          : `${fields.length} fields under ${head.length} heads`;
      throw new InvalidInput(`${wrong}: ${where} line ${i + 2}`);
    }
    keys[i] = id * 2 ** bits + i;
  }
  keys.sort();
  const ids = shared(lines.length);
  const starts = shared(lines.length);
  const active: number[] = [];
  for (const [place, key] of keys.entries()) {
    const line = key % 2 ** bits;
    ids[place] = Math.floor(key / 2 ** bits);
    starts[place] = lines[line] as number;
    if (place > 0 && ids[place] === ids[place - 1]) {
      throw new InvalidInput(`Taxon ${ids[place]} a second time: ${where} line ${line + 2}`);
    }
    if (fieldsAt(bytes, starts[place] as number)[data.columns.active] !== 'false')
      active.push(place);
  }
  const activeShared = shared(active.length);
  activeShared.set(active);
  return { ...data, ids, starts, active: activeShared };
}

/** The active taxa of the table, in the order of their ids. */
export class TaxaTable implements CandidateList {
  readonly format = 'iNaturalist open data taxa';
  readonly columns = { id: 'taxon_id', name: 'name', rank: 'rank', ancestors: 'ancestry' };
  readonly data: TaxaData;
  readonly leftOut: readonly LeftOut[];
  readonly #ancestors = new Map<number, Ancestor | undefined>();

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

  *activeIds(): Generator<number> {
    for (const row of this.data.active) yield this.data.ids[row] as number;
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
    if (known !== undefined || this.#ancestors.has(id)) return known;
    const { ids, bytes, starts, columns } = this.data;
    const row = placeOf(ids, id);
    let ancestor: Ancestor | undefined;
    if (row !== undefined) {
      this.#ancestors.set(id, undefined); // a taxon above itself ends here
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

/** Where each line after the head begins. */
function lineStarts(bytes: Uint8Array): readonly number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(lineEnd) + 1; at > 0 && at < bytes.length; ) {
    starts.push(at);
    const end = bytes.indexOf(lineEnd, at);
    at = end === -1 ? bytes.length : end + 1;
  }
  return starts;
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
