import {
  type CertificateEntry,
  type Judgement,
  outcomeOf,
  type Tier,
  tiers,
} from '../records/index.ts';

/** Counts over entries, and those entries that people want to see. */
export interface Tally {
  /** By class set, then tier. */
  readonly counts: Record<string, Record<string, number>>;
  fails: number;
  reviews: number;
  decisionsUsed: number;
  /** Candidates whose label names something else than their wnid. */
  mislabelled: number;
  /** The first of those that fail, need review or have a label that disagrees. */
  readonly findings: CertificateEntry[];
}

/** So many findings are shown; the certificate has them all. */
export const findingsShown = 1_000;

export function newTally(): Tally {
  return { counts: {}, fails: 0, reviews: 0, decisionsUsed: 0, mislabelled: 0, findings: [] };
}

export function tallyEntry(tally: Tally, entry: CertificateEntry, failsFrom: Tier): void {
  let isFinding = entry.label !== undefined;
  for (const judgement of entry.judgements) {
    const { against, tier, doubts } = judgement;
    add(tally.counts, against, tier, 1);
    tally.decisionsUsed += doubts?.filter((doubt) => doubt.decided !== undefined).length ?? 0;
    const outcome = outcomeOf(judgement, failsFrom);
    if (outcome === 'fail') tally.fails++;
    if (outcome === 'review') tally.reviews++;
    isFinding ||= outcome !== 'pass';
  }
  if (entry.label?.code === 'elsewhere') tally.mislabelled++;
  if (isFinding && tally.findings.length < findingsShown) tally.findings.push(entry);
}

/** An entry of which nothing needs to be shown. */
export function tallyPassing(tally: Tally, judgements: readonly Judgement[]): void {
  for (const { against, tier } of judgements) add(tally.counts, against, tier, 1);
}

/** Adds one tally to another; findings stay in the order in which tallies are added. */
export function addTally(sum: Tally, part: Tally): void {
  for (const [against, counts] of Object.entries(part.counts)) {
    for (const [tier, count] of Object.entries(counts)) add(sum.counts, against, tier, count);
  }
  sum.fails += part.fails;
  sum.reviews += part.reviews;
  sum.decisionsUsed += part.decisionsUsed;
  sum.mislabelled += part.mislabelled;
  sum.findings.push(...part.findings.slice(0, findingsShown - sum.findings.length));
}

function add(counts: Tally['counts'], against: string, tier: string, count: number): void {
  const ofSet = counts[against] ?? emptyCounts();
  ofSet[tier] = (ofSet[tier] ?? 0) + count;
  counts[against] = ofSet;
}

function emptyCounts(): Record<string, number> {
  return Object.fromEntries([...tiers, 'review'].map((tier) => [tier, 0]));
}
