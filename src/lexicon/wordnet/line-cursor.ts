import { InvalidInput } from '../../errors.ts';

const space = 0x20;
const lineEnd = 0x0a;

/** Reads the words of a text line by line, in place; knows where it is when something is wrong. */
export class LineCursor {
  /** Byte at which the next word begins. */
  at: number;
  /** Where the word read last begins and ends; a pair returned for each of a million costs more. */
  from = 0;
  to = 0;
  readonly #bytes: Uint8Array;
  #lineNumber: number;
  readonly #where: string;

  constructor(bytes: Uint8Array, at: number, lineNumber: number, where: string) {
    this.#bytes = bytes;
    this.at = at;
    this.#lineNumber = lineNumber;
    this.#where = where;
  }

  isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** Skips the rest of the line. */
  nextLine(): void {
    const end = this.#bytes.indexOf(lineEnd, this.at);
    if (end === -1) this.refuse('No line end at the end of the file');
    this.at = end + 1;
    this.#lineNumber++;
  }

  /** Passes the next word; {@link from} and {@link to} say where it was. */
  word(what: string): void {
    const bytes = this.#bytes;
    const from = this.at;
    let to = from;
    while (to < bytes.length && (bytes[to] as number) > space) to++;
    if (to === from) this.refuse(`No ${what}`);
    this.at = bytes[to] === space ? to + 1 : to;
    this.from = from;
    this.to = to;
  }

  text(what: string): string {
    this.word(what);
    let text = '';
    for (let i = this.from; i < this.to; i++) text += String.fromCharCode(this.#bytes[i] as number);
    return text;
  }

  /** The next word as {@link codeOf} writes it, where it has at most four bytes; else 0. */
  code(what: string): number {
    this.word(what);
    if (this.to - this.from > 4) return 0;
    let code = 0;
    for (let i = this.from; i < this.to; i++) code = code * 256 + (this.#bytes[i] as number);
    return code;
  }

  number(base: 10 | 16, what: string): number {
    this.word(what);
    const { from, to } = this;
    let value = 0;
    for (let i = from; i < to; i++) {
      const digit = digitOf(this.#bytes[i] as number);
      if (digit >= base) {
        this.at = from;
        this.refuse(`Not a ${what} "${this.text(what)}"`);
      }
      value = value * base + digit;
    }
    return value;
  }

  expect(word: string, what: string): void {
    const from = this.at;
    if (this.text(what) !== word) {
      this.at = from;
      this.refuse(`Not the ${what} "${this.text(what)}"`);
    }
  }

  /** @throws {InvalidInput} always, naming the line */
  refuse(message: string): never {
    throw new InvalidInput(`${message}: ${this.#where} line ${this.#lineNumber}`);
  }
}

/** A word of up to four bytes as one number, to be compared without making a string of it. */
export function codeOf(word: string): number {
  let code = 0;
  for (const byte of Buffer.from(word, 'latin1')) code = code * 256 + byte;
  return code;
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x61 + 10;
  return 16;
}
