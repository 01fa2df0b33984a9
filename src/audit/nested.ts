import type { Lexicon } from '../lexicon/index.ts';
import type { CandidateList } from './candidates/candidate-list.ts';
import { TaxaTable } from './candidates/taxa-table.ts';

/**
 * Pairs of candidates with wnids of which one lies below the other: "two classes" of a list that
 * are not disjoint. Names without wnids are not compared.
 */
export function nestedPairs(
  lexicon: Lexicon,
  candidates: CandidateList,
): readonly (readonly [below: string, above: string])[] {
  const ids = new Map<number, string>();
  if (candidates instanceof TaxaTable) return []; // taxa carry no wnids
  for (let i = 0; i < candidates.size; i++) {
    const { id, wnid } = candidates.at(i);
    const row = wnid === undefined ? undefined : lexicon.rowOf(wnid);
    if (row !== undefined) ids.set(row, id);
  }
  const pairs: (readonly [string, string])[] = [];
  for (const [row, below] of ids) {
    const seen = new Set([row]);
    for (const next of seen) {
      const above = ids.get(next);
      if (next !== row && above !== undefined) pairs.push([below, above]);
      for (const hypernym of lexicon.hypernyms(next)) seen.add(hypernym);
    }
  }
  return pairs;
}
