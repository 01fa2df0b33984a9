import { bytesText, numberText, tableText } from './table.ts';

/** What a build of species would do. */
export interface SpeciesPlanSummary {
  readonly target: string;
  readonly isTaken: boolean;
  readonly layout: string;
  readonly groups: readonly {
    readonly group: string;
    readonly wanted: number;
    readonly species: number;
    readonly photos: number;
    readonly lookedAt: number;
  }[];
  readonly perTier: Readonly<Record<string, number>>;
  readonly passedOver: Readonly<Record<string, number>>;
  readonly fetch: {
    readonly photos: number;
    readonly sampled: number;
    readonly bytes: number;
    readonly bytesError: number;
    readonly refused: number;
  };
  readonly spent: { readonly requests: number; readonly bytes: number };
  readonly seconds: number;
}

/** Species by group and by tier, what is left out, and what fetching the photos will take. */
export function speciesPlanText(summary: SpeciesPlanSummary): string {
  const { target, isTaken, layout, groups, perTier, passedOver } = summary;
  const groupRows = groups.map(({ group, wanted, species, photos, lookedAt }) => {
    return [group, ...[wanted, species, photos, lookedAt].map(numberText)];
  });
  return [
    `Would build ${target}${isTaken ? ' (which is there already)' : ''}\nfrom ${layout}\n`,
    tableText(['group', 'species asked for', 'chosen', 'photos', 'species looked at'], groupRows),
    tableText(['the audit says', 'species'], countRows(perTier)),
    Object.keys(passedOver).length === 0
      ? '  No species is left out\n'
      : tableText(['species left out', 'count'], countRows(passedOver)),
    fetchText(summary),
  ].join('\n');
}

function fetchText({ fetch, spent, seconds }: SpeciesPlanSummary): string {
  const { photos, sampled, bytes, bytesError, refused } = fetch;
  const error = bytesError === 0 ? '' : ` (give or take ${bytesText(bytesError)})`;
  const gone = refused === 0 ? '' : `; ${numberText(refused)} of these are not to be had`;
  return [
    `  ${numberText(photos)} photos to fetch in as many requests, ${bytesText(bytes)}${error}: ${durationText(seconds)} under the budgets\n`,
    `  by the sizes of ${numberText(sampled)} photos${gone}; no photo was downloaded\n`,
    `  ${numberText(spent.requests)} requests and ${bytesText(spent.bytes)} went into the plan, which is kept: the same command without --dry-run goes on from it\n`,
  ].join('');
}

function countRows(counts: Readonly<Record<string, number>>): readonly (readonly string[])[] {
  return Object.entries(counts).map(([word, count]) => [word, numberText(count)]);
}

const units = [
  { seconds: 86_400, name: 'days' },
  { seconds: 3_600, name: 'hours' },
  { seconds: 60, name: 'minutes' },
] as const;

/** 200,000 -> "2.3 days"; 45 -> "45 seconds". */
export function durationText(seconds: number): string {
  const unit = units.find((candidate) => seconds >= 2 * candidate.seconds);
  if (unit === undefined) return `${Math.ceil(seconds)} seconds`;
  return `${(seconds / unit.seconds).toFixed(1)} ${unit.name}`;
}
