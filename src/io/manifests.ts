import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidInput } from '../errors.ts';
import type { Sha256 } from '../records/index.ts';
import { hashBytes } from './files.ts';
import { projectFolder } from './toolkit.ts';

/** The kinds of manifests, each a folder under `manifests/`. */
export type ManifestKind =
  | 'baselines'
  | 'claims'
  | 'class-sets'
  | 'datasets'
  | 'gates'
  | 'models'
  | 'protocols'
  | 'sources';

/** A parsed manifest and the digest of the file it was read from. */
export interface Manifest<T> {
  readonly content: T;
  readonly sha256: Sha256;
  readonly where: string;
}

const manifestsFolder = join(projectFolder, 'manifests');
const mostBytes = 16 << 20;

/**
 * Reads `manifests/<kind>/<name>.json`, or the file itself where `name` is a path that ends in
 * `.json`.
 *
 * @throws {InvalidInput} when there is none, naming those that there are; or from `parse`
 */
export async function readManifest<T>(
  kind: ManifestKind,
  name: string,
  parse: (value: unknown, where: string) => T,
): Promise<Manifest<T>> {
  const isPath = name.endsWith('.json');
  const path = isPath ? name : join(manifestsFolder, kind, `${name}.json`);
  const where = isPath ? name : `manifests/${kind}/${name}.json`;
  const text = await readOrExplain(path, kind, where);
  return { content: parse(parseJson(text, where), where), sha256: hashBytes(text), where };
}

/** The names of the manifests of one kind that come with the toolkit. */
export function manifestNames(kind: ManifestKind): readonly string[] {
  // Of a kind that nobody has written one of, git keeps no folder.
  if (!existsSync(join(manifestsFolder, kind))) return [];
  return readdirSync(join(manifestsFolder, kind))
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

/** @throws {InvalidInput} when the text is no JSON, or larger than what is read here can be */
export function parseJson(text: string, where: string, mostCharacters = mostBytes): unknown {
  if (text.length > mostCharacters) {
    throw new InvalidInput(`More than ${mostCharacters} characters: ${where}`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput(`Not JSON, ${(cause as Error).message}: ${where}`, { cause });
  }
}

async function readOrExplain(path: string, kind: ManifestKind, where: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const known = manifestNames(kind).join(', ');
    throw new InvalidInput(`No such file (known ${kind}: ${known}): ${where}`, { cause });
  }
}
