import { InvalidInput } from '../errors.ts';

const pageKeys = 1 << 16;
const pages = 1 << 16;

/** Counters of a page by their width in bytes. */
type Page = Uint8Array | Uint16Array | Uint32Array;

/** Memory for counters that several tables share. */
export interface CounterMemory {
  readonly mostBytes: number;
  bytes: number;
}

/**
 * How often each key came, exactly, in memory that depends on which keys came and not on how often: a
 * page of 65,536 counters for each upper half of a key that came at all. Counters of a page are as
 * wide as its largest needs: 8, 16 or 32 bits; what goes beyond is kept apart.
 */
export class KeyCounts {
  readonly #pages: (Page | undefined)[] = new Array(pages).fill(undefined);
  /** What the counters of a page can hold; 0 where there is no page. */
  readonly #limits = new Uint32Array(pages);
  /** Multiples of 2 ** 32 of keys that came that often. */
  readonly #carries = new Map<number, number>();
  readonly #memory: CounterMemory;
  #total = 0;

  constructor(memory: CounterMemory) {
    this.#memory = memory;
  }

  /** How many keys came; below 2 ** 53. */
  get total(): number {
    return this.#total;
  }

  /** @throws {InvalidInput} when the keys are of more pages than the memory holds */
  addAll(keys: Uint32Array): void {
    const table = this.#pages;
    const limits = this.#limits;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      const page = table[key >>> 16];
      const counter = page === undefined ? 0 : (page[key & 0xffff] as number);
      if (page === undefined || counter === limits[key >>> 16]) this.#increase(key, 1);
      else page[key & 0xffff] = counter + 1;
    }
    this.#total += keys.length;
  }

  /** Adds one key `times` times, as when tables are merged. */
  add(key: number, times: number): void {
    this.#increase(key, times);
    this.#total += times;
  }

  hasPage(upper: number): boolean {
    return this.#pages[upper] !== undefined;
  }

  /** Writes how often each key came whose upper half is `upper`, by its lower half. */
  copyPage(upper: number, into: Float64Array): void {
    const page = this.#pages[upper];
    if (page === undefined) {
      into.fill(0);
      return;
    }
    into.set(page);
    for (const [key, multiples] of this.#carries) {
      if (key >>> 16 === upper)
        into[key & 0xffff] = (page[key & 0xffff] as number) + multiples * 2 ** 32;
    }
  }

  #increase(key: number, times: number): void {
    const upper = key >>> 16;
    const count = (this.#pages[upper]?.[key & 0xffff] ?? 0) + times;
    const low = count % 2 ** 32;
    if (count >= 2 ** 32) {
      this.#carries.set(key, (this.#carries.get(key) ?? 0) + Math.floor(count / 2 ** 32));
    }
    const page = low > (this.#limits[upper] as number) ? this.#widen(upper, low) : this.#at(upper);
    page[key & 0xffff] = low;
  }

  #at(upper: number): Page {
    return this.#pages[upper] ?? this.#widen(upper, 0);
  }

  /** Gives the page counters that hold `count`. */
  #widen(upper: number, count: number): Page {
    const before = this.#pages[upper];
    const width = count < 2 ** 8 ? 1 : count < 2 ** 16 ? 2 : 4;
    const bytes = this.#memory.bytes + width * pageKeys - (before?.byteLength ?? 0);
    if (bytes > this.#memory.mostBytes) {
      throw new InvalidInput(
        `Scores of too many different values for ${this.#memory.mostBytes} bytes of counters: allow more, or pool fewer`,
      );
    }
    this.#memory.bytes = bytes;
    const Kind = width === 1 ? Uint8Array : width === 2 ? Uint16Array : Uint32Array;
    const page = new Kind(pageKeys);
    if (before !== undefined) page.set(before);
    this.#pages[upper] = page;
    this.#limits[upper] = 2 ** (8 * width) - 1;
    return page;
  }
}
