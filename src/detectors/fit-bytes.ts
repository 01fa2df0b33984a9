import { InvalidInput } from '../errors.ts';

/*
 * fit    = magic version length name body
 * magic  = "oodforge fit" in ASCII
 * version, length = 4 bytes
 * name   = `length` bytes of ASCII: the detector
 * body   = numbers and arrays without a gap, as the detector orders them
 *
 * Numbers are little-endian. How long an array is follows from what stands before it.
 */
const magic = 'oodforge fit';
const version = 1;
/** No detector has a longer name. */
const mostNameBytes = 64;
/** 8 GiB: a million images of 2,048 features. */
const mostBytes = 2 ** 33;

/** Arrays that a fit consists of. */
type Numbers = Float32Array | Float64Array | Uint32Array;

/** Puts a fit together. */
export class FitWriter {
  readonly #parts: Uint8Array[] = [];

  constructor(detector: string) {
    this.#text(magic).uint32(version).uint32(detector.length).#text(detector);
  }

  uint32(value: number): this {
    const part = new DataView(new ArrayBuffer(4));
    part.setUint32(0, value, true);
    return this.#add(part);
  }

  float64(value: number): this {
    const part = new DataView(new ArrayBuffer(8));
    part.setFloat64(0, value, true);
    return this.#add(part);
  }

  /** As they lie in memory: every platform the runtime has is little-endian. */
  numbers(values: Numbers): this {
    return this.#add(values);
  }

  take(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #text(text: string): this {
    return this.#add(new TextEncoder().encode(text));
  }

  #add({ buffer, byteOffset, byteLength }: ArrayBufferView): this {
    this.#parts.push(new Uint8Array(buffer, byteOffset, byteLength));
    return this;
  }
}

/** Takes a fit apart. Nothing is allocated that the bytes do not fill. */
export class FitReader {
  readonly #bytes: Uint8Array;
  readonly #where: string;
  #at = 0;

  /** @throws {InvalidInput} when the bytes are no fit of this detector and version */
  constructor(bytes: Uint8Array, detector: string, where: string) {
    this.#bytes = bytes;
    this.#where = where;
    if (bytes.length > mostBytes) this.fail(`Fit has ${bytes.length} bytes, above ${mostBytes}`);
    if (bytes.length < magic.length || this.#text(magic.length) !== magic) {
      this.fail('Not the fit of a detector');
    }
    const found = this.uint32('version', { most: 0xffffffff });
    if (found !== version) this.fail(`Fit is of version ${found}, and this reads ${version}`);
    const name = this.#text(this.uint32('length of the name', { most: mostNameBytes }));
    if (name !== detector) this.fail(`Fit is of ${JSON.stringify(name)}, not of "${detector}"`);
  }

  /** A whole number within bounds, both included. */
  uint32(what: string, { least = 0, most }: { readonly least?: number; readonly most: number }) {
    const value = this.#view(4).getUint32(0, true);
    if (value < least || value > most) {
      this.fail(`Fit has ${value} as its ${what}, outside ${least} to ${most}`);
    }
    return value;
  }

  /** A finite number within bounds, both included. */
  float64(what: string, { least, most }: { readonly least: number; readonly most: number }) {
    const value = this.#view(8).getFloat64(0, true);
    if (!(value >= least && value <= most)) {
      this.fail(`Fit has ${value} as its ${what}, outside ${least} to ${most}`);
    }
    return value;
  }

  /** Finite numbers. */
  float32s(count: number, what: string): Float32Array {
    return this.#finite(new Float32Array(this.#copy(count * 4)), what);
  }

  /** Finite numbers, `least` or more. */
  float64s(count: number, what: string, least = Number.NEGATIVE_INFINITY): Float64Array {
    return this.#finite(new Float64Array(this.#copy(count * 8)), what, least);
  }

  uint32s(count: number): Uint32Array {
    return new Uint32Array(this.#copy(count * 4));
  }

  /** @throws {InvalidInput} when bytes are left */
  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0) this.fail(`Fit has ${left} bytes behind its end`);
  }

  /** @throws {InvalidInput} always */
  fail(wrong: string): never {
    throw new InvalidInput(`${wrong}; fit again: ${this.#where}`);
  }

  #finite<Values extends Numbers>(values: Values, what: string, least = Number.NEGATIVE_INFINITY) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value - value === 0 && value >= least) continue;
      this.fail(`Fit has ${value} as number ${i} of its ${what}`);
    }
    return values;
  }

  #text(length: number): string {
    return String.fromCharCode(...this.#take(length));
  }

  #view(length: number): DataView {
    const { buffer, byteOffset, byteLength } = this.#take(length);
    return new DataView(buffer, byteOffset, byteLength);
  }

  /** In memory of its own, so that numbers lie where their width allows. */
  #copy(length: number): ArrayBuffer {
    return new Uint8Array(this.#take(length)).buffer;
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (!(end <= this.#bytes.length)) {
      this.fail(`Fit ends after ${this.#bytes.length} bytes, before its byte ${end}`);
    }
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
