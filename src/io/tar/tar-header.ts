import { printableName } from '../../records/index.ts';

/** The size of every block of an archive: headers take one, contents are padded to whole ones. */
export const blockBytes = 512;

/**
 * One header block, as POSIX 1003.1 (ustar), GNU and V7 write it:
 *
 * ```
 *   0 name 100       124 size 12      148 checksum 8     156 type 1
 * 157 link name 100  257 magic 6      345 prefix 155 (POSIX magic only)
 * ```
 */
export interface TarHeader {
  readonly name: Uint8Array;
  /** Of the content. */
  readonly bytes: number;
  /** One character, such as `0` for a file; V7's NUL is given as `0`. */
  readonly type: string;
}

/** Decodes a header, or says in a few words why the block is none. */
export function decodeTarHeader(block: Uint8Array): TarHeader | string {
  if (!hasChecksum(block)) {
    const isGzip = block[0] === 0x1f && block[1] === 0x8b;
    return isGzip ? 'is compressed with gzip: gunzip it first' : 'has a header of wrong checksum';
  }
  const bytes = numberAt(block, 124, 12);
  if (bytes === undefined) return 'has a header without a readable size';
  const type = String.fromCharCode(block[156] as number);
  return { name: nameIn(block), bytes, type: type === '\0' ? '0' : type };
}

/** A name as text, or `undefined` where the bytes are no UTF-8. */
export function nameText(name: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    return undefined;
  }
}

/** A name of any bytes and length, fit for one line. */
export function shownName(name: Uint8Array): string {
  const text = nameText(name) ?? Buffer.from(name).toString('latin1');
  return printableName(text.length > 200 ? `${text.slice(0, 200)}...` : text);
}

/** Bytes up to the first NUL. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** The sum of all bytes, those of the checksum itself counted as spaces; old tars summed signed. */
function hasChecksum(block: Uint8Array): boolean {
  const stated = numberAt(block, 148, 8);
  let unsigned = 0;
  let signed = 0;
  for (const [i, byte] of block.entries()) {
    const value = i >= 148 && i < 156 ? 0x20 : byte;
    unsigned += value;
    signed += value < 128 ? value : value - 256;
  }
  return stated === unsigned || stated === signed;
}

/** Octal digits between spaces and NULs, or GNU's base 256 where the first bit is set. */
function numberAt(block: Uint8Array, at: number, length: number): number | undefined {
  const field = block.subarray(at, at + length);
  if (field[0] === 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = Buffer.from(field).toString('latin1');
  const digits = /^[ \0]*([0-7]*)[ \0]*$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const value = digits === '' ? 0 : Number.parseInt(digits, 8);
  return Number.isSafeInteger(value) ? value : undefined;
}

function nameIn(block: Uint8Array): Uint8Array {
  const name = untilNul(block.subarray(0, 100));
  const isPosix = Buffer.from(block.subarray(257, 263)).toString('latin1') === 'ustar\0';
  const prefix = isPosix ? untilNul(block.subarray(345, 500)) : new Uint8Array();
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
}
