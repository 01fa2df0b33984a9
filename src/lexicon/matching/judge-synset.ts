import type { Step, Tier } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { better, type Cover, nearestOf, synsetStep, synsetSteps, tierOfLevel } from './cover.ts';
import type { NaturalHistory } from './natural-history.ts';

/**
 * The strongest class at, above or below a synset. The path begins with the synset.
 *
 * Of living things the rank of the class above counts, as for taxa. Elsewhere there are no ranks: a
 * narrow class directly above is the genus (`T1`), a narrow one farther up covers (`T2`).
 */
export function coverOfSynset(
  history: NaturalHistory,
  index: ClassIndex,
  row: number,
  by: Step['by'],
): Cover | undefined {
  const { lexicon, taxonomy } = history;
  const first = synsetStep(by, lexicon, row);
  const above = index.classesAbove(row).map((found): Cover => {
    const path = [first, ...synsetSteps('is-a', lexicon, found.path)];
    const isNarrow = index.isNarrow(found.row);
    const steps = found.path.length;
    const tier: Tier =
      steps === 0
        ? 'T0'
        : taxonomy.isOrganism(row)
          ? tierOfLevel(taxonomy.organismLevel(found.row), isNarrow)
          : tierOfDistance(steps, isNarrow);
    return { tier, nearest: nearestOf(index, found.row, path.length), path };
  });
  const below = index.isClass(row)
    ? undefined
    : index.classBelow(row, (next) => [
        ...lexicon.hyponyms(next),
        ...(taxonomy.isGroup(next) ? lexicon.members(next) : []),
      ]);
  if (below !== undefined) {
    const path = [first, ...synsetSteps('has-kind', lexicon, below.path)];
    above.push({ tier: 'T1', nearest: nearestOf(index, below.row, path.length), path });
  }
  return above.reduce<Cover | undefined>(better, undefined);
}

function tierOfDistance(steps: number, isNarrow: boolean): Tier {
  if (!isNarrow) return 'T3';
  return steps === 1 ? 'T1' : 'T2';
}
