import { InvalidInput } from '../../errors.ts';

export interface ArrayScannerOptions {
  /** Names of the arrays that are wanted. */
  readonly arrays: readonly string[];
  readonly mostElementBytes: number;
  /** Objects and arrays in each other, where nothing is wanted of them. */
  readonly deepest: number;
  /** What is read, for messages. */
  readonly where: string;
}

/** An element of a wanted array, as JSON text yet to be parsed. */
export interface ScannedElement {
  readonly array: string;
  readonly text: Buffer;
}

const longestKey = 256;
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** What is expected next; after a comma, an object or array may not end. */
type State =
  | 'start'
  | 'first-key'
  | 'key'
  | 'colon'
  | 'value'
  /** Within a value that is passed over. */
  | 'other-value'
  | 'after-value'
  | 'first-element'
  | 'element'
  | 'after-element'
  | 'end';

/**
 * Finds the elements of arrays of a JSON object, a chunk at a time:
 *
 * ```
 * file  = { key : value {, key : value } }
 * value = any JSON value; where the key is wanted, an array of objects
 * ```
 *
 * It tells where an element begins and ends by its brackets and strings; whether what lies between is
 * JSON, who parses it will see. What is not wanted is passed over the same way.
 */
export class ArrayScanner {
  readonly #options: ArrayScannerOptions;
  readonly #seen = new Set<string>();
  #state: State = 'start';
  #key = '';
  /** Bytes of the file before those at hand. */
  #before = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** The beginning of a key or element that the chunk before broke off in. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(options: ArrayScannerOptions) {
    this.#options = options;
  }

  /** @throws {InvalidInput} naming the byte and what is wrong */
  *push(chunk: Buffer): Generator<ScannedElement> {
    const kept = this.#rest.length;
    const bytes = kept === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = kept === 0 ? -1 : 0;
    for (let at = kept; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#depth > 0 || this.#isInString) {
        if (!this.#ends(byte, at)) continue;
        const array = this.#key;
        if (this.#finishes(bytes.subarray(start + 1, at), at)) {
          yield { array, text: bytes.subarray(start, at + 1) };
        }
        start = -1;
      } else if (!isSpace(byte) && this.#begins(byte, at)) start = at;
    }
    this.#keep(bytes, start);
  }

  /** @throws {InvalidInput} when the object has not ended, or a wanted array was not in it */
  finish(): void {
    if (this.#state !== 'end') throw this.#error('JSON breaks off', 0);
    const missing = this.#options.arrays.find((name) => !this.#seen.has(name));
    if (missing !== undefined) throw this.#error(`No array "${missing}"`, 0);
  }

  /** Takes a byte within a string, an object or an array: does it end what was begun? */
  #ends(byte: number, at: number): boolean {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) {
        this.#isInString = false;
        return this.#depth === 0;
      }
      return false;
    }
    if (byte === quote) this.#isInString = true;
    else if (byte === openBrace || byte === openBracket) {
      if (++this.#depth > this.#options.deepest) throw this.#error('JSON is nested too deep', at);
    } else if (byte === closeBrace || byte === closeBracket) {
      return --this.#depth === 0;
    }
    return false;
  }

  /** Goes on after what has ended: was it an element? */
  #finishes(text: Buffer, at: number): boolean {
    if (this.#state === 'after-element') return true;
    if (this.#state === 'other-value') {
      this.#state = 'after-value';
      return false;
    }
    this.#key = text.toString('utf8');
    if (this.#options.arrays.includes(this.#key)) {
      if (this.#seen.has(this.#key)) throw this.#error(`Array stands twice "${this.#key}"`, at);
      this.#seen.add(this.#key);
    }
    this.#state = 'colon';
    return false;
  }

  /** Takes a byte between things: does a key or an element begin with it? */
  #begins(byte: number, at: number): boolean {
    switch (this.#state) {
      case 'start':
        this.#state = this.#expect(byte === openBrace, byte, at, 'first-key');
        return false;
      case 'first-key':
      case 'key':
        if (byte === closeBrace && this.#state === 'first-key') {
          this.#state = 'end';
          return false;
        }
        this.#isInString = true;
        this.#state = this.#expect(byte === quote, byte, at, 'key');
        return true;
      case 'colon':
        this.#state = this.#expect(byte === colon, byte, at, 'value');
        return false;
      case 'value':
        this.#state = this.#beginValue(byte, at);
        return false;
      case 'other-value':
        if (isScalar(byte)) return false;
        this.#state = 'after-value';
        return this.#begins(byte, at);
      case 'after-value':
        if (byte === closeBrace) this.#state = 'end';
        else this.#state = this.#expect(byte === comma, byte, at, 'key');
        return false;
      case 'first-element':
      case 'element':
        return this.#beginElement(byte, at);
      case 'after-element':
        if (byte === closeBracket) this.#state = 'after-value';
        else this.#state = this.#expect(byte === comma, byte, at, 'element');
        return false;
      case 'end':
        throw this.#error('JSON goes on behind its end', at);
    }
  }

  #beginValue(byte: number, at: number): State {
    if (this.#options.arrays.includes(this.#key)) {
      if (byte !== openBracket) throw this.#error(`Not an array "${this.#key}"`, at);
      return 'first-element';
    }
    if (byte === quote) this.#isInString = true;
    else if (byte === openBrace || byte === openBracket) this.#depth = 1;
    else this.#expect(isScalar(byte), byte, at, 'value');
    return 'other-value';
  }

  #beginElement(byte: number, at: number): boolean {
    if (byte === closeBracket && this.#state === 'first-element') {
      this.#state = 'after-value';
      return false;
    }
    if (byte !== openBrace) throw this.#error(`Not an object in the array "${this.#key}"`, at);
    this.#depth = 1;
    this.#state = 'after-element';
    return true;
  }

  /** Keeps what a chunk broke off in, within bounds. */
  #keep(bytes: Buffer, start: number): void {
    this.#before += bytes.length;
    this.#rest = Buffer.alloc(0);
    if (start < 0) return;
    const [what, most] =
      this.#state === 'key'
        ? (['key', longestKey] as const)
        : (['element', this.#options.mostElementBytes] as const);
    this.#before -= bytes.length - start;
    if (bytes.length - start > most) {
      throw this.#error(`JSON has more than ${most} bytes in one ${what}`, 0);
    }
    this.#rest = Buffer.from(bytes.subarray(start));
  }

  #expect(isExpected: boolean, byte: number, at: number, next: State): State {
    if (isExpected) return next;
    const shown = JSON.stringify(String.fromCharCode(byte));
    throw this.#error(`Not JSON, unexpected ${shown}`, at);
  }

  #error(what: string, at: number): InvalidInput {
    return new InvalidInput(`${what}: ${this.#options.where} at byte ${this.#before + at}`);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A byte of a number, of true, false or null. */
function isScalar(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    '+-.E'.includes(String.fromCharCode(byte))
  );
}
