import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InvalidInput } from '../../errors.ts';
import {
  hashBytes,
  manifestNames,
  parseJson,
  readManifest,
  readShared,
  type SharedFile,
} from '../../io/index.ts';
import { type OtherName, parseClassSet } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { decodeText } from './decode-text.ts';
import { readClassSet } from './from-class-set.ts';
import { readFolder, taxaFileIn } from './from-folder.ts';
import { readJson } from './from-json.ts';
import { readLines } from './from-lines.ts';
import { readStructureFile } from './from-structure.ts';
import { readTable, readVernaculars } from './from-table.ts';
import { isTaxaTable, readTaxa } from './taxa-data.ts';
import { TaxaTable } from './taxa-table.ts';

const mostUnpackedBytes = 2 ** 31;

/**
 * Reads candidates from wherever they stand: a class set by name, a release, a folder of class
 * folders, a file of names, wnids or taxa.
 *
 * @param column head of the column that holds the names, where it is not recognised
 * @throws {InvalidInput} naming file, line and value
 */
export async function readCandidates(
  from: string,
  { column }: { readonly column?: string | undefined } = {},
): Promise<CandidateList> {
  const list = await readAny(from, column);
  if (list.size > 0) return list;
  const reasons = list.leftOut.map(({ where, reason }) => `; left out: ${reason}: ${where}`);
  throw new InvalidInput(`No candidates (${list.format}${reasons.join('')}): ${list.where}`);
}

async function readAny(from: string, column: string | undefined): Promise<CandidateList> {
  if (!existsSync(from)) return readNamedSet(from);
  if (!statSync(from).isDirectory()) return readFile(from, column);
  if (existsSync(join(from, 'release.json'))) return readRelease(from);
  const taxa = await taxaFileIn(from);
  return taxa === undefined ? readFolder(from, from) : readFile(taxa, column);
}

async function readNamedSet(name: string): Promise<CandidateList> {
  const known = manifestNames('class-sets');
  if (!known.includes(name)) {
    throw new InvalidInput(
      `No such file or folder, and no class set of that name (known: ${known.join(', ')}): ${name}`,
    );
  }
  const { content, sha256, where } = await readManifest('class-sets', name, parseClassSet);
  return readClassSet(content, { where, sha256, format: 'class set' });
}

async function readRelease(folder: string): Promise<CandidateList> {
  // Loaded when it is needed: releases come with checks and tables.
  const { openRelease } = await import('../../release/index.ts');
  const release = await openRelease(folder);
  try {
    const { content, sha256 } = release.info.classSet;
    return readClassSet(content, { where: folder, sha256, format: 'release' });
  } finally {
    release.close();
  }
}

async function readFile(path: string, column: string | undefined): Promise<CandidateList> {
  const file = unpacked(await readShared(path));
  const { sha256, where } = file;
  const bytes = withoutMark(file.bytes);
  if (bytes.length === 0) throw new InvalidInput(`Empty file: ${where}`);
  if (isTaxaTable(bytes) && column === undefined)
    return new TaxaTable(readTaxa(bytes, sha256, where));
  const text = decodeText(bytes, where);
  const input = { where, sha256, column };
  const extension = extname(path.replace(/\.gz$/, '')).toLowerCase();
  if (column !== undefined && extension !== '.csv' && extension !== '.tsv') {
    throw new InvalidInput(`No column "${column}", not a CSV or TSV file: ${where}`);
  }
  if (extension === '.xml') return readStructureFile(text, input);
  if (extension === '.json') return readJsonFile(text, input);
  if (extension !== '.csv' && extension !== '.tsv') return readLines(text, input);
  const vernaculars = await vernacularsBeside(path);
  return readTable(text, input, vernaculars);
}

function readJsonFile(text: string, input: Parameters<typeof readJson>[1]): CandidateList {
  const value = parseJson(text, input.where);
  const isClassSet = typeof value === 'object' && value !== null && 'members' in value;
  if (!isClassSet) return readJson(value, input);
  return readClassSet(parseClassSet(value, input.where), { ...input, format: 'class set' });
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark ? bytes.subarray(3) : bytes;
}

function unpacked(file: SharedFile): SharedFile {
  if (!file.where.endsWith('.gz')) return file;
  try {
    const plain = gunzipSync(file.bytes, { maxOutputLength: mostUnpackedBytes });
    const bytes = new Uint8Array(new SharedArrayBuffer(plain.length));
    bytes.set(plain);
    return { bytes, sha256: hashBytes(bytes), where: file.where };
  } catch (cause) {
    throw new InvalidInput(`Not gzip, ${(cause as Error).message}: ${file.where}`, { cause });
  }
}

/** English common names of a Darwin Core archive, where `taxa.csv` lies in one. */
async function vernacularsBeside(
  path: string,
): Promise<ReadonlyMap<string, readonly OtherName[]> | undefined> {
  if (basename(path) !== 'taxa.csv') return undefined;
  const folder = dirname(path);
  const name = (await readdir(folder)).find((file) => /^VernacularNames-english\.csv$/i.test(file));
  if (name === undefined) return undefined;
  const { bytes, where } = await readShared(join(folder, name));
  return readVernaculars(decodeText(bytes, where), where);
}
