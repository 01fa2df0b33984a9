import type { ScoreTolerance } from './score-tolerance.ts';

/** In the order that the paper prints them. */
export const scoreMetrics = ['fpr95', 'auroc', 'aupr'] as const;
export type ScoreMetric = (typeof scoreMetrics)[number];

/** Of FPR95 the lower is the better; of the others the higher. */
export function isLowerBetter(metric: ScoreMetric): boolean {
  return metric === 'fpr95';
}

/**
 * A published table of scores, cell by cell: a file under `manifests/claims/` whose scores are not
 * computed from a release, as those of a {@link ClaimSet} are, but measured with a model.
 */
export interface ScoreTable {
  readonly table: string;
  readonly title: string;
  readonly source: string;
  /** Under which every number of it was computed. */
  readonly protocol: string;
  readonly unit: 'percent';
  /** Within which a measured value reproduces a printed one. */
  readonly tolerance: ScoreTolerance;
  /** What is known of the whole table. */
  readonly remarks: readonly string[];
  readonly subjects: readonly ScoreSubject[];
  readonly claims: readonly ScoreClaim[];
  /** Where the paper contradicts itself. */
  readonly contradictions: readonly Contradiction[];
}

/** What a row of numbers is about: a model on a set, or the mean over several. */
export type ScoreSubject = MeasurableSubject | MeanSubject;

export interface MeasurableSubject {
  /** Such as `imagenet/textures`. */
  readonly subject: string;
  /** As printed, with the heading it stands under. */
  readonly title: string;
  /** Its manifest's name. */
  readonly model: string;
  readonly task: 'multiclass' | 'multilabel' | 'segmentation';
  /** Number of the model's classes; absent where the paper does not say. */
  readonly classes?: number | undefined;
  /** Dataset of the images without anomalies; absent where each image holds both kinds of pixels. */
  readonly inDistribution?: string | undefined;
  readonly dataset: string;
  /** As evaluations call what they measure apart: the dataset, or a group of species. */
  readonly set: string;
  readonly split: string;
  /** Digest of the release's `SHA256SUMS`, where the number is of that release and no other. */
  readonly releaseSha256?: string | undefined;
  readonly remark: string;
}

export interface MeanSubject {
  readonly subject: string;
  readonly title: string;
  /** Subjects of the same table, each weighing the same; they need no printed cells. */
  readonly meanOf: readonly string[];
  readonly remark: string;
}

export function isMeanSubject(subject: ScoreSubject): subject is MeanSubject {
  return 'meanOf' in subject;
}

/** One cell. */
export interface ScoreClaim {
  /** `<subject>/<detector>/<metric>`. */
  readonly claim: string;
  readonly subject: string;
  readonly detector: string;
  readonly metric: ScoreMetric;
  /** As printed: "92.6", "100"; `null` where the source cannot be read. */
  readonly printed: string | null;
  /** Where it is printed. */
  readonly where: string;
  /** Why no evaluation can measure it; absent where one can. */
  readonly unmeasurable?: string | undefined;
  readonly remark: string;
}

/**
 * Cells that cannot all be true. `mean`: a printed mean that its printed cells do not have, however
 * they were rounded. `twice`: a number that another table prints otherwise. `ordering`: the text says
 * that one detector is better, the cells say the reverse. `chance`: the text says better than chance,
 * the cell does not.
 */
export interface Contradiction {
  readonly kind: 'mean' | 'twice' | 'ordering' | 'chance';
  /** Names of claims of the table. */
  readonly cells: readonly string[];
  readonly why: string;
}
