import type { Difference } from '../release/index.ts';
import { numberText, tableText } from './table.ts';

/** Which records came, went, moved or changed: counts, then each. */
export function differenceText(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'No differences\n';
  const kinds = [...Map.groupBy(differences, ({ kind }) => kind)];
  const counts = kinds.map(([kind, all]) => `${numberText(all.length)} ${kind}`).sort();
  const rows = differences.map((difference) => [
    difference.kind,
    difference.id,
    detail(difference),
  ]);
  return `${counts.join(', ')}\n\n${tableText(['kind', 'record', 'detail'], rows)}`;
}

function detail(difference: Difference): string {
  if (difference.kind === 'moved') return `${difference.from} to ${difference.to}`;
  if (difference.kind === 'changed') return `${difference.what.join(', ')} (${difference.split})`;
  return difference.split;
}
