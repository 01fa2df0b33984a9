import { InvalidInput } from '../../errors.ts';
import { manifestNames, readManifest } from '../../io/index.ts';
import {
  type Claim,
  type LedgerEntry,
  parseClaimSet,
  type Verdict,
  worstOf,
  z,
} from '../../records/index.ts';
import { drawLedger, openRelease, type Release } from '../../release/index.ts';
import { ledgerText } from '../../report/index.ts';
import { type Command, parseOptions } from '../command.ts';

const schema = z.strictObject({ claims: z.string().optional() });

export const command: Command = {
  arguments: [['<release>', 'folder of a release']],
  options: [['--claims <file>', 'claims to compute (default: manifests/claims/<dataset>.json)']],
  example: 'oodforge claims data/releases/bdd-anomaly-1.0.0',
  async run(input) {
    const { claims: name } = parseOptions(schema, input);
    const release = await openRelease(input.args[0] ?? '');
    try {
      const claims = await claimsOf(release, name);
      if (claims.length === 0) {
        throw new InvalidInput(
          `No claims are known for ${release.info.name}: say --claims with a file`,
        );
      }
      const ledger = await drawLedger(release.tables, release.info.source, claims);
      return { verdict: ledgerVerdict(ledger), text: ledgerText(ledger), json: { ledger } };
    } finally {
      release.close();
    }
  },
};

/** The claims on a release's dataset; none where nobody has written them down. */
export async function claimsOf(
  { info }: Release,
  name: string | undefined,
): Promise<readonly Claim[]> {
  if (name === undefined && !manifestNames('claims').includes(info.name)) return [];
  return (await readManifest('claims', name ?? info.name, parseClaimSet)).content.claims;
}

/** A number that differs fails; one that could not be told leaves the ledger open. */
function ledgerVerdict(ledger: readonly LedgerEntry[]): Verdict {
  return worstOf(
    ledger.map(({ status }) => {
      if (status === 'reproduced') return 'pass';
      return status === 'differs' ? 'fail' : 'unknown';
    }),
  );
}
