import { numberText, tableText } from './table.ts';

/** What an adoption of an archive would do. */
export interface AdoptionSummary {
  readonly target: string;
  readonly isTaken: boolean;
  readonly layout: string;
  readonly groups: readonly {
    readonly group: string;
    readonly species: number;
    readonly photos: number;
    readonly leftOut: number;
  }[];
  readonly skipped: Readonly<Record<string, number>>;
}

/** Photos of an archive by group, and why others are left out. */
export function adoptionText({
  target,
  isTaken,
  layout,
  groups,
  skipped,
}: AdoptionSummary): string {
  const rows = groups.map(({ group, ...counts }) => {
    return [group, ...[counts.species, counts.photos, counts.leftOut].map(numberText)];
  });
  const reasons = Object.entries(skipped).map(([reason, count]) => [reason, numberText(count)]);
  return [
    `Would build ${target}${isTaken ? ' (which is there already)' : ''}\nfrom ${layout}\n`,
    tableText(['group', 'species', 'photos', 'left out'], rows),
    reasons.length === 0
      ? '  Nothing is left out so far\n'
      : tableText(['left out', 'count'], reasons),
    '  No image was opened: what is no whole photo is left out later\n',
  ].join('\n');
}
