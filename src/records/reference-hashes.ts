import { InvalidInput } from '../errors.ts';
import { compareText } from './finding.ts';
import { asSha256, type Sha256 } from './ids.ts';

/** One image of a reference, such as what a model was trained on. */
export type ReferenceEntry =
  | {
      readonly kind: 'hashed';
      /** 16 hexadecimal digits. */
      readonly perceptualHash: string;
      /** Digest of the file. */
      readonly sha256: Sha256;
      readonly path: string;
    }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly path: string };

/** The hashes of a reference, some 100 bytes of memory an image. */
export interface ReferenceHashes {
  /** Images that have hashes. */
  readonly count: number;
  /** Files that were no image or did not decode. */
  readonly unreadable: number;
  /** Upper and lower half of each perceptual hash. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  digestOf(image: number): Sha256;
  pathOf(image: number): string;
}

const header = '# oodforge reference hashes 1: perceptual hash, SHA-256 of the bytes, path';

/**
 * ```
 * file       = header LF (hashed | unreadable)*
 * hashed     = 16 hexadecimal digits TAB 64 hexadecimal digits TAB path LF
 * unreadable = "unreadable" TAB reason TAB path LF
 * ```
 * Sorted by path, so that the order of hashing leaves no trace.
 *
 * @param entries their paths printable
 */
export function referenceHashesText(entries: readonly ReferenceEntry[]): string {
  const lines = entries.toSorted((a, b) => compareText(a.path, b.path)).map(lineOf);
  return `${[header, ...lines].join('\n')}\n`;
}

function lineOf(entry: ReferenceEntry): string {
  return entry.kind === 'hashed'
    ? `${entry.perceptualHash}\t${entry.sha256}\t${entry.path}`
    : `unreadable\t${entry.reason}\t${entry.path}`;
}

/** Three million images. */
const mostBytes = 512 << 20;
const newline = 0x0a;
/** Bytes of a line before its path. */
const beforePath = 16 + 1 + 64 + 1;

/** Reads a hash file, whose bytes it keeps. @throws {InvalidInput} naming `where` and the line */
export function parseReferenceHashes(file: Uint8Array, where: string): ReferenceHashes {
  if (file.length > mostBytes) {
    throw new InvalidInput(`Hash file has ${file.length} bytes, above ${mostBytes}: ${where}`);
  }
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const starts: number[] = [];
  const ends: number[] = [];
  let unreadable = 0;
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    number++;
    const end = bytes.indexOf(newline, start);
    if (end < 0) throw new InvalidInput(`Last line has no end: ${where} line ${number}`);
    const line = bytes.toString('utf8', start, end);
    if (number === 1 ? line !== header : !hashed.test(line) && !unreadableLine.test(line)) {
      throw new InvalidInput(
        `Not a line of a hash file ${shortText(line)}: ${where} line ${number}`,
      );
    }
    if (number > 1 && line.startsWith('unreadable')) unreadable++;
    else if (number > 1) {
      starts.push(start);
      ends.push(end);
    }
    start = end + 1;
  }
  if (number === 0) throw new InvalidInput(`Hash file is empty: ${where}`);
  const half = (from: number) =>
    Uint32Array.from(starts, (at) =>
      Number.parseInt(bytes.toString('latin1', at + from, at + from + 8), 16),
    );
  return {
    count: starts.length,
    unreadable,
    high: half(0),
    low: half(8),
    digestOf(image) {
      const at = placeOf(starts, image) + 17;
      return asSha256(bytes.toString('latin1', at, at + 64));
    },
    pathOf: (image) =>
      bytes.toString('utf8', placeOf(starts, image) + beforePath, placeOf(ends, image)),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const hashed = /^[0-9a-f]{16}\t[0-9a-f]{64}\t[^\u0000-\u001f]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const unreadableLine = /^unreadable\t[a-z0-9-]+\t[^\u0000-\u001f]+$/;

function shortText(line: string): string {
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 37)}...` : line);
}

function placeOf(places: readonly number[], image: number): number {
  const place = places[image];
  if (place === undefined) throw new RangeError(`No image ${image} among ${places.length}`);
  return place;
}
