import { InvalidInput } from '../../errors.ts';

/** What an npy file says of its array. */
export interface NpyHeader {
  readonly type: NpyType;
  /** In C order: the last axis changes fastest. No axes for a single number. */
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly dataStart: number;
}

/** Types of numbers that are read, by NumPy's name without the byte order. */
export const npyBytes = {
  b1: 1,
  f2: 2,
  f4: 4,
  f8: 8,
  i1: 1,
  i2: 2,
  i4: 4,
  i8: 8,
  u1: 1,
  u2: 2,
  u4: 4,
  u8: 8,
} as const;
export type NpyType = keyof typeof npyBytes;

/** The most that a header may take, and how many axes an array may have. */
export const mostHeaderBytes = 1 << 16;
const mostAxes = 8;

/*
 *   "\x93NUMPY" major minor      eight bytes
 *   length of the rest           major 1: 16 bits; 2 and 3: 32 bits; lowest byte first
 *   {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }   and spaces to the length
 */

/**
 * @param bytes the beginning of the file, all of it or {@link mostHeaderBytes}
 * @throws {InvalidInput} when it is no npy file, or of a kind that is not read: big-endian, Fortran
 * order, structures, complex numbers, texts, objects
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpyHeader(bytes: Uint8Array, where: string): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy =
    bytes.length >= 12 && view.getUint32(0) === 0x934e554d && view.getUint16(4) === 0x5059;
  if (!isNpy) throw new InvalidInput(`Not an npy file: ${where}`);
  const major = bytes[6] as number;
  if (major < 1 || major > 3) throw new InvalidInput(`Unknown version ${major} of npy: ${where}`);
  const textStart = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = textStart + length;
  if (dataStart > Math.min(bytes.length, mostHeaderBytes)) {
    throw new InvalidInput(`Header of ${length} bytes ends early or is too long: ${where}`);
  }
  const text = Buffer.from(bytes.subarray(textStart, dataStart)).toString('latin1');
  if (!/^\{[\s\S]*\}\s*$/.test(text)) throw new InvalidInput(`Not a header of npy: ${where}`);
  return { type: typeOf(text, where), shape: shapeOf(text, where), dataStart };
}

function typeOf(text: string, where: string): NpyType {
  const described = /'descr'\s*:\s*('[^']*'|[[(])/.exec(text)?.[1];
  if (described === undefined) throw new InvalidInput(`No 'descr' in the header: ${where}`);
  const [, order, type] = /^'([<>|=]?)([a-z]\d{1,2})'$/.exec(described) ?? [];
  if (type === undefined || !isNpyType(type)) {
    const known = Object.keys(npyBytes).join(', ');
    throw new InvalidInput(`Not a type that is read (known: ${known}) ${described}: ${where}`);
  }
  if (npyBytes[type] > 1 && order !== '<') {
    throw new InvalidInput(
      `Not little-endian ${described}: ${where}; write it by array.astype("<${type}")`,
    );
  }
  return type;
}

function isNpyType(type: string): type is NpyType {
  return Object.hasOwn(npyBytes, type);
}

function shapeOf(text: string, where: string): readonly number[] {
  const isFortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const listed = /'shape'\s*:\s*\(([\d,\sL]{0,400})\)/.exec(text)?.[1];
  if (isFortran === undefined || listed === undefined) {
    throw new InvalidInput(`No 'fortran_order' or 'shape' in the header: ${where}`);
  }
  const shape = listed
    .split(',')
    .flatMap((axis) => (axis.trim() === '' ? [] : [Number.parseInt(axis, 10)]));
  if (isFortran === 'True' && shape.length > 1) {
    throw new InvalidInput(`In Fortran order: ${where}; write it by numpy.ascontiguousarray`);
  }
  const length = shape.reduce((all, axis) => all * axis, 1);
  if (shape.length > mostAxes || !Number.isSafeInteger(length * 8)) {
    throw new InvalidInput(`Not a shape of at most ${mostAxes} axes (${listed}): ${where}`);
  }
  return shape;
}
