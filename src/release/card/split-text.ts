import type { PartRule, WholeRule } from '../../records/index.ts';

/** How the images came to their splits, in one sentence. */
export function splitText(rule: WholeRule | PartRule): string {
  if (rule.kind === 'all') return `Every image is in \`${rule.split}\`.`;
  const parts = Object.entries(rule.splits).map(([part, split]) => `${part} is \`${split}\``);
  return `The splits are those of the source: ${parts.join(', ')}.`;
}
