import type { Finding } from '../../records/index.ts';

interface Member {
  readonly id: string;
  readonly split: string;
}

/**
 * Images with the same label map to the pixel: a fault where they stand in different splits, a note
 * within one.
 *
 * @param groups images by digest of their label map
 */
export function identicalLabels(groups: Iterable<readonly Member[]>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const group of groups) {
    if (group.length < 2) continue;
    const subject = group
      .map(({ id }) => id)
      .sort()
      .join(' ');
    const splits = [...new Set(group.map(({ split }) => split))].sort();
    const values = { images: group.length, splits: splits.join(', ') };
    if (splits.length > 1)
      findings.push({ code: 'labels-identical', level: 'fault', subject, values });
    else findings.push({ code: 'labels-identical-within-split', level: 'note', subject, values });
  }
  return findings;
}
