import { closeSync, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { listTar } from './tar/index.ts';

export type SourceFile =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-a-file' };

/**
 * Reads a file of a source. A path may lead into a tar archive, `n02069412.tar/n02069412_10.JPEG`:
 * of the archive only that member is read, by its place, which is looked up once an archive.
 *
 * @throws what the file system throws, other than for a file that is not there
 */
export function readSourceFile(root: string, path: string): SourceFile {
  const place = placeInArchive(root, path);
  if (place !== undefined) return readMember(join(root, place.archive), place.member);
  const look = statOrUndefined(join(root, path));
  if (look === undefined) return { kind: 'missing' };
  return look.isFile()
    ? { kind: 'file', bytes: readFileSync(join(root, path)) }
    : { kind: 'not-a-file' };
}

/** Does a path of a source lead into an archive, by its form? */
export function isArchived(path: string): boolean {
  return path.includes('.tar/');
}

/** A folder may be called `x.tar` too, so the first part that is a file decides. */
function placeInArchive(
  root: string,
  path: string,
): { readonly archive: string; readonly member: string } | undefined {
  for (let end = path.indexOf('.tar/'); end >= 0; end = path.indexOf('.tar/', end + 1)) {
    const archive = path.slice(0, end + '.tar'.length);
    if (statOrUndefined(join(root, archive))?.isFile() === true) {
      return { archive, member: path.slice(archive.length + 1) };
    }
  }
  return undefined;
}

/** Where `readFile` gives up too. */
const mostMemberBytes = 2 ** 31;

interface Member {
  readonly offset: number;
  readonly bytes: number;
}

/** Members of the archives this thread has looked into, as long as those stay as they were. */
const indexes = new Map<string, { readonly of: string; readonly members: Map<string, Member> }>();

function readMember(archive: string, name: string): SourceFile {
  const member = membersOf(archive).get(name);
  if (member === undefined) return { kind: 'missing' };
  if (member.bytes > mostMemberBytes) return { kind: 'not-a-file' };
  const bytes = Buffer.alloc(member.bytes);
  const file = openSync(archive, 'r');
  try {
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(file, bytes, done, bytes.length - done, member.offset + done);
      if (read === 0) return { kind: 'file', bytes: bytes.subarray(0, done) };
      done += read;
    }
  } finally {
    closeSync(file);
  }
  return { kind: 'file', bytes };
}

function membersOf(archive: string): ReadonlyMap<string, Member> {
  const { size, mtimeMs } = statSync(archive);
  const of = `${size} ${mtimeMs}`;
  const known = indexes.get(archive);
  if (known?.of === of) return known.members;
  const members = new Map<string, Member>();
  for (const entry of listTar(archive)) {
    if (entry.kind === 'file' && !members.has(entry.name)) members.set(entry.name, entry);
  }
  indexes.set(archive, { of, members });
  return members;
}

function statOrUndefined(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
