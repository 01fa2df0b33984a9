const comma = 0x2c;
const lineEnd = 0x0a;
const zero = 0x30;
/** Of one id: ten digits and more. */
const mostDigits = 16;

/** Lines of JSON in UTF-8, a comma and a line end between, one behind the other. */
export class LineBuffer {
  #bytes: Uint8Array;
  #length = 0;
  readonly #encoder = new TextEncoder();

  constructor(room = 1 << 19) {
    this.#bytes = new Uint8Array(room);
  }

  /** Begins a line. */
  next(): void {
    if (this.#length === 0) return;
    this.#makeRoom(2);
    this.#bytes[this.#length++] = comma;
    this.#bytes[this.#length++] = lineEnd;
  }

  text(text: string): void {
    this.#makeRoom(3 * text.length); // a code unit takes three bytes at most
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** Some hundred bytes at most: a loop is quicker than a call for so few. */
  bytes(source: Uint8Array, from = 0, to = source.length): void {
    this.#makeRoom(to - from);
    const target = this.#bytes;
    let at = this.#length;
    for (let i = from; i < to; i++) target[at++] = source[i] as number;
    this.#length = at;
  }

  /** A whole number, 0 or more. */
  number(value: number): void {
    this.#makeRoom(mostDigits);
    let digits = 1;
    for (let most = 10; value >= most; most *= 10) digits++;
    let left = value;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const rest = Math.floor(left / 10);
      this.#bytes[at] = zero + left - 10 * rest;
      left = rest;
    }
    this.#length += digits;
  }

  /** All that was written, in memory of its own; the buffer is empty again. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#length) as Uint8Array<ArrayBuffer>;
    this.#length = 0;
    return taken;
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + bytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
