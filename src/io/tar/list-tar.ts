import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { unsafePathReason } from '../../records/index.ts';
import { parsePaxRecords } from './pax-records.ts';
import {
  blockBytes,
  decodeTarHeader,
  nameText,
  shownName,
  type TarHeader,
  untilNul,
} from './tar-header.ts';

type BrokenReason = 'tar-truncated' | 'tar-header' | 'tar-trailing';

/** What an archive holds, in its order. */
export type TarEntry =
  | {
      readonly kind: 'file';
      /** Safe to join to a folder; a leading `./` is taken off. */
      readonly name: string;
      /** Of the first byte of its content, from the start of the archive. */
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly kind: 'folder'; readonly name: string }
  | {
      readonly kind: 'refused';
      /** Fit for one line. */
      readonly name: string;
      /** Of its header. */
      readonly offset: number;
      readonly reason: 'tar-link' | 'tar-name' | 'tar-type';
      readonly detail: string;
    }
  /** The last entry where nothing behind it can be read. */
  | {
      readonly kind: 'broken';
      readonly name: string;
      readonly offset: number;
      readonly reason: BrokenReason;
      readonly detail: string;
    };

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

/** What extra headers say of the member that follows them. */
interface Said {
  readonly name?: Uint8Array;
  readonly bytes?: number;
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

/** Long name and long link of GNU; pax for one member and for all that follow. */
const extraTypes: ReadonlySet<string> = new Set(['L', 'K', 'x', 'g']);

/** Links, devices and folders have no content, whatever their size says. */
function contentBytes({ type, bytes }: TarHeader, said: Said): number {
  if (/[1-6]/.test(type)) return 0;
  return extraTypes.has(type) ? bytes : (said.bytes ?? bytes);
}

function readExtra(type: string, content: Uint8Array): Said | string {
  if (type === 'L') return { name: untilNul(content) };
  if (type === 'K') return {};
  const records = parsePaxRecords(content);
  if (records === undefined) return 'Extra header has malformed records';
  const path = records.get('path');
  const size = records.get('size');
  if (type === 'g') {
    return path === undefined && size === undefined ? {} : 'Header names all members at once';
  }
  if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) {
    return 'Archive holds a sparse file';
  }
  const digits = Buffer.from(size ?? '0').toString('latin1');
  if (!/^\d{1,15}$/.test(digits)) return 'Extra header has no readable size';
  return {
    ...(path === undefined ? {} : { name: path }),
    ...(size === undefined ? {} : { bytes: Number(digits) }),
  };
}

const linkTypes: ReadonlySet<string> = new Set(['1', '2']);
const fileTypes: ReadonlySet<string> = new Set(['0', '7']);

function entryOf(type: string, rawName: Uint8Array, at: number, bytes: number): TarEntry {
  const refuse = (reason: 'tar-link' | 'tar-name' | 'tar-type', what: string): TarEntry => {
    const name = shownName(rawName);
    return { kind: 'refused', name, offset: at, reason, detail: `${what}, at byte ${at}` };
  };
  const name = nameText(rawName)?.replace(/^(\.\/+)+/, '');
  if (name === undefined) return refuse('tar-name', 'Name is no UTF-8');
  const isFolder = type === '5' || (fileTypes.has(type) && name.endsWith('/'));
  const plain = isFolder ? name.replace(/\/+$/, '') : name;
  if (isFolder && (plain === '' || plain === '.')) return { kind: 'folder', name: '' };
  const unsafe = unsafePathReason(plain);
  if (unsafe !== undefined) return refuse('tar-name', `Name ${unsafe}`);
  if (isFolder) return { kind: 'folder', name: plain };
  if (linkTypes.has(type)) return refuse('tar-link', 'A link, which leads elsewhere');
  if (!fileTypes.has(type)) return refuse('tar-type', `Member of type "${type}" is no file`);
  return { kind: 'file', name: plain, offset: at + blockBytes, bytes };
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
