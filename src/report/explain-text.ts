import { witnessText } from '../audit/index.ts';
import type { Explanation } from '../lexicon/index.ts';
import { numberText, tableText } from './table.ts';

const namesShown = 12;

/** Everything about one synset that a surprising finding makes one ask. */
export function explanationText(explanation: Explanation): string {
  const { wnid, lemmas, gloss, file, above, directlyBelow, allBelow } = explanation;
  const { species, groups, members, sets } = explanation;
  const lines = [
    `${wnid}  ${lemmas.join(', ')}  (${file})`,
    `  ${gloss}`,
    `  is a      ${above.map(({ title }) => title).join(' < ') || '-'}`,
    ...(species.length > 0 ? [`  species   ${species.join(', ')}`] : []),
    ...(groups.length > 0 ? [`  in        ${groups.map(({ title }) => title).join(' < ')}`] : []),
    ...(members.length > 0 ? [`  members   ${listText(members.map(({ title }) => title))}`] : []),
    `  kinds     ${numberText(allBelow)} below${directlyBelow.length > 0 ? `: ${listText(directlyBelow.map(({ title }) => title))}` : ''}`,
  ];
  const rows = sets.map(({ set, tier, label, path }) => [
    set,
    tier === 'T0' ? 'class' : tier,
    label ?? '-',
    tier === 'T0' || path.length === 0 ? '' : witnessText(path),
  ]);
  return `${lines.join('\n')}\n\n${tableText(['class set', 'tier', 'nearest', 'way'], rows)}`;
}

function listText(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  const more = names.length - namesShown;
  return more > 0 ? `${shown} and ${numberText(more)} more` : shown;
}
