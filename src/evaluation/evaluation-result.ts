import { nameSchema, parseAs, sha256Schema, z } from '../records/index.ts';

/**
 * What one model said of one release: the file that `evaluate` writes, that claims, gates and
 * comparisons read. It holds no clock and no host name, so the same evaluation gives the same bytes.
 */
export interface EvaluationResult {
  readonly toolkit: string;
  readonly model: EvaluatedModel;
  readonly runtime: EvaluationRuntime;
  /** Where images without anomalies come from; absent where each image holds both kinds of pixels. */
  readonly inDistribution?: EvaluatedImages | undefined;
  /** What the model is asked to tell apart from it, in the order of the release. */
  readonly sets: readonly EvaluatedSet[];
  readonly detectors: readonly EvaluatedDetector[];
  /** Name and digest of the metric contract that every value below is under. */
  readonly protocol: { readonly name: string; readonly sha256: string };
  readonly metrics: readonly EvaluatedMetric[];
  /** Of pairs of detectors, where they were measured; see {@link EvaluatedDifference}. */
  readonly differences?: readonly EvaluatedDifference[] | undefined;
  /** How well the model does what it was trained for, on images that tell; 0 to 1. */
  readonly accuracy: readonly {
    readonly measure: string;
    readonly value: number;
    readonly n: number;
  }[];
  readonly findings: readonly EvaluationFinding[];
  /** Of the scores, by which they are found and told apart. */
  readonly scores: { readonly identity: string; readonly sha256: string };
}

export interface EvaluatedModel {
  readonly name: string;
  readonly sha256: string;
  /** Of the manifest that says how images become its input. */
  readonly manifestSha256: string;
  readonly task: 'multiclass' | 'multilabel' | 'segmentation';
  /** Number of its classes. */
  readonly classes: number;
}

export interface EvaluationRuntime {
  readonly name: string;
  readonly version: string;
  readonly provider: string;
  readonly threads: number;
  readonly sessions: number;
  readonly optimisation: string;
  /** Of the processor; results differ in the last bits from one to another. */
  readonly processor: string;
}

export interface EvaluatedImages {
  readonly release: string;
  /** Digest of the release's `SHA256SUMS`. */
  readonly releaseSha256: string;
  readonly split: string;
  readonly images: number;
}

/** A part of the release that is measured by itself: a split, a group of species, a class. */
export interface EvaluatedSet extends EvaluatedImages {
  readonly set: string;
}

export interface EvaluatedDetector {
  readonly detector: string;
  /** Present where it learnt something from in-distribution images. */
  readonly fit?: (EvaluatedImages & { readonly sha256: string; readonly seed: number }) | undefined;
  /** Present where it compares several passes: how many, and the seed of the first. */
  readonly passes?: { readonly count: number; readonly seed: number } | undefined;
  /** Present where it judges by a model of its own. */
  readonly model?: Pick<EvaluatedModel, 'name' | 'sha256' | 'manifestSha256'> | undefined;
}

export interface EvaluatedMetric {
  readonly detector: string;
  readonly set: string;
  readonly metric: 'auroc' | 'aupr' | 'fpr95';
  /** 0 to 1; `null` where it is not defined. */
  readonly value: number | null;
  /** Why it is not defined. */
  readonly reason?: string | undefined;
  /** What was ranked: images, or pixels. */
  readonly n: number;
  readonly anomalies: number;
  /** Share of anomalies, whichever kind is positive; of images averaged, the mean of theirs. */
  readonly prevalence: number;
  /** Images that count, and those without both kinds, which a mean over images leaves out. */
  readonly images: number;
  readonly imagesLeftOut: number;
  readonly interval?: EvaluatedInterval | undefined;
}

