import { nameSchema, parseAs, z } from '../records/index.ts';
import { type ScoreRule, scoreRuleKinds, scoreRuleSchemas } from './score-rule.ts';

/** One demand on a release. */
export type GateRule =
  /** The release is what its checksums and statements say. */
  | { readonly kind: 'verified' }
  /** A check of the recipe found no fault and left nothing unjudged. */
  | { readonly kind: 'check'; readonly check: string }
  /** Every claim of the ledger is reproduced. */
  | { readonly kind: 'claims' }
  /**
   * At most so many candidates were left out, or such a share of them and the records: for these
   * reasons, for all others, or for any.
   */
  | {
      readonly kind: 'skipped';
      readonly reasons?: readonly string[] | undefined;
      readonly otherThan?: readonly string[] | undefined;
      readonly atMost?: number | undefined;
      /** 0 to 1. */
      readonly atMostShare?: number | undefined;
    }
  /** A figure, by an SQL query over the release's tables, lies within bounds. */
  | {
      readonly kind: 'bound';
      readonly name: string;
      readonly query: string;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      /** Why these bounds, for whoever finds a release outside them. */
      readonly remark?: string | undefined;
    }
  | ScoreRule;

/** Lets one judgement through although it is no pass, for a stated reason, until a day. */
export interface Waiver {
  /** The kind of rule, and the subject of its judgement. */
  readonly rule: GateRule['kind'];
  readonly subject: string;
  /** What is let through: a known fault is no excuse for what could not be judged, nor the reverse. */
  readonly verdict: 'fail' | 'unknown';
  readonly reason: string;
  /** The last day it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A gate as data: one JSON file under `manifests/gates/`. */
export interface GateManifest {
  readonly gate: string;
  readonly rules: readonly GateRule[];
  readonly waivers: readonly Waiver[];
}

const bound = z
  .strictObject({
    kind: z.literal('bound'),
    name: nameSchema,
    query: z.string().min(1),
    min: z.number().optional(),
    max: z.number().optional(),
    remark: z.string().min(1).optional(),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'A bound needs min or max');

const skipped = z
  .strictObject({
    kind: z.literal('skipped'),
    reasons: z.array(nameSchema).min(1).optional(),
    otherThan: z.array(nameSchema).min(1).optional(),
    atMost: z.int().min(0).optional(),
    atMostShare: z.number().min(0).max(1).optional(),
  })
  .refine(
    ({ atMost, atMostShare }) => atMost !== undefined || atMostShare !== undefined,
    'A rule on what was left out needs atMost or atMostShare',
  );

const rule: z.ZodType<GateRule> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verified') }),
  z.strictObject({ kind: z.literal('check'), check: nameSchema }),
  z.strictObject({ kind: z.literal('claims') }),
  skipped,
  bound,
  ...scoreRuleSchemas,
]);

const schema = z.strictObject({
  schema: z.literal(1),
  gate: nameSchema,
  rules: z.array(rule).min(1),
  waivers: z
    .array(
      z.strictObject({
        rule: z.enum(['verified', 'check', 'claims', 'skipped', 'bound', ...scoreRuleKinds]),
        subject: z.string().min(1),
        verdict: z.enum(['fail', 'unknown']),
        reason: z.string().min(1),
        expires: z.iso.date(),
      }),
    )
    .default([]),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseGateManifest(value: unknown, where: string): GateManifest {
  const { schema: _, ...manifest } = parseAs(schema, value, where);
  return manifest;
}
