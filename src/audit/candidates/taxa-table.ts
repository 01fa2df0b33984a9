import { InvalidInput } from '../../errors.ts';
import type { Ancestor, Candidate } from '../../lexicon/index.ts';
import { countText, type LeftOut, type Sha256 } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { fieldsAt } from './scan-taxa.ts';
import { placeOf, type TaxaData } from './taxa-data.ts';

const space = 0x20;

/** So many are kept: siblings stand together, and most genera come but once. */
const mostAncestors = 4_000;

/**
 * The active taxa of a table, siblings together: by the id of their parent, then their own. Whoever
 * goes through them in this order looks each genus up once.
 */
export class TaxaTable implements CandidateList {
  readonly format = 'iNaturalist open data taxa';
  readonly columns = { id: 'taxon_id', name: 'name', rank: 'rank', ancestors: 'ancestry' };
  readonly data: TaxaData;
  readonly leftOut: readonly LeftOut[];
  readonly #ancestors = new Map<number, Ancestor | 'under way' | undefined>();
  /** The parent that was asked for last: siblings stand together. */
  #last: { readonly id: number; readonly parent: Ancestor } | undefined;

  #lastRank: string | undefined;
  readonly #buffer: Buffer;

  constructor(data: TaxaData) {
    this.data = data;
    const { buffer, byteOffset, length } = data.bytes;
    this.#buffer = Buffer.from(buffer, byteOffset, length);
    const inactive = data.ids.length - data.order.length;
    const where = `${countText(inactive)} rows`;
    this.leftOut = inactive === 0 ? [] : [{ where, reason: 'Taxon that is not active any more' }];
  }

  get sha256(): Sha256 {
    return this.data.sha256;
  }

  get where(): string {
    return this.data.where;
  }

  get size(): number {
    return this.data.order.length;
  }

  has(id: string): boolean {
    const place = placeOf(this.data.ids, Number(id));
    return place !== undefined && this.data.isActive[place] === 1;
  }

  at(place: number): Candidate {
    if (this.#ancestors.size > mostAncestors) this.#ancestors.clear();
    const { order, ids, names, ranks } = this.data;
    const row = order[place] as number;
    this.#lastRank = this.#text(ranks[row] as number, this.#lastRank);
    return {
      id: String(ids[row]),
      name: this.#text(names[row] as number, undefined),
      rank: this.#lastRank,
      parent: this.#parentOf(row),
      isTaxon: true,
    };
  }

  /** Has the next taxon the same parent, and is that the one of this key? */
  isParentOfNext(place: number, key: string | undefined): boolean {
    const { order, parents } = this.data;
    if (place + 1 >= order.length) return false;
    const id = parents[order[place] as number] as number;
    return parents[order[place + 1] as number] === id && key === String(id);
  }

  parentOf(place: number): Ancestor | undefined {
    return this.#parentOf(this.data.order[place] as number);
  }

  /** The lowest ancestor that the table has; of a row whose parent it lacks, by its ancestry. */
  #parentOf(row: number): Ancestor | undefined {
    const { parents, bytes, starts, columns } = this.data;
    const id = parents[row] as number;
    if (this.#last?.id === id) return this.#last.parent;
    const parent = this.#ancestor(id);
    if (parent !== undefined) {
      this.#last = { id, parent };
      return parent;
    }
    return this.#nearest(fieldsAt(bytes, starts[row] as number)[columns.ancestry] as string);
  }

  /** The text of a field; where it is the one expected, that very string. */
  #text(from: number, expected: string | undefined): string {
    const { bytes } = this.data;
    let to = from;
    let isExpected = expected !== undefined;
    for (; to < bytes.length && (bytes[to] as number) >= space; to++) {
      if (isExpected && expected?.charCodeAt(to - from) !== bytes[to]) isExpected = false;
    }
    if (isExpected && expected?.length === to - from) return expected;
    return this.#buffer.toString('utf8', from, to);
  }

  /** The lowest taxon of an ancestry ("48460/1/2") that the table has. */
  #nearest(ancestry: string): Ancestor | undefined {
    for (let end = ancestry.length; end > 0; ) {
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
    const { ids, names, ranks } = this.data;
    const row = placeOf(ids, id);
    let ancestor: Ancestor | undefined;
    if (row !== undefined) {
      this.#ancestors.set(id, 'under way');
      ancestor = {
        key: String(id),
        name: this.#text(names[row] as number, undefined),
        rank: this.#text(ranks[row] as number, undefined),
        parent: this.#parentOf(row),
      };
    }
    this.#ancestors.set(id, ancestor);
    return ancestor;
  }
}
