import { nameSchema, versionSchema } from './ids.ts';
import { parseAs, z } from './parse.ts';
import { type SplitRule, splitRuleSchema } from './split-rule.ts';

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
