import { type Judgement, type Nearest, type Step, type Tier, tiers } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { genusLevel, highestNarrowLevel, speciesLevel } from '../taxonomy/ranks.ts';
import type { Lexicon } from '../wordnet/lexicon.ts';

/** A class that covers a candidate, or lies below it, and the way there. */
export interface Cover {
  readonly tier: Tier;
  readonly nearest: Nearest;
  readonly path: readonly Step[];
  /** Where the path goes on, shared by everything below one ancestor. */
  readonly via?: { readonly key: string; readonly path: readonly Step[] } | undefined;
}

/** The stronger of two covers: by tier, then the nearer, then by wnid. */
export function better(a: Cover | undefined, b: Cover | undefined): Cover | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order =
    tiers.indexOf(a.tier) - tiers.indexOf(b.tier) ||
    a.nearest.distance - b.nearest.distance ||
    ((a.nearest.wnid ?? '') <= (b.nearest.wnid ?? '') ? -1 : 1);
  return order <= 0 ? a : b;
}

/**
 * The tier of a class that covers a whole rank: a species makes `T0` of everything in it, a genus
 * `T1`; above that it depends on whether the class is narrow, and above classes it cannot be.
 *
 * @param level height of the rank, undefined where WordNet does not say (herb, tree)
 */
export function tierOfLevel(level: number | undefined, isNarrow: boolean): Tier {
  if (level !== undefined) {
    if (level <= speciesLevel) return 'T0';
    if (level <= genusLevel) return 'T1';
    if (level > highestNarrowLevel) return 'T3';
  }
  return isNarrow ? 'T2' : 'T3';
}

export function nearestOf(index: ClassIndex, row: number, distance: number): Nearest {
  return { label: index.label(row), wnid: index.lexicon.wnid(row), distance };
}

/** One step of a path to a synset. */
export function synsetStep(by: Step['by'], lexicon: Lexicon, row: number): Step {
  return { by, text: lexicon.title(row), wnid: lexicon.wnid(row) };
}

/** A path of synsets that all relate alike. */
export function synsetSteps(
  by: Step['by'],
  lexicon: Lexicon,
  rows: readonly number[],
): readonly Step[] {
  return rows.map((row) => synsetStep(by, lexicon, row));
}

/** The same cover, one step earlier. */
export function startingWith(step: Step, cover: Cover): Cover {
  const distance = cover.nearest.distance + 1;
  return { ...cover, nearest: { ...cover.nearest, distance }, path: [step, ...cover.path] };
}

/** What a cover proves, as a judgement without doubts. */
export function proven(
  against: string,
  cover: Cover | undefined,
  path: readonly Step[],
): Judgement {
  if (cover === undefined) return { against, tier: 'none', path };
  return { against, tier: cover.tier, nearest: cover.nearest, path: cover.path };
}
