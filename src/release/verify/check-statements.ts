import { isDeepStrictEqual } from 'node:util';
import { OodforgeError } from '../../errors.ts';
import { checkTables, countTables } from '../judge-release.ts';
import { releaseFiles } from '../layout.ts';
import { drawLedger } from '../ledger.ts';
import {
  type Release,
  readCertificate,
  readChecks,
  readLedger,
  readReferences,
} from '../open-release.ts';
import { checkAttribution } from './check-attribution.ts';
import type { Deviation } from './expected-file.ts';

/**
 * Recomputes what a release says of itself: its counts, checks, ledger and attributions. Each statement that
 * comes out otherwise is one deviation.
 */
export async function checkStatements(release: Release): Promise<readonly Deviation[]> {
  const deviations: Deviation[] = [];
  for (const [path, compare] of statements) {
    try {
      deviations.push(...(await compare(release)));
    } catch (error) {
      if (!(error instanceof OodforgeError)) throw error;
      deviations.push({ path, problem: 'unreadable', detail: error.message });
    }
  }
  return deviations;
}

type Compare = (release: Release) => Promise<readonly Deviation[]>;

const statements: readonly (readonly [path: string, compare: Compare])[] = [
  [releaseFiles.info, compareCounts],
  [releaseFiles.checks, compareChecks],
  [releaseFiles.claims, compareLedger],
  [releaseFiles.attribution, checkAttribution],
];

async function compareCounts({ info, tables }: Release): Promise<readonly Deviation[]> {
  const counts = await countTables(tables, info.recipe.content);
  if (isDeepStrictEqual(counts, info.counts)) return [];
  const detail = `Counts are ${JSON.stringify(counts)}, not ${JSON.stringify(info.counts)}`;
  return [{ path: releaseFiles.info, problem: 'counts', detail }];
}

async function compareChecks({ folder, info, tables }: Release): Promise<readonly Deviation[]> {
  const stated = await readChecks(folder);
  const { recipe, classSet, source, verdicts } = info;
  const against = {
    certificate: await readCertificate(folder),
    references: await readReferences(folder),
  };
  const judged = [recipe.content, classSet.content, source, against] as const;
  const computed = await checkTables(tables, ...judged);
  const path = releaseFiles.checks;
  const deviations: Deviation[] = [];
  for (const report of computed) {
    const statedReport = stated.find(({ check }) => check === report.check);
    if (!isDeepStrictEqual(statedReport, report)) {
      deviations.push({
        path,
        problem: 'checks',
        detail: `Check ${report.check} now says something else`,
      });
    }
    if (verdicts[report.check] !== report.verdict) {
      const detail = `Verdict of ${report.check} is ${report.verdict}, not ${verdicts[report.check]}`;
      deviations.push({ path: releaseFiles.info, problem: 'checks', detail });
    }
  }
  if (stated.length !== computed.length) {
    const detail = `${stated.length} checks are stated, ${computed.length} were run`;
    deviations.push({ path, problem: 'checks', detail });
  }
  return deviations;
}

async function compareLedger({ folder, info, tables }: Release): Promise<readonly Deviation[]> {
  const stated = await readLedger(folder);
  const claims = stated.map(({ claim }) => claim);
  const computed = await drawLedger(tables, info.source, claims);
  return computed
    .filter((entry, i) => !isDeepStrictEqual(entry, stated[i]))
    .map(({ claim }) => ({
      path: releaseFiles.claims,
      problem: 'claims',
      detail: `Claim ${claim.claim} now computes to something else`,
    }));
}
