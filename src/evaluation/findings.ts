import type { LabelledPredictions, ShareOfImages } from './accuracy/top-one.ts';
import { likelyOffset } from './accuracy/top-one.ts';
import type { EvaluatedMetric, EvaluationFinding } from './evaluation-result.ts';
import type { ScoreRangeFacts } from './measure/score-range.ts';

/** What scores and metrics tell of their own soundness. */
export interface Soundness {
  readonly metrics: readonly EvaluatedMetric[];
  /** By detector. */
  readonly ranges: Readonly<Record<string, ScoreRangeFacts>>;
  readonly scoresKind: 'logits' | 'probabilities';
  /** Which kind AUPR takes for positive; its prevalence is compared where that is the anomaly. */
  readonly positive: 'anomaly' | 'in-distribution';
  readonly classes: number;
  readonly predictions?: LabelledPredictions | undefined;
  readonly topOne?: ShareOfImages | undefined;
}

/** A share of equal scores at one end from which they are called saturated. */
const saturatedShare = 0.05;

/** What looks wrong; none of it changes a value. */
export function findingsOf(facts: Soundness): readonly EvaluationFinding[] {
  return [
    ...Object.entries(facts.ranges).flatMap(([detector, range]) => rangeFindings(detector, range)),
    ...probabilityFindings(facts),
    ...signFindings(facts.metrics),
    ...prevalenceFindings(facts),
    ...accuracyFindings(facts),
  ];
}

function rangeFindings(detector: string, range: ScoreRangeFacts): readonly EvaluationFinding[] {
  const { n, lowest, highest, atLowest, atHighest } = range;
  if (n < 2) return [];
  if (lowest === highest) {
    const detail = `All ${n} scores are ${lowest}: the detector tells nothing apart`;
    return [{ code: 'scores-constant', subject: detector, detail }];
  }
  return [
    { end: 'lowest', value: lowest, count: atLowest },
    { end: 'highest', value: highest, count: atHighest },
  ].flatMap(({ end, value, count }) => {
    if (count < 2 || count / n < saturatedShare) return [];
    const share = ((100 * count) / n).toFixed(1);
    const detail = `${share} % of the scores are the ${end}, ${value}: their order is lost`;
    return [{ code: 'scores-saturated', subject: detector, detail }];
  });
}

/** The largest of probabilities is never above 1, and of softmax never at 0. */
function probabilityFindings({ ranges, scoresKind }: Soundness): readonly EvaluationFinding[] {
  const range = ranges['max-logit'];
  if (range === undefined || scoresKind !== 'logits') return [];
  if (range.lowest < -1 || range.highest >= 0) return [];
  const detail =
    'The largest logit of every image is between 0 and 1: the manifest says logits, and the model seems to give probabilities';
  return [{ code: 'logits-are-probabilities', subject: 'max-logit', detail }];
}

/** Below one half on every set: the detector may score normality. */
function signFindings(metrics: readonly EvaluatedMetric[]): readonly EvaluationFinding[] {
  const aurocs = metrics.filter(({ metric, value }) => metric === 'auroc' && value !== null);
  return [...Map.groupBy(aurocs, ({ detector }) => detector)].flatMap(([detector, values]) => {
    if (!values.every(({ value }) => (value as number) < 0.5)) return [];
    const detail = `AUROC is below one half on all of ${values.length} sets: the sign of the score may be turned, or the images that are called anomalous are the more usual ones`;
    return [{ code: 'sign-flipped', subject: detector, detail }];
  });
}

function prevalenceFindings({ metrics, positive }: Soundness): readonly EvaluationFinding[] {
  return metrics.flatMap(({ detector, set, metric, value, prevalence }) => {
    const chance = positive === 'anomaly' ? prevalence : 1 - prevalence;
    if (metric !== 'aupr' || value === null || value >= chance) return [];
    const detail = `AUPR ${value.toFixed(4)} is below that of a score that tells nothing, ${chance.toFixed(4)}`;
    return [{ code: 'aupr-below-chance', subject: `${detector} on ${set}`, detail }];
  });
}

function accuracyFindings({
  predictions,
  topOne,
  classes,
}: Soundness): readonly EvaluationFinding[] {
  if (predictions === undefined || topOne === undefined) return [];
  const moved = likelyOffset(predictions);
  const findings: EvaluationFinding[] = [];
  if (moved !== undefined) {
    const right = (100 * moved.share.value).toFixed(1);
    findings.push({
      code: 'label-offset',
      subject: 'predictions',
      detail: `Moved by ${moved.offset}, predictions would be right on ${right} % of ${topOne.n} images: the class list does not begin at the model's first output`,
    });
  }
  const chance = 1 / classes;
  // Of a thousand classes five times chance is little, of two it is more than all.
  const little = Math.min(5 * chance, chance + (1 - chance) / 8);
  if (moved === undefined && topOne.n >= 20 && topOne.value < little) {
    findings.push({
      code: 'accuracy-near-chance',
      subject: 'predictions',
      detail: `The model is right on ${(100 * topOne.value).toFixed(2)} % of ${topOne.n} images, and chance is ${(100 * chance).toFixed(2)} %: preprocessing or class list do not fit it`,
    });
  }
  return findings;
}
