import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { extraTypes, readExtra, type Said } from './extra-headers.ts';
import { type BrokenReason, entryOf, type TarEntry } from './tar-entry.ts';
import { blockBytes, decodeTarHeader, shownName, type TarHeader } from './tar-header.ts';

/** Names and pax records above this are no names; GNU tar itself stops far below. */
const mostHeaderBytes = 1 << 20;

/**
 * Lists an archive by its headers; contents are skipped over, never read. Why not a package:
 * `list-tar.md`.
 *
 * Reads V7, ustar, GNU long names and pax `path` and `size`. An archive ends with a block of zeros:
 * one that just stops was cut off, even where it stops between two members.
 *
 * @throws what the file system throws
 */
export function* listTar(path: string): Generator<TarEntry> {
  const file = openSync(path, 'r');
  try {
    yield* walk(file, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

function* walk(file: number, size: number): Generator<TarEntry> {
  let said: Said = {};
  for (let at = 0; ; ) {
    const broken = (reason: BrokenReason, what: string, name = ''): TarEntry => {
      return { kind: 'broken', name, offset: at, reason, detail: `${what}, at byte ${at}` };
    };
    if (at + blockBytes > size) return yield broken('tar-truncated', 'Archive breaks off');
    const block = readAt(file, at, blockBytes);
    if (isZero(block)) {
      if (hasTrail(file, at, size)) yield broken('tar-trailing', 'Archive goes on behind its end');
      return;
    }
    const header = decodeTarHeader(block);
    if (typeof header === 'string') return yield broken('tar-header', `Archive ${header}`);
    const name = said.name ?? header.name;
    const bytes = contentBytes(header, said);
    const content = at + blockBytes;
    if (content + bytes > size)
      return yield broken('tar-truncated', 'Archive breaks off in a member', shownName(name));
    if (extraTypes.has(header.type)) {
      if (bytes > mostHeaderBytes) return yield broken('tar-header', 'Extra header is too large');
      const more = readExtra(header.type, readAt(file, content, bytes));
      if (typeof more === 'string') return yield broken('tar-header', more);
      said = { ...said, ...more };
    } else {
      yield entryOf(header.type, name, at, bytes);
      said = {};
    }
    at = content + Math.ceil(bytes / blockBytes) * blockBytes;
  }
}

/** Links, devices and folders have no content, whatever their size says. */
function contentBytes({ type, bytes }: TarHeader, said: Said): number {
  if (/[1-6]/.test(type)) return 0;
  return extraTypes.has(type) ? bytes : (said.bytes ?? bytes);
}

/** Archives are filled up with zeros to some 10 kB; two archives in a row are no archive. */
const mostPaddingBytes = 1 << 20;

function hasTrail(file: number, at: number, size: number): boolean {
  const rest = size - at;
  return rest > mostPaddingBytes || !isZero(readAt(file, at, rest));
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function readAt(file: number, at: number, bytes: number): Uint8Array {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const read = readSync(file, buffer, done, bytes - done, at + done);
    if (read === 0) break; // shorter than a moment ago, which the second look of a build notices
    done += read;
  }
  return buffer;
}
