import {
  nameSchema,
  type ScoreMetric,
  type ScoreTolerance,
  scoreMetrics,
  scoreToleranceSchema,
  z,
} from '../records/index.ts';

/** One demand on the scores that were measured on a release. */
export type ScoreRule = PublishedRule | OrderingRule | BaselineRule | ScoreBoundRule;

/** Every cell of a published table is reproduced; of some rows of it, where they are named. */
export interface PublishedRule {
  readonly kind: 'scores';
  /** A table of `manifests/claims`. */
  readonly claims: string;
  /** Rows that are judged; all of them where absent. */
  readonly subjects?: readonly string[] | undefined;
  readonly detectors?: readonly string[] | undefined;
  readonly tolerance: ScoreTolerance;
}

/**
 * One detector is better than another, set by set; of FPR95 the lower is the better. `on` is what it
 * must be told by: `interval`, that the difference is none of chance; `value`, that the two numbers
 * stand in this order, equal ones in none.
 */
export interface OrderingRule {
  readonly kind: 'ordering';
  readonly name: string;
  readonly above: string;
  readonly below: string;
  readonly metric: ScoreMetric;
  /** Those named, or every set that the evaluations have. */
  readonly sets: 'all' | readonly string[];
  readonly on: 'value' | 'interval';
}

/** Every value of an earlier evaluation is measured again, of the same model on the same data. */
export interface BaselineRule {
  readonly kind: 'baseline';
  /** A name of `manifests/baselines`, or a path that ends in `.json`. */
  readonly evaluation: string;
  readonly tolerance: ScoreTolerance;
  /**
   * `same-release`: only values on the very release that the baseline is of, by digest.
   * `same-dataset`: also on another version or rebuild of the dataset, by name.
   */
  readonly data: 'same-release' | 'same-dataset';
}

/**
 * A score lies within bounds, or the whole of its interval does. It is looked for in every evaluation
 * under this protocol.
 */
export interface ScoreBoundRule {
  readonly kind: 'score-bound';
  readonly protocol: string;
  readonly detector: string;
  readonly set: string;
  readonly metric: ScoreMetric;
  /** 0 to 1. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly on: 'value' | 'interval';
}

const published = z.strictObject({
  kind: z.literal('scores'),
  claims: nameSchema,
  subjects: z.array(z.string().min(1)).min(1).optional(),
  detectors: z.array(nameSchema).min(1).optional(),
  tolerance: scoreToleranceSchema,
});

const ordering = z
  .strictObject({
    kind: z.literal('ordering'),
    name: nameSchema,
    above: nameSchema,
    below: nameSchema,
    metric: z.enum(scoreMetrics),
    sets: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]),
    on: z.enum(['value', 'interval']).default('interval'),
  })
  .refine(({ above, below }) => above !== below, 'An ordering needs two detectors');

const baseline = z.strictObject({
  kind: z.literal('baseline'),
  evaluation: z.union([
    nameSchema,
    z.string().regex(/.\.json$/, 'Neither a name nor a .json file'),
  ]),
  tolerance: scoreToleranceSchema,
  data: z.enum(['same-release', 'same-dataset']).default('same-release'),
});

const share = z.number().min(0).max(1);

const scoreBound = z
  .strictObject({
    kind: z.literal('score-bound'),
    protocol: nameSchema,
    detector: nameSchema,
    set: z.string().min(1),
    metric: z.enum(scoreMetrics),
    min: share.optional(),
    max: share.optional(),
    on: z.enum(['value', 'interval']),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'A bound needs min or max')
  .refine(
    ({ min, max }) => min === undefined || max === undefined || min <= max,
    'A bound whose min is above its max',
  );

export const scoreRuleSchemas = [published, ordering, baseline, scoreBound] as const;

export const scoreRuleKinds = ['scores', 'ordering', 'baseline', 'score-bound'] as const;
