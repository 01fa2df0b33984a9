import { InvalidInput } from '../../errors.ts';
import type { Ancestor, Candidate } from '../../lexicon/index.ts';
import type { LeftOut, Sha256 } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { fieldsAt, placeOf, type TaxaData } from './taxa-data.ts';

const lineEnd = 0x0a;
const tab = 0x09;
const space = 0x20;

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
  /** The last ancestry that was asked for: siblings have the same. */
  #last: { readonly ancestry: string; readonly parent: Ancestor | undefined } | undefined;

  #lastRank: string | undefined;
  readonly #fields: number[] = [];
  readonly #buffer: Buffer;

  constructor(data: TaxaData) {
    this.data = data;
    const { buffer, byteOffset, length } = data.bytes;
    this.#buffer = Buffer.from(buffer, byteOffset, length);
    const inactive = data.ids.length - data.order.length;
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
    return this.data.order.length;
  }

  has(id: string): boolean {
    const place = placeOf(this.data.ids, Number(id));
    return place !== undefined && this.data.isActive[place] === 1;
  }

  at(place: number): Candidate {
    const { starts, order, columns, ids } = this.data;
    const row = order[place] as number;
    const fields = this.#fields;
    this.#findFields(starts[row] as number);
    const ancestry = this.#text(fields[columns.ancestry] as number, this.#last?.ancestry);
    if (this.#last?.ancestry !== ancestry) {
      this.#last = { ancestry, parent: this.#nearest(ancestry) };
    }
    this.#lastRank = this.#text(fields[columns.rank] as number, this.#lastRank);
    return {
      id: String(ids[row]),
      name: this.#text(fields[columns.name] as number, undefined),
      rank: this.#lastRank,
      parent: this.#last.parent,
      isTaxon: true,
    };
  }

  /** Where each field of the line at `start` begins. */
  #findFields(start: number): void {
    const { bytes } = this.data;
    let field = 0;
    this.#fields[field++] = start;
    for (let at = start; at < bytes.length && bytes[at] !== lineEnd; at++) {
      if (bytes[at] === tab) this.#fields[field++] = at + 1;
    }
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
