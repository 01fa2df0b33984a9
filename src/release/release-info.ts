import {
  type ClassSet,
  nameSchema,
  parseAs,
  parseClassSet,
  parseRecipe,
  type Recipe,
  type Sha256,
  sha256Schema,
  type TruthKind,
  truthKinds,
  type Verdict,
  versionSchema,
  z,
} from '../records/index.ts';

/**
 * `release.json`: what a release is and how it was made. It holds the recipe and the class set
 * whole, so that the release can be judged without the toolkit's manifests; no clock, no host, no
 * path of the machine.
 */
export interface ReleaseInfo {
  readonly name: string;
  readonly version: string;
  /** A `recipe` release holds no images or masks: its records name files of the source. */
  readonly kind: 'full' | 'recipe';
  readonly toolkit: string;
  readonly recipe: { readonly sha256: Sha256; readonly content: Recipe };
  readonly classSet: { readonly sha256: Sha256; readonly content: ClassSet };
  readonly source: ReleaseSource;
  readonly counts: ReleaseCounts;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export interface ReleaseSource {
  readonly kind: string;
  /** Of every record of the release. */
  readonly truth: TruthKind;
  readonly layout: string;
  readonly presentSplits: Readonly<Record<string, boolean>>;
  /** What the source states beyond files; claims that need more are not reproducible from it. */
  readonly facts: readonly string[];
  /** What images were written with, where they were written anew: it decides their bytes. */
  readonly encoder?: string | undefined;
}

export interface ReleaseCounts {
  readonly records: number;
  readonly skipped: number;
  readonly recordsPerSplit: Readonly<Record<string, number>>;
  readonly skippedPerReason: Readonly<Record<string, number>>;
}

const counts = z.record(z.string(), z.int().min(0));
const embedded = z.strictObject({ sha256: sha256Schema, content: z.unknown() });

const schema = z.strictObject({
  schema: z.literal(1),
  name: nameSchema,
  version: versionSchema,
  kind: z.enum(['full', 'recipe']),
  toolkit: z.string(),
  recipe: embedded,
  classSet: embedded,
  source: z.strictObject({
    kind: nameSchema,
    truth: z.enum(truthKinds),
    layout: z.string(),
    presentSplits: z.record(z.string(), z.boolean()),
    facts: z.array(z.string()),
    encoder: z.string().optional(),
  }),
  counts: z.strictObject({
    records: z.int().min(0),
    skipped: z.int().min(0),
    recordsPerSplit: counts,
    skippedPerReason: counts,
  }),
  verdicts: z.record(z.string(), z.enum(['pass', 'fail', 'unknown'])),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseReleaseInfo(value: unknown, where: string): ReleaseInfo {
  const { schema: _, recipe, classSet, ...info } = parseAs(schema, value, where);
  return {
    ...info,
    recipe: { ...recipe, content: parseRecipe(recipe.content, `${where} at recipe.content`) },
    classSet: {
      ...classSet,
      content: parseClassSet(classSet.content, `${where} at classSet.content`),
    },
  };
}

/** The JSON form that {@link parseReleaseInfo} reads. */
export function releaseInfoJson({ recipe, classSet, ...info }: ReleaseInfo): unknown {
  const { name, version, kind, toolkit, ...rest } = info;
  return {
    schema: 1,
    name,
    version,
    kind,
    toolkit,
    recipe: { sha256: recipe.sha256, content: { schema: 1, ...recipe.content } },
    classSet: { sha256: classSet.sha256, content: { schema: 1, ...classSet.content } },
    ...rest,
  };
}
