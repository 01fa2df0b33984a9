import { InvalidInput } from '../../errors.ts';
import { type NpyType, npyBytes } from './npy-header.ts';

/**
 * Numbers of an npy file as they are: float16 and float32 as float32, all others as float64.
 *
 * @param bytes whole numbers, lowest byte first
 * @throws {InvalidInput} when an integer is beyond what float64 tells apart
 */
export function npyNumbers(
  bytes: Uint8Array<ArrayBuffer>,
  type: NpyType,
  where: string,
): Float32Array | Float64Array {
  const count = bytes.length / npyBytes[type];
  // A copy of its own begins where any type may begin.
  const { buffer } = bytes.byteOffset % npyBytes[type] === 0 ? bytes : bytes.slice();
  const start = buffer === bytes.buffer ? bytes.byteOffset : 0;
  switch (type) {
    case 'f4':
      return new Float32Array(buffer, start, count);
    case 'f2':
      return Float32Array.from(new Uint16Array(buffer, start, count), halfOf);
    case 'f8':
      return new Float64Array(buffer, start, count);
    case 'i8':
      return Float64Array.from(
        { length: count },
        wide(new BigInt64Array(buffer, start, count), where),
      );
    case 'u8':
      return Float64Array.from(
        { length: count },
        wide(new BigUint64Array(buffer, start, count), where),
      );
    default:
      return Float64Array.from(new integerKinds[type](buffer, start, count));
  }
}

const integerKinds = {
  b1: Uint8Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
} as const;

/** A number of 16 bits: sign, five bits of exponent, ten of fraction (IEEE 754 binary16). */
function halfOf(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function wide(values: BigInt64Array | BigUint64Array, where: string) {
  return (_: unknown, i: number) => {
    const number = Number(values[i]);
    if (Number.isSafeInteger(number)) return number;
    throw new InvalidInput(`An integer beyond 2 ** 53 ${values[i]}: ${where} at [${i}]`);
  };
}
