import { isUtf8 } from 'node:buffer';
import { InvalidInput } from '../../errors.ts';
import { countText } from '../../records/index.ts';

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
  if (isValid && hasShortLines(bytes)) return;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(lineEnd, start);
    const end = found === -1 ? bytes.length : found;
    if (end - start > longestLine) {
      throw new InvalidInput(`Line of ${countText(end - start)} bytes: ${where} line ${line}`);
    }
    if (!isValid) checkLine(bytes.subarray(start, end), `${where} line ${line}`);
    start = end + 1;
  }
}

/** Goes in leaps from line end to line end, as far as one line may reach. */
function hasShortLines(bytes: Uint8Array): boolean {
  for (let start = 0; start + longestLine < bytes.length; ) {
    const end = bytes.lastIndexOf(lineEnd, start + longestLine);
    if (end < start) return false;
    start = end + 1;
  }
  return true;
}

function checkLine(line: Uint8Array, where: string): void {
  const zero = line.indexOf(0);
  if (zero !== -1) throw new InvalidInput(`Zero byte, no text, at column ${zero + 1}: ${where}`);
  if (isUtf8(line)) return;
  const valid = validLength(line);
  const byte = (line[valid] as number).toString(16).padStart(2, '0');
  throw new InvalidInput(`Not UTF-8, byte 0x${byte} at column ${valid + 1}: ${where}`);
}

/** Bytes before the first character that is none: found in halves, then character by character. */
function validLength(line: Uint8Array): number {
  let valid = 0;
  for (let step = line.length >> 1; step >= longestSequence; step >>= 1) {
    const end = characterStart(line, valid + step);
    if (isUtf8(line.subarray(valid, end))) valid = end;
  }
  for (;;) {
    const end = valid + sequenceLength(line[valid] as number);
    if (end > line.length || !isUtf8(line.subarray(valid, end))) return valid;
    valid = end;
  }
}

const longestSequence = 4;

/** The place of the byte that begins the character at `at`. */
function characterStart(line: Uint8Array, at: number): number {
  let start = at;
  const first = Math.max(0, at - longestSequence + 1);
  while (start > first && ((line[start] as number) & 0xc0) === 0x80) start--;
  return start;
}

function sequenceLength(first: number): number {
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}
