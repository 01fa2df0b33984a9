import type { Doubt, Judgement, Step } from '../../records/index.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { better, type Cover, startingWith } from './cover.ts';
import { coverOfSynset } from './judge-synset.ts';
import type { NaturalHistory } from './natural-history.ts';

/**
 * An everyday name, and the synsets of the first of its forms that WordNet knows: those that can be
 * seen, if any can, for what is audited are classes of images.
 */
export interface PlainName {
  readonly step: Step;
  readonly tried: readonly string[];
  readonly rows: readonly number[];
}

/**
 * Judges a name that is no scientific one. Where it has several meanings and only some are in the
 * set, nobody can know which is meant: that is a case for review.
 */
export function judgePlainName(
  history: NaturalHistory,
  index: ClassIndex,
  { step, tried, rows }: PlainName,
): Judgement {
  const against = index.list.name;
  const label = tried.map((form) => index.unbound.get(form.toLowerCase())).find((found) => found);
  if (label !== undefined) {
    const path: Step[] = [step, { by: 'label', text: label }];
    return { against, tier: 'T0', nearest: { label, distance: 1 }, path };
  }
  if (rows.length === 0) {
    const doubts: Doubt[] = [{ kind: 'unplaced', text: step.text }];
    return { against, tier: 'review', proven: 'none', path: [step], doubts };
  }
  const senses = rows.map((row) => ({ row, cover: coverOfSynset(history, index, row, 'lemma') }));
  const overlaps = senses.filter(({ cover }) => isOverlap(cover));
  const strongest = senses.map(({ cover }) => cover).reduce(better, undefined);
  const cover = strongest && startingWith(step, strongest);
  if (overlaps.length === 0 || overlaps.length === senses.length) {
    return {
      against,
      tier: cover?.tier ?? 'none',
      nearest: cover?.nearest,
      path: cover?.path ?? [step],
    };
  }
  const doubts = overlaps.map(({ cover: found }): Doubt => {
    return { kind: 'homonym', text: step.text, ...classOf(found) };
  });
  const weaker = senses
    .filter(({ cover: found }) => !isOverlap(found))
    .map(({ cover: found }) => found)
    .reduce(better, undefined);
  const rest = weaker && startingWith(step, weaker);
  return {
    against,
    tier: 'review',
    proven: rest?.tier ?? 'none',
    nearest: rest?.nearest,
    path: rest?.path ?? [step],
    doubts,
  };
}

function isOverlap(cover: Cover | undefined): boolean {
  return cover?.tier === 'T0' || cover?.tier === 'T1';
}

function classOf(cover: Cover | undefined): Pick<Doubt, 'label' | 'wnid'> {
  return { label: cover?.nearest.label, wnid: cover?.nearest.wnid };
}
