import { nameSchema } from './ids.ts';
import { z } from './parse.ts';

/** How the records of a source come to their splits. */
export type SplitRule = AnomalyRule | WholeRule | PartRule;

/**
 * An image with at least `fromPixels` pixels of an anomalous class goes to `anomalous`, whichever
 * source split it came from; every other image goes where `normal` sends its source split. Needs
 * masks.
 */
export interface AnomalyRule {
  readonly kind: 'by-anomaly';
  /**
   * `as-published`: every image goes where `normal` sends its source split, whatever it shows; an
   * anomaly outside of `anomalous` is then a fault of the data. Absent: by what the image shows.
   */
  readonly assignment?: 'as-published' | undefined;
  readonly anomalousClasses: readonly string[];
  readonly fromPixels: number;
  readonly normal: Readonly<Record<string, string>>;
  readonly anomalous: string;
  /**
   * `keep`: clips may have frames in several splits, as in the paper.
   * `leave-out`: where a clip reaches into several splits, only its frames in the first of
   * `precedence` stay; the others are skipped.
   */
  readonly sharedClips:
    | { readonly kind: 'keep' }
    | { readonly kind: 'leave-out'; readonly precedence: readonly string[] };
}

/** Every record goes to one split, as in a set of outliers to test with. */
export interface WholeRule {
  readonly kind: 'all';
  readonly split: string;
}

/** Every record goes where the rule sends its part of the source, whatever it shows. */
export interface PartRule {
  readonly kind: 'by-part';
  /** Part of the source to split. */
  readonly splits: Readonly<Record<string, string>>;
}

const anomalyRuleSchema = z
  .strictObject({
    kind: z.literal('by-anomaly'),
    assignment: z.literal('as-published').optional(),
    anomalousClasses: z.array(z.string()).min(1),
    fromPixels: z.int().min(1),
    normal: z.record(z.string(), nameSchema),
    anomalous: nameSchema,
    sharedClips: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('keep') }),
      z.strictObject({ kind: z.literal('leave-out'), precedence: z.array(nameSchema).min(2) }),
    ]),
  })
  .superRefine((rule, context) => {
    if (rule.sharedClips.kind !== 'leave-out') return;
    for (const split of [rule.anomalous, ...Object.values(rule.normal)]) {
      if (!rule.sharedClips.precedence.includes(split)) {
        const path = ['sharedClips', 'precedence'];
        context.addIssue({ code: 'custom', message: 'Split missing', input: split, path });
      }
    }
  });

const wholeRuleSchema = z.strictObject({ kind: z.literal('all'), split: nameSchema });

const partRuleSchema = z.strictObject({
  kind: z.literal('by-part'),
  splits: z
    .record(z.string(), nameSchema)
    .refine((splits) => Object.keys(splits).length > 0, 'No part of the source has a split'),
});

export const splitRuleSchema: z.ZodType<SplitRule> = z.discriminatedUnion('kind', [
  anomalyRuleSchema,
  wholeRuleSchema,
  partRuleSchema,
]);

/** Every split that a recipe can fill, in the order in which it is reported. */
export function splitNames(rule: SplitRule): readonly string[] {
  if (rule.kind === 'all') return [rule.split];
  if (rule.kind === 'by-part') return [...new Set(Object.values(rule.splits))];
  return [...new Set([...Object.values(rule.normal), rule.anomalous])];
}
