import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidRelease, OodforgeError } from '../errors.ts';
import { parseJson } from '../io/index.ts';
import {
  type Certificate,
  type CheckReport,
  checkReportSchema,
  type LedgerEntry,
  ledgerEntrySchema,
  parseAs,
  parseCertificate,
  parseReferenceHashes,
  type ReferenceHashes,
  z,
} from '../records/index.ts';
import { releaseFiles } from './layout.ts';
import { parseReleaseInfo, type ReleaseInfo } from './release-info.ts';
import { openReleaseTables, type ReleaseTables } from './release-tables.ts';

/** A release on disk, open for reading. */
export interface Release {
  readonly folder: string;
  readonly info: ReleaseInfo;
  readonly tables: ReleaseTables;
  close(): void;
}

/** @throws {InvalidRelease} when the folder holds no release, or one of another form */
export async function openRelease(folder: string): Promise<Release> {
  const info = await readInfo(folder);
  const tables = await openReleaseTables(folder, info.source.truth);
  return { folder, info, tables, close: () => tables.close() };
}

/** Reads `release.json`. @throws {InvalidRelease} */
export async function readInfo(folder: string): Promise<ReleaseInfo> {
  const path = join(folder, releaseFiles.info);
  if (!existsSync(path))
    throw new InvalidRelease(`No release (it has no ${releaseFiles.info}): ${folder}`);
  return readJsonFile(path, parseReleaseInfo);
}

/** Reads `checks.json`. @throws {InvalidRelease} */
export function readChecks(folder: string): Promise<readonly CheckReport[]> {
  return readJsonFile(
    join(folder, releaseFiles.checks),
    (value, where) => parseAs(checksFile, value, where).checks,
  );
}

/** Reads `claims.json`. @throws {InvalidRelease} */
export function readLedger(folder: string): Promise<readonly LedgerEntry[]> {
  return readJsonFile(
    join(folder, releaseFiles.claims),
    (value, where) => parseAs(claimsFile, value, where).ledger,
  );
}

/** Reads `certificate.json`, where the release has one. @throws {InvalidRelease} */
export async function readCertificate(folder: string): Promise<Certificate | undefined> {
  const path = join(folder, releaseFiles.certificate);
  return existsSync(path) ? readJsonFile(path, parseCertificate) : undefined;
}

/** Reads `reference-hashes.tsv`, where the release has one. @throws {InvalidRelease} */
export async function readReferences(folder: string): Promise<ReferenceHashes | undefined> {
  const path = join(folder, releaseFiles.references);
  return existsSync(path) ? readAs(path, parseReferenceHashes) : undefined;
}

const checksFile = z.strictObject({ schema: z.literal(1), checks: z.array(checkReportSchema) });
const claimsFile = z.strictObject({ schema: z.literal(1), ledger: z.array(ledgerEntrySchema) });

function readJsonFile<T>(path: string, parse: (value: unknown, where: string) => T): Promise<T> {
  return readAs(path, (bytes, where) => parse(parseJson(bytes.toString('utf8'), where), where));
}

async function readAs<T>(path: string, parse: (bytes: Buffer, where: string) => T): Promise<T> {
  try {
    return parse(await readFile(path), path);
  } catch (cause) {
    if (cause instanceof OodforgeError) throw new InvalidRelease(cause.message, { cause });
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new InvalidRelease(`File missing: ${path}`, { cause });
  }
}
