import { type ClaimSet, parseClaimSet } from './claim.ts';
import { parseScoreTable } from './parse-score-table.ts';
import type { ScoreTable } from './score-table.ts';

/**
 * Reads whatever a file under `manifests/claims/` holds: claims on the tables of a release, or a
 * published table of scores, which says `table`.
 *
 * @throws {InvalidInput} naming `where` and the place inside it
 */
export function parseClaims(value: unknown, where: string): ClaimSet | ScoreTable {
  const isTable = typeof value === 'object' && value !== null && 'table' in value;
  return isTable ? parseScoreTable(value, where) : parseClaimSet(value, where);
}