export interface EvaluatedInterval {
  readonly low: number;
  readonly high: number;
  /** Such as 0.95. */
  readonly level: number;
  readonly method: 'delong' | 'bootstrap';
  /** What was drawn as one: image, species, clip. */
  readonly cluster?: string | undefined;
  readonly replicates?: number | undefined;
  readonly seed?: number | undefined;
  /**
   * Of pooled pixels: into how many bins scores were put for the draws. The value is exact, and the
   * ends of the interval are near what they would be without bins.
   */
  readonly bins?: number | undefined;
}

/**
 * How far one detector is from another on the same images. Its interval is that of the difference,
 * drawn with both at once: narrower than what the intervals of the two leave open.
 */
export interface EvaluatedDifference {
  readonly first: string;
  readonly second: string;
  readonly set: string;
  readonly metric: EvaluatedMetric['metric'];
  /** That of `first` less that of `second`; -1 to 1. */
  readonly value: number;
  readonly interval: EvaluatedInterval;
}

/** What looks wrong with the scores or the model; it does not change a value. */
export interface EvaluationFinding {
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
}

const images = z.strictObject({
  release: z.string().min(1),
  releaseSha256: sha256Schema,
  split: z.string().min(1),
  images: z.int().min(0),
});

const share = z.number().min(0).max(1);
const count = z.int().min(0);

const interval = z.strictObject({
  low: z.number(),
  high: z.number(),
  level: share,
  method: z.enum(['delong', 'bootstrap']),
  cluster: z.string().min(1).optional(),
  replicates: count.optional(),
  seed: count.optional(),
  bins: count.optional(),
});

const metric = z
  .strictObject({
    detector: nameSchema,
    set: z.string().min(1),
    metric: z.enum(['auroc', 'aupr', 'fpr95']),
    value: share.nullable(),
    reason: z.string().min(1).optional(),
    n: count,
    anomalies: count,
    prevalence: share,
    images: count,
    imagesLeftOut: count,
    interval: interval.optional(),
  })
  .refine(
    ({ value, reason }) => (value === null) === (reason !== undefined),
    'A metric has a value, or the reason why it has none',
  );

const difference = z.strictObject({
  first: nameSchema,
  second: nameSchema,
  set: z.string().min(1),
  metric: z.enum(['auroc', 'aupr', 'fpr95']),
  value: z.number().min(-1).max(1),
  interval,
});

const result: z.ZodType<EvaluationResult & { readonly schema: 1 }> = z.strictObject({
  schema: z.literal(1),
  toolkit: z.string().min(1),
  model: z.strictObject({
    name: nameSchema,
    sha256: sha256Schema,
    manifestSha256: sha256Schema,
    task: z.enum(['multiclass', 'multilabel', 'segmentation']),
    classes: z.int().min(1),
  }),
  runtime: z.strictObject({
    name: z.string().min(1),
    version: z.string().min(1),
    provider: z.string().min(1),
    threads: z.int().min(1),
    sessions: z.int().min(1),
    optimisation: z.string().min(1),
    processor: z.string(),
  }),
  inDistribution: images.optional(),
  sets: z.array(images.extend({ set: z.string().min(1) })).min(1),
  detectors: z
    .array(
      z.strictObject({
        detector: nameSchema,
        fit: images.extend({ sha256: sha256Schema, seed: count }).optional(),
        passes: z.strictObject({ count: z.int().min(2), seed: count }).optional(),
        model: z
          .strictObject({ name: nameSchema, sha256: sha256Schema, manifestSha256: sha256Schema })
          .optional(),
      }),
    )
    .min(1),
  protocol: z.strictObject({ name: nameSchema, sha256: sha256Schema }),
  metrics: z.array(metric),
  differences: z.array(difference).optional(),
  accuracy: z.array(z.strictObject({ measure: nameSchema, value: share, n: count })),
  findings: z.array(
    z.strictObject({ code: nameSchema, subject: z.string(), detail: z.string().min(1) }),
  ),
  scores: z.strictObject({ identity: sha256Schema, sha256: sha256Schema }),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseEvaluationResult(value: unknown, where: string): EvaluationResult {
  const { schema: _, ...parsed } = parseAs(result, value, where);
  return parsed;
}
