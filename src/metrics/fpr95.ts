import type { Fpr95Rule } from '../records/index.ts';
import type { Curve, CurveTotals } from './curve.ts';

/**
 * The share of negatives above the threshold at which 95 % of the positives are found; which
 * threshold that is, {@link Fpr95Rule} says. Recalls are compared as fractions, exactly: 9 and 10 of
 * 10 are equally near to 0.95, and 10 is taken. (The official code compares float64 differences, by
 * whose rounding 9 of 10 is nearer.)
 */
export function fpr95Curve({ positives, negatives }: CurveTotals, rule: Fpr95Rule): Curve {
  let truePositives = 0;
  let falsePositives = 0;
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  /** Negatives between this score of positives and the next share its recall. */
  let isOnPlateau = false;
  return {
    step(here, tied, between) {
      falsePositives += between;
      if (isOnPlateau) found = falsePositives;
      isOnPlateau = false;
      truePositives += here;
      falsePositives += tied;
      const distance = 20 * truePositives - 19 * positives;
      if (rule === 'at-least') {
        if (distance >= 0) found ??= falsePositives;
      } else if (Math.abs(distance) <= least) {
        least = Math.abs(distance);
        found = falsePositives;
        isOnPlateau = true;
      }
    },
    value: () => (found ?? negatives) / negatives,
  };
}
