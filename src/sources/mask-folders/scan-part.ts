import { existsSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { breathe, listTar } from '../../io/index.ts';
import { printableName, type Skipped } from '../../records/index.ts';
import { readName, type ScanOptions, scanTree } from '../scan-tree.ts';
import type { FileLook } from '../source.ts';
import type { MaskPart } from './options.ts';

/** The files of one ending in one folder of a part. */
export interface Scan {
  /** By path below the folder, without the ending. */
  readonly files: ReadonlyMap<string, FileLook>;
  readonly skipped: readonly Skipped[];
}

/** Where a part lies: in folders, in the archive that was published, or nowhere. */
export function formOf(
  root: string,
  { masks, archive }: MaskPart,
): 'folders' | 'archive' | undefined {
  if (existsSync(join(root, masks))) return 'folders';
  return archive !== undefined && existsSync(join(root, archive)) ? 'archive' : undefined;
}

/**
 * Lists the photos or the masks of a part; `undefined` where their folder is not there.
 *
 * @param below folder of the photos or of the masks
 * @throws {InvalidInput} when the folder is a link that leads out, or the archive is no file
 */
export async function scanPart(
  root: string,
  { name: sourceSplit, archive }: MaskPart,
  options: ScanOptions & { readonly below: string },
  form: 'folders' | 'archive',
): Promise<Scan | undefined> {
  if (form === 'archive') return scanArchive(root, sourceSplit, archive as string, options);
  if (!existsSync(join(root, options.below))) return undefined;
  const place = await realpath(join(root, options.below));
  if (!place.startsWith(root + sep)) {
    throw new InvalidInput(
      `Folder is a link that leads out of the source: ${join(root, options.below)}`,
    );
  }
  const files = new Map<string, FileLook>();
  const skipped: Skipped[] = [];
  for await (const scanned of scanTree(root, options)) {
    if (scanned.kind === 'file') files.set(scanned.id, scanned.look);
    else {
      const { path, reason, detail } = scanned;
      skipped.push({ path, sourceSplit, reason, detail });
    }
  }
  return { files, skipped };
}

async function scanArchive(
  root: string,
  sourceSplit: string,
  path: string,
  options: ScanOptions & { readonly below: string },
): Promise<Scan> {
  const found = statSync(join(root, path), { bigint: true });
  if (!found.isFile()) throw new InvalidInput(`Not a regular file: ${join(root, path)}`);
  const modifiedNs = String(found.mtimeNs);
  const archive = { path, bytes: Number(found.size), modifiedNs };
  const files = new Map<string, FileLook>();
  const skipped: Skipped[] = [];
  for await (const entry of breathe(listTar(join(root, path)))) {
    const isBelow = entry.name.startsWith(`${options.below}/`);
    const member = `${path}/${entry.name}`;
    const skip = (reason: string, detail: string) =>
      skipped.push({ path: printableName(member), sourceSplit, reason, detail });
    // A member without a readable name, or the end of what can be read, may be of this part.
    if (entry.kind === 'broken' || entry.kind === 'refused') skip(entry.reason, entry.detail);
    if (entry.kind !== 'file' || !isBelow) continue;
    const named = readName(entry.name.slice(options.below.length + 1), options);
    if (named.kind === 'other') skip('name', named.detail);
    else if (named.kind === 'wanted' && files.has(named.id)) {
      skip('name-twice', 'The archive holds a file of this name twice: the first is taken');
    } else if (named.kind === 'wanted') {
      files.set(named.id, { path: member, bytes: entry.bytes, modifiedNs, archive });
    }
  }
  return { files, skipped };
}
