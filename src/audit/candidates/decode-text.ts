import { isUtf8 } from 'node:buffer';
import { InvalidInput } from '../../errors.ts';

/** No line of a list of names is longer; what is has lost its line ends. */
export const longestLine = 1 << 20;
const lineEnd = 0x0a;

/**
 * Bytes as text, without a byte order mark.
 *
 * @throws {InvalidInput} naming the line of the first byte that is not UTF-8, or that is too long
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  checkText(bytes, where);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** @throws {InvalidInput} as `decodeText` does */
export function checkText(bytes: Uint8Array, where: string): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new InvalidInput(`UTF-16, save it as UTF-8: ${where}`);
  }
  const isValid = isUtf8(bytes) && bytes.indexOf(0) === -1;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(lineEnd, start);
    const end = found === -1 ? bytes.length : found;
    if (end - start > longestLine) {
      throw new InvalidInput(
        `Line of ${(end - start).toLocaleString('en-US')} bytes: ${where} line ${line}`,
      );
    }
    if (!isValid) checkLine(bytes.subarray(start, end), `${where} line ${line}`);
    start = end + 1;
  }
}

function checkLine(line: Uint8Array, where: string): void {
  const zero = line.indexOf(0);
  if (zero !== -1) throw new InvalidInput(`Zero byte, no text, at column ${zero + 1}: ${where}`);
  if (isUtf8(line)) return;
  let valid = 0;
  while (valid < line.length && isValidPrefix(line, valid + 1)) valid++;
  const byte = (line[valid] as number).toString(16).padStart(2, '0');
  throw new InvalidInput(`Not UTF-8, byte 0x${byte} at column ${valid + 1}: ${where}`);
}

/** Is every character complete that ends before `length`? The last may be cut. */
function isValidPrefix(line: Uint8Array, length: number): boolean {
  for (let cut = 0; cut < 4 && cut <= length; cut++) {
    if (isUtf8(line.subarray(0, length - cut))) {
      const rest = line.subarray(length - cut, length + 3);
      return cut === 0 || isUtf8(rest.subarray(0, sequenceLength(rest[0] as number)));
    }
  }
  return false;
}

function sequenceLength(first: number): number {
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}
