import { InvalidRelease } from '../errors.ts';
import { type Claim, type ClaimStatus, type LedgerEntry, printedNumber } from '../records/index.ts';
import type { ReleaseSource } from './release-info.ts';
import type { ReleaseTables } from './release-tables.ts';

/** Computes every claim on a release and says how it stands. */
export async function drawLedger(
  tables: ReleaseTables,
  source: ReleaseSource,
  claims: readonly Claim[],
): Promise<readonly LedgerEntry[]> {
  const ledger: LedgerEntry[] = [];
  for (const claim of claims) ledger.push(await judgeClaim(tables, source, claim));
  return ledger;
}

async function judgeClaim(
  tables: ReleaseTables,
  source: ReleaseSource,
  claim: Claim,
): Promise<LedgerEntry> {
  const { facts, presentSplits } = source;
  const entry = (status: ClaimStatus, computed: number | null, why: string): LedgerEntry => ({
    claim,
    computed,
    status,
    why,
  });
  const missingFacts = claim.facts.filter((fact) => !facts.includes(fact));
  if (missingFacts.length > 0) {
    return entry(
      'not-reproducible',
      null,
      `The source states no ${missingFacts.join(', ')}. ${claim.remark}`.trim(),
    );
  }
  const missingSplits = claim.needs.filter((split) => presentSplits[split] !== true);
  if (missingSplits.length > 0) {
    return entry('unknown', null, `Needs ${missingSplits.join(', ')}, which the source lacks`);
  }
  try {
    const computed = await tables.ask(claim.query);
    if (computed === null)
      return entry('unreadable', null, 'The query finds nothing to compute from');
    return compare(claim, computed, entry);
  } catch (error) {
    if (error instanceof InvalidRelease) return entry('unreadable', null, error.message);
    throw error;
  }
}

/** Equal at the printed decimals, within half a unit of the last one, or no less than that. */
function compare(
  claim: Claim,
  computed: number,
  entry: (status: ClaimStatus, computed: number, why: string) => LedgerEntry,
): LedgerEntry {
  const { value, decimals } = printedNumber(claim.printed);
  const halfUnit = 0.5 * 10 ** -decimals;
  const isEqual =
    decimals === 0 && Number.isInteger(computed)
      ? computed === value
      : Math.abs(computed - value) <= halfUnit;
  if (claim.atLeast === true && (isEqual || computed > value)) {
    return entry('reproduced', computed, `At least ${claim.printed}`);
  }
  if (isEqual) {
    const rounding = decimals === 0 ? 'Equal' : `Equal at ${decimals} decimals`;
    return entry('reproduced', computed, rounding);
  }
  return entry('differs', computed, claim.remark === '' ? 'Another number' : claim.remark);
}
