import { InvalidInput } from '../../errors.ts';

const space = 0x20;
const lineEnd = 0x0a;

/** Reads the words of a text line by line, in place; knows where it is when something is wrong. */
export class LineCursor {
  /** Byte at which the next word begins. */
  at: number;
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

  /** Where the next word begins and ends. */
  word(what: string): readonly [from: number, to: number] {
    const from = this.at;
    let to = from;
    while (to < this.#bytes.length && (this.#bytes[to] as number) > space) to++;
    if (to === from) this.refuse(`No ${what}`);
    if (this.#bytes[to] === space) this.at = to + 1;
    else this.at = to;
    return [from, to];
  }

  text(what: string): string {
    const [from, to] = this.word(what);
    let text = '';
    for (let i = from; i < to; i++) text += String.fromCharCode(this.#bytes[i] as number);
    return text;
  }

  number(base: 10 | 16, what: string): number {
    const [from, to] = this.word(what);
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

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x61 + 10;
  return 16;
}
