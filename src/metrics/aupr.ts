import type { AuprKind } from '../records/index.ts';
import type { Curve, CurveTotals } from './curve.ts';
import { Sum } from './sum.ts';

/**
 * Area under the curve of precision over recall; scores that tie are one point of it.
 *
 * `average-precision` is scikit-learn's `average_precision_score`. `trapezoid` is what OpenOOD
 * computes: `auc` over all points of `precision_recall_curve`, which begins at precision 1. Between
 * two scores of positives negatives lower the precision at an equal recall: the line is drawn from
 * the last of these points.
 */
export function auprCurve({ positives }: CurveTotals, kind: AuprKind): Curve {
  const area = new Sum();
  let truePositives = 0;
  let falsePositives = 0;
  return {
    step(here, tied, between) {
      falsePositives += between;
      const before = precisionOf(truePositives, falsePositives);
      falsePositives += tied;
      truePositives += here;
      const precision = precisionOf(truePositives, falsePositives);
      area.add(here * (kind === 'trapezoid' ? (before + precision) / 2 : precision));
    },
    value: () => area.value / positives,
  };
}

/** The curve begins at precision 1, where nothing is above the threshold. */
function precisionOf(truePositives: number, falsePositives: number): number {
  const all = truePositives + falsePositives;
  return all === 0 ? 1 : truePositives / all;
}
