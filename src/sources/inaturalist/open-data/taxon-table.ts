import { join } from 'node:path';
import { sqlText, type Tables } from '../../../io/index.ts';

/**
 * Every taxon by its place, in some 40 bytes each: all below a taxon stand from the place after it to
 * its last.
 */
export interface TaxonTable {
  readonly size: number;
  readonly ids: Int32Array;
  /** Place of the parent, -1 without one. */
  readonly parents: Int32Array;
  /** Place of the last below it, its own where there is none. */
  readonly lasts: Int32Array;
  isActive(place: number): boolean;
  /** Empty for a taxon that has no row of its own, as its name is. */
  rank(place: number): string;
  name(place: number): string;
  /** `undefined` for an id that no row has. */
  placeOf(id: number): number | undefined;
}

/** Reads `taxa.parquet`. */
export async function readTaxonTable(tables: Tables, folder: string): Promise<TaxonTable> {
  const from = `read_parquet(${sqlText(join(folder, 'taxa.parquet'))})`;
  const size = await countOf(tables, from);
  const [ids, parents, lasts] = [0, 1, 2].map(() => new Int32Array(size)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const [ranks, active] = [new Uint16Array(size), new Uint8Array(size)];
  const rankNames = [''];
  const rankCodes = new Map([['', 0]]);
  const names = new NameList(size);
  const query = `SELECT taxon_id, parent, last, coalesce(rank, ''), active, coalesce(name, '')
    FROM ${from} ORDER BY place`;
  let place = 0;
  for await (const columns of tables.columns(query)) {
    const [id = [], parent = [], last = [], rank = [], isActive = [], name = []] = columns;
    for (let i = 0; i < id.length; i++, place++) {
      ids[place] = Number(id[i]);
      parents[place] = Number(parent[i]);
      lasts[place] = Number(last[i]);
      active[place] = isActive[i] === true ? 1 : 0;
      names.add(String(name[i]));
      const rankName = String(rank[i]);
      // The seventy-odd ranks are few; files with more than fit keep the last for the rest.
      const code = rankCodes.get(rankName) ?? rankNames.push(rankName) - 1;
      rankCodes.set(rankName, code);
      ranks[place] = code;
    }
  }
  const byId = Uint32Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => (ids[a] as number) - (ids[b] as number),
  );
  return {
    size,
    ids,
    parents,
    lasts,
    isActive: (at) => active[at] === 1,
    rank: (at) => rankNames[ranks[at] ?? 0] ?? '',
    name: (at) => names.at(at),
    placeOf: (id) => search(byId, ids, id),
  };
}

async function countOf(tables: Tables, from: string): Promise<number> {
  for await (const { n } of tables.rows(`SELECT count(*)::DOUBLE AS n FROM ${from}`)) {
    return Number(n);
  }
  return 0;
}

function search(byId: Uint32Array, ids: Int32Array, id: number): number | undefined {
  let [low, high] = [0, byId.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[byId[middle] as number] as number) < id) low = middle + 1;
    else high = middle;
  }
  const place = byId[low];
  return place !== undefined && ids[place] === id ? place : undefined;
}

/** Texts in one buffer: a million strings on their own would take several times as much. */
class NameList {
  #bytes = Buffer.alloc(2 ** 20);
  readonly #ends: Uint32Array;
  #count = 0;

  constructor(size: number) {
    this.#ends = new Uint32Array(size);
  }

  add(name: string): void {
    const from = this.#ends[this.#count - 1] ?? 0;
    const end = from + Buffer.byteLength(name);
    if (end > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], Math.max(end, this.#bytes.length * 2));
    }
    this.#bytes.write(name, from);
    this.#ends[this.#count++] = end;
  }

  at(index: number): string {
    return this.#bytes.toString('utf8', this.#ends[index - 1] ?? 0, this.#ends[index]);
  }
}
