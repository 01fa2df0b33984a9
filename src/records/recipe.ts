import { nameSchema, versionSchema } from './ids.ts';
import { parseAs, z } from './parse.ts';

/**
 * How one dataset is made: the source, the rule that splits it, the checks. One JSON file under
 * `manifests/datasets/`, without inheritance or templates.
 */
export interface Recipe {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly paper: string;
  readonly licence: Licence;
  /** Name of a class set in `manifests/class-sets/`. */
  readonly classSet: string;
  /** Parsed further by the source of that kind. */
  readonly source: { readonly kind: string; readonly [option: string]: unknown };
  readonly splits: SplitRule;
  /** Each parsed further by the check of that name. */
  readonly checks: readonly { readonly check: string; readonly [option: string]: unknown }[];
}

export interface Licence {
  readonly name: string;
  readonly url: string;
  /** Who must be named, as the licence asks. */
  readonly attribution: string;
  /** May the images be passed on? If not, a release is for the machine it was built on. */
  readonly redistributable: boolean;
}

/**
 * An image with at least `fromPixels` pixels of an anomalous class goes to `anomalous`, whichever
 * source split it came from; every other image goes where `normal` sends its source split.
 */
export interface SplitRule {
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

const splitRuleSchema = z
  .strictObject({
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

const recipeSchema = z.strictObject({
  schema: z.literal(1),
  name: nameSchema,
  version: versionSchema,
  title: z.string().min(1),
  summary: z.string().min(1),
  paper: z.string().min(1),
  licence: z.strictObject({
    name: z.string().min(1),
    url: z.url(),
    attribution: z.string().min(1),
    redistributable: z.boolean(),
  }),
  classSet: nameSchema,
  source: z.looseObject({ kind: nameSchema }),
  splits: splitRuleSchema,
  checks: z.array(z.looseObject({ check: nameSchema })),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseRecipe(value: unknown, where: string): Recipe {
  const { schema: _, ...recipe } = parseAs(recipeSchema, value, where);
  return recipe;
}

/** Every split that a recipe can fill, in the order in which it is reported. */
export function splitNames(rule: SplitRule): readonly string[] {
  return [...new Set([...Object.values(rule.normal), rule.anomalous])];
}
