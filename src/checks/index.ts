import { InvalidInput } from '../errors.ts';
import {
  type CheckReport,
  type ImageRecord,
  type Recipe,
  type Skipped,
  sortFindings,
  verdictOf,
} from '../records/index.ts';
import { balance } from './balance/index.ts';
import type { Check, CheckContext } from './check.ts';
import { classes } from './classes/index.ts';
import { duplicates } from './duplicates/index.ts';
import { figures } from './figures/index.ts';
import { forClasses, forMasks, forSetsOfClasses, forSpecies } from './for-truth.ts';
import { integrity } from './integrity/index.ts';
import { labelSets } from './label-sets/index.ts';
import { leaks } from './leaks/index.ts';
import { licences } from './licences/index.ts';
import { masks } from './masks/index.ts';
import { overlap } from './overlap/index.ts';

export type { CheckContext } from './check.ts';
export { overlapOptionsOf } from './overlap/options.ts';

/** Every check, by the name that a recipe calls it. */
const checks: readonly Check[] = [
  integrity,
  forMasks(masks),
  forClasses(classes),
  forSetsOfClasses(labelSets),
  figures,
  leaks,
  forSpecies(licences),
  forSpecies(balance),
  duplicates,
  overlap,
];

/**
 * Holds the checks of a recipe to their options before a long build begins.
 *
 * @throws {InvalidInput} for a check or an option that does not exist
 */
export function expectChecks(wanted: Recipe['checks'], context: CheckContext, where: string): void {
  startChecks(wanted, context, `${where} at checks`);
}

/**
 * Feeds every record and every skipped candidate to every check of a recipe, once, and reports.
 *
 * @throws {InvalidInput} for a check or an option that does not exist
 */
export async function runChecks(
  wanted: Recipe['checks'],
  context: CheckContext,
  records: AsyncIterable<ImageRecord>,
  skipped: AsyncIterable<Skipped>,
): Promise<readonly CheckReport[]> {
  const runs = startChecks(wanted, context, 'checks');
  for await (const record of records) for (const { run } of runs) run.addRecord(record);
  for await (const candidate of skipped) for (const { run } of runs) run.addSkipped(candidate);
  return runs.map(({ name, run }) => {
    const { figures, findings } = run.finish();
    return { check: name, verdict: verdictOf(findings), figures, findings: sortFindings(findings) };
  });
}

function startChecks(wanted: Recipe['checks'], context: CheckContext, where: string) {
  return wanted.map((options, i) => {
    const place = `${where}[${i}]`;
    const run = checkOfName(options.check, place).start(options, context, place);
    return { name: options.check, run };
  });
}

function checkOfName(name: string, where: string): Check {
  const check = checks.find((candidate) => candidate.name === name);
  if (check !== undefined) return check;
  const known = checks.map((candidate) => candidate.name).join(', ');
  throw new InvalidInput(`Unknown check "${name}" (known: ${known}): ${where}`);
}
