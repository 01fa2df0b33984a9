import { InvalidInput } from '../../errors.ts';
import { manifestNames, readManifest } from '../../io/index.ts';
import {
  type Claim,
  type LedgerEntry,
  parseClaims,
  type Verdict,
  worstOf,
  z,
} from '../../records/index.ts';
import { drawLedger, openRelease, type Release } from '../../release/index.ts';
import { ledgerText } from '../../report/index.ts';
import { type Command, parseOptions } from '../command.ts';
import { claimScores } from '../score-claims.ts';

const schema = z.strictObject({
  claims: z.string().optional(),
  scores: z.array(z.string()).optional(),
  table: z.string().optional(),
});

export const command: Command = {
  arguments: [['[release]', 'folder of a release']],
  options: [
    ['--claims <file>', 'claims to compute (default: manifests/claims/<dataset>.json)'],
    ['--scores <files...>', 'evaluations to hold published scores against, instead of a release'],
    ['--table <name>', 'a table of scores (default: each that the evaluations measure a cell of)'],
  ],
  example:
    'oodforge claims data/releases/bdd-anomaly-1.0.0\n  oodforge claims --scores evaluation.json --table paper-table-4',
  async run(input) {
    const { claims: name, scores, table } = parseOptions(schema, input);
    const [folder] = input.args;
    if (scores !== undefined) {
      if (folder !== undefined || name !== undefined)
        throw new InvalidInput('Say a release or --scores, not both: command line');
      return claimScores(scores, table);
    }
    if (folder === undefined) throw new InvalidInput('Say a release, or --scores: command line');
    if (table !== undefined) throw new InvalidInput('Say --scores with --table: command line');
    const release = await openRelease(folder);
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
  const { content, where } = await readManifest('claims', name ?? info.name, parseClaims);
  if ('dataset' in content) return content.claims;
  throw new InvalidInput(`A table of scores, which --scores holds against evaluations: ${where}`);
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
