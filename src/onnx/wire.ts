import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { InvalidInput } from '../errors.ts';

export { BinaryWriter, WireType };

/** Messages inside messages; a graph in a graph in a graph takes four. */
const deepest = 64;
const longestText = 65_536;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Goes through the fields of one protobuf message, in place: nothing is decoded that is not asked
 * for, and what is skipped costs the same whatever its length.
 *
 * ```
 * message = field*
 * field   = tag value           tag = varint of (number << 3 | kind)
 * value   = varint              kind 0
 *         | 8 bytes             kind 1
 *         | length:varint bytes kind 2: text, bytes, a message, packed numbers
 *         | 4 bytes             kind 5
 * ```
 * Groups (kinds 3 and 4) are skipped whole. Source: Protocol Buffers, Encoding.
 *
 * Every method throws {@link InvalidInput} with the place in the file.
 */
export class WireCursor {
  /** Number of the field that the cursor stands on. */
  field = 0;
  /** Where that field's tag begins, counted from the start of the file. */
  fieldStart = 0;
  readonly #reader: BinaryReader;
  readonly #bytes: Uint8Array;
  readonly #base: number;
  readonly #where: string;
  readonly #depth: number;
  #kind: WireType = WireType.Varint;
  #isRead = true;

  constructor(bytes: Uint8Array, where: string, { base = 0, depth = 0 } = {}) {
    this.#reader = new BinaryReader(bytes);
    this.#bytes = bytes;
    this.#base = base;
    this.#where = where;
    this.#depth = depth;
  }

  /** Steps to the next field; `false` at the end of the message. */
  next(): boolean {
    this.fieldStart = this.endOfField();
    if (this.#reader.pos === this.#reader.len) return false;
    [this.field, this.#kind] = this.#guard(() => this.#reader.tag());
    this.#isRead = false;
    return true;
  }

  /** Where this field ends, and the next begins, counted from the start of the file. */
  endOfField(): number {
    if (!this.#isRead) this.#guard(() => this.#skip());
    this.#isRead = true;
    return this.#base + this.#reader.pos;
  }

  /** The number of this field. */
  integer(): bigint {
    this.#expect(WireType.Varint, 'a number');
    return BigInt(this.#guard(() => this.#reader.int64()));
  }

  /** The text of this field, at most 64 KiB of UTF-8. */
  text(): string {
    const { bytes } = this.#delimited('text');
    if (bytes.length > longestText) this.refuse(`a text of ${bytes.length} bytes`);
    try {
      return decoder.decode(bytes);
    } catch {
      return this.refuse('a text that is not UTF-8');
    }
  }

  /** The message in this field. */
  message(): WireCursor {
    const { bytes, start } = this.#delimited('a message');
    if (this.#depth === deepest) this.refuse(`messages nested deeper than ${deepest}`);
    return new WireCursor(bytes, this.#where, { base: start, depth: this.#depth + 1 });
  }

  /** @throws {InvalidInput} saying that this is where the file stops being a model */
  refuse(what: string): never {
    throw new InvalidInput(`Not an ONNX model: ${what} at byte ${this.fieldStart}: ${this.#where}`);
  }

  #delimited(what: string): { readonly bytes: Uint8Array; readonly start: number } {
    this.#expect(WireType.LengthDelimited, what);
    const length = this.#guard(() => this.#length());
    const from = this.#reader.pos;
    this.#reader.pos += length;
    return { bytes: this.#bytes.subarray(from, from + length), start: this.#base + from };
  }

  #skip(): void {
    if (this.#kind !== WireType.LengthDelimited) {
      this.#reader.skip(this.#kind, this.field, deepest);
      return;
    }
    const length = this.#length();
    this.#reader.pos += length;
  }

  /** The decoder of the package drops the bits of a length above the 32nd; here it is refused. */
  #length(): number {
    const from = this.#reader.pos;
    const length = this.#reader.uint32();
    const bytesRead = this.#reader.pos - from;
    const left = this.#reader.len - this.#reader.pos;
    if (bytesRead > 5 || (bytesRead === 5 && (this.#bytes[from + 4] as number) > 0x0f)) {
      throw new RangeError('a length above 4 GiB');
    }
    if (length > left) throw new RangeError(`a field of ${length} bytes where ${left} are left`);
    return length;
  }

  #expect(kind: WireType, what: string): void {
    if (this.#kind !== kind) {
      this.refuse(`field ${this.field} of kind ${this.#kind} where ${what} belongs`);
    }
    this.#isRead = true;
  }

  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new InvalidInput(
        `Not an ONNX model: ${said} at byte ${this.fieldStart}: ${this.#where}`,
        { cause },
      );
    }
  }
}
