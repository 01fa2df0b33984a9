import { InvalidInput } from '../errors.ts';
import { highestKey, lowestKey } from './order-keys.ts';
import { PooledCounts } from './pooled-counts.ts';

/*
 * A table of counters as bytes:
 *
 *   "OODC" 1                     five bytes
 *   void                         one byte: 0 in-distribution, 1 ignored
 *   entries                      number
 *   entry *                      by key, upwards
 *
 *   entry     = head others? anomalies?
 *   head      = number: (key - key before - 1) * 8 + form; the key before the first is -1
 *   form      = 1 to 5: so many others and no anomaly
 *               0: others follow as a number, no anomaly
 *               6: one anomaly, no others
 *               7: others and anomalies follow as numbers
 *   number    = seven bits a byte, the lowest first, the top bit set where another follows
 *
 * Neighbouring scores that came a few times take a byte each.
 */
const magic = [0x4f, 0x4f, 0x44, 0x43, 1] as const;
const policies = ['in-distribution', 'ignored'] as const;
const mostFew = 5;
const fewAnomaly = 6;
const both = 7;

/** The table in a form that {@link parseCounts} reads; equal tables give equal bytes. */
export function countsBytes(counts: PooledCounts): Uint8Array {
  let entries = 0;
  counts.each('upwards', () => {
    entries++;
  });
  const writer = new Writer();
  for (const byte of magic) writer.byte(byte);
  writer.byte(policies.indexOf(counts.void));
  writer.number(entries);
  let before = -1;
  counts.each('upwards', (key, anomalies, others) => {
    const gap = (key - before - 1) * 8;
    before = key;
    if (anomalies === 0 && others <= mostFew) writer.number(gap + others);
    else if (anomalies === 0) {
      writer.number(gap);
      writer.number(others);
    } else if (anomalies === 1 && others === 0) writer.number(gap + fewAnomaly);
    else {
      writer.number(gap + both);
      writer.number(others);
      writer.number(anomalies);
    }
  });
  return writer.bytes();
}

/**
 * @param where what the bytes are of, for messages
 * @throws {InvalidInput} when the bytes are no such table, or take more memory than `mostBytes`
 */
export function parseCounts(bytes: Uint8Array, where: string, mostBytes?: number): PooledCounts {
  const reader = new Reader(bytes, where);
  if (!magic.every((byte) => byte === reader.byte())) reader.refuse('Not a table of counters');
  const policy = policies[reader.byte()];
  if (policy === undefined) return reader.refuse('Unknown void policy');
  const counts = new PooledCounts(policy, mostBytes);
  const entries = reader.number();
  let key = -1;
  for (let i = 0; i < entries; i++) {
    const head = reader.number();
    const form = head % 8;
    key += Math.floor(head / 8) + 1;
    if (key < lowestKey || key > highestKey) reader.refuse(`Not the key of a score ${key}`);
    const isShort = form !== 0 && form !== both;
    const others = isShort ? (form === fewAnomaly ? 0 : form) : reader.number();
    const anomalies = form === both ? reader.number() : form === fewAnomaly ? 1 : 0;
    if (others + anomalies === 0) reader.refuse('A key that never came');
    if (others > 0) counts.others.add(key, others);
    if (anomalies > 0) counts.anomalies.add(key, anomalies);
  }
  reader.end();
  return counts;
}

class Writer {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const wider = new Uint8Array(2 * this.#length);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#bytes[this.#length++] = value;
  }

  number(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128);
    this.byte(rest);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #where: string;
  #next = 0;

  constructor(bytes: Uint8Array, where: string) {
    this.#bytes = bytes;
    this.#where = where;
  }

  byte(): number {
    return this.#bytes[this.#next++] ?? this.refuse('Counters end early');
  }

  number(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte % 128) * unit;
      if (value > Number.MAX_SAFE_INTEGER) this.refuse('A number beyond 2 ** 53');
      if (byte < 128) return value;
      if (unit > 2 ** 49) this.refuse('A number of too many bytes');
    }
  }

  end(): void {
    if (this.#next < this.#bytes.length) this.refuse('Bytes behind the last counter');
  }

  refuse(what: string): never {
    throw new InvalidInput(`${what}: ${this.#where} at byte ${this.#next}`);
  }
}
