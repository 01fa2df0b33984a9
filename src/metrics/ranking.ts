import type { Protocol } from '../records/index.ts';
import { countBetween } from './count-between.ts';
import type { Curve, CurveTotals } from './curve.ts';
import { distinctKeys, sortKeys } from './sort-keys.ts';
import type { SplitSample } from './split-sample.ts';

/**
 * All that AUROC, AUPR and FPR95 depend on: how positives and negatives follow each other from the
 * most positive score down. Where negatives lie between two scores of positives does not matter.
 */
export interface Ranking extends CurveTotals {
  /** Tells each distinct score that positives have, from the top. */
  walk(visit: Curve['step']): void;
}

/** Sorts the keys of the positives and counts the others among them. */
export function rankSample(
  { anomalies, others }: SplitSample,
  positive: Protocol['positive'],
): Ranking {
  const isFlipped = positive === 'in-distribution';
  const [positives, negatives] = isFlipped ? [others, anomalies] : [anomalies, others];
  const { keys, counts } = distinctKeys(sortKeys(positives));
  const around = keys.length === 0 ? new Uint32Array(1) : countBetween(keys, negatives);
  return {
    positives: positives.length,
    negatives: negatives.length,
    walk(visit) {
      for (let i = 0; i < keys.length; i++) {
        // In-distribution positives are ranked by the negated score: from the lowest key up.
        const key = isFlipped ? i : keys.length - 1 - i;
        const between = around[isFlipped ? 2 * key : 2 * key + 2] as number;
        visit(counts[key] as number, around[2 * key + 1] as number, between);
      }
    },
  };
}
