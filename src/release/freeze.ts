import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AlreadyExists } from '../errors.ts';
import {
  jsonText,
  refFile,
  syncFolder,
  walkTree,
  withStorageErrors,
  writeFileDurably,
} from '../io/index.ts';
import {
  type CheckReport,
  type Claim,
  filesOf,
  type LedgerEntry,
  parseCertificate,
  parseReferenceHashes,
  type Sha256,
} from '../records/index.ts';
import { balancePlot } from './card/balance-plot.ts';
import { cardText } from './card/index.ts';
import { checksumsText } from './checksums.ts';
import { type CheckedAgainst, checkTables, countTables } from './judge-release.ts';
import { releaseFiles } from './layout.ts';
import { drawLedger } from './ledger.ts';
import { type ReleaseInfo, releaseInfoJson } from './release-info.ts';
import { openReleaseTables } from './release-tables.ts';

export interface FreezeInput {
  /** Holds the tables and, in a full release, `images/` and `masks/`; becomes the release. */
  readonly staging: string;
  readonly target: string;
  readonly identity: Omit<ReleaseInfo, 'counts' | 'verdicts'>;
  readonly claims: readonly Claim[];
  /** Text of `certificate.json`; without one the release has no such file. */
  readonly certificate?: string | undefined;
  /** Bytes of `reference-hashes.tsv`; without them the release has no such file. */
  readonly references?: Uint8Array | undefined;
}

export interface Frozen {
  readonly info: ReleaseInfo;
  readonly reports: readonly CheckReport[];
  readonly ledger: readonly LedgerEntry[];
  /** Digest of `SHA256SUMS`: one line that stands for every byte of the release. */
  readonly digest: Sha256;
}

/**
 * Judges what lies in the staging folder, writes down what was found, waits for the disk and
 * renames the folder: the release exists whole or not at all.
 *
 * @throws {AlreadyExists} when something stands at the target
 */
export async function freezeRelease({
  staging,
  target,
  identity,
  claims,
  certificate,
  references,
}: FreezeInput): Promise<Frozen> {
  const { recipe, classSet, source } = identity;
  const tables = await openReleaseTables(staging, source.truth);
  try {
    const against = readAgainst({ certificate, references });
    const judged = [recipe.content, classSet.content, source, against] as const;
    const reports = await checkTables(tables, ...judged);
    const ledger = await drawLedger(tables, source, claims);
    const counts = await countTables(tables, recipe.content);
    const verdicts = Object.fromEntries(reports.map(({ check, verdict }) => [check, verdict]));
    const info: ReleaseInfo = { ...identity, counts, verdicts };
    const write = (name: string, text: string | Uint8Array) =>
      writeFileDurably(join(staging, name), text);
    await write(releaseFiles.checks, jsonText({ schema: 1, checks: reports }));
    await write(releaseFiles.claims, jsonText({ schema: 1, ledger }));
    if (certificate !== undefined) await write(releaseFiles.certificate, certificate);
    if (references !== undefined) await write(releaseFiles.references, references);
    await write(releaseFiles.info, jsonText(releaseInfoJson(info)));
    const balance = await balancePlot(reports);
    if (balance !== undefined) await write(releaseFiles.balance, balance);
    await write(releaseFiles.card, cardText(info, reports, ledger));
    const sums = await sumFiles(staging, await placedDigests(tables.records()));
    await write(releaseFiles.checksums, checksumsText(sums));
    const { sha256: digest } = await refFile(staging, releaseFiles.checksums);
    await moveIntoPlace(staging, target);
    return { info, reports, ledger, digest };
  } finally {
    tables.close();
  }
}

/** Parses what the release is about to hold, as `verify` will find it. */
function readAgainst({
  certificate,
  references,
}: Pick<FreezeInput, 'certificate' | 'references'>): CheckedAgainst {
  return {
    certificate:
      certificate === undefined
        ? undefined
        : parseCertificate(JSON.parse(certificate), releaseFiles.certificate),
    references:
      references === undefined
        ? undefined
        : parseReferenceHashes(references, releaseFiles.references),
  };
}

type Records = ReturnType<Awaited<ReturnType<typeof openReleaseTables>>['records']>;

async function placedDigests(records: Records): Promise<Map<string, Sha256>> {
  const digests = new Map<string, Sha256>();
  for await (const record of records) {
    for (const { placed } of filesOf(record)) {
      if (placed !== undefined) digests.set(placed.path, placed.sha256);
    }
  }
  return digests;
}

/** Images and masks were digested as they were placed; what else lies there is digested here. */
async function sumFiles(
  staging: string,
  placed: ReadonlyMap<string, Sha256>,
): Promise<Map<string, Sha256>> {
  const sums = new Map(placed);
  for await (const { path, kind } of walkTree(staging)) {
    if (kind !== 'file' || sums.has(path) || path === releaseFiles.checksums) continue;
    sums.set(path, (await refFile(staging, path)).sha256);
  }
  return sums;
}

async function moveIntoPlace(staging: string, target: string): Promise<void> {
  for await (const { path, kind } of walkTree(staging)) {
    if (kind === 'folder') await syncFolder(join(staging, path));
  }
  await syncFolder(staging);
  if (existsSync(target)) throw new AlreadyExists(`A release is there already: ${target}`);
  await withStorageErrors(target, () => rename(staging, target));
  await syncFolder(dirname(target));
}
