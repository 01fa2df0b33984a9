import { nameSchema } from './ids.ts';
import { parseAs, z } from './parse.ts';

/**
 * A published number bound to a computation. The query is one SQL statement that returns one
 * number, over the tables of a release: `records`, `skipped`, `class_pixels`.
 */
export interface Claim {
  readonly claim: string;
  /** The number as printed, which fixes the decimals it is compared at: "0.83", "6,280". */
  readonly printed: string;
  /** The number is printed as a lower bound: "hundreds of species" is 200 and more. */
  readonly atLeast?: true | undefined;
  readonly unit: string;
  /** Where it is printed. */
  readonly where: string;
  readonly query: string;
  /** Source splits that must all be present for the number to be told. */
  readonly needs: readonly string[];
  /** Facts that the source must state, such as `instances`; see {@link SourceFacts}. */
  readonly facts: readonly string[];
  /** What is known of this number, for the reader of the ledger. */
  readonly remark: string;
}

/** The claims of one dataset: one JSON file under `manifests/claims/`. */
export interface ClaimSet {
  readonly dataset: string;
  readonly source: string;
  readonly claims: readonly Claim[];
}

/** "200", or "at least 200". */
export function printedText({ printed, atLeast }: Pick<Claim, 'printed' | 'atLeast'>): string {
  return atLeast === true ? `at least ${printed}` : printed;
}

/** Reads "7,000", "0.83", "-1.5". */
export function printedNumber(printed: string): {
  readonly value: number;
  readonly decimals: number;
} {
  const plain = printed.replaceAll(',', '');
  const point = plain.indexOf('.');
  return { value: Number(plain), decimals: point < 0 ? 0 : plain.length - point - 1 };
}

export const claimSchema: z.ZodType<Claim> = z.strictObject({
  claim: nameSchema,
  printed: z.string().regex(/^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/, 'Not a printed number'),
  atLeast: z.literal(true).optional(),
  unit: z.string(),
  where: z.string().min(1),
  query: z.string().min(1),
  needs: z.array(nameSchema).default([]),
  facts: z.array(nameSchema).default([]),
  remark: z.string().default(''),
});

const claimSetSchema = z.strictObject({
  schema: z.literal(1),
  dataset: nameSchema,
  source: z.string().min(1),
  claims: z.array(claimSchema).min(1),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseClaimSet(value: unknown, where: string): ClaimSet {
  const { schema: _, ...set } = parseAs(claimSetSchema, value, where);
  return set;
}

/**
 * `reproduced`: equal at the printed decimals, or no less where the claim says so. `differs`: computed, and another number.
 * `not-reproducible`: this kind of source does not state the fact. `unknown`: part of the source
 * is missing, so it was not judged. `unreadable`: the query gave no number.
 */
export const claimStatuses = [
  'reproduced',
  'differs',
  'not-reproducible',
  'unknown',
  'unreadable',
] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

/** One line of the ledger. */
export interface LedgerEntry {
  readonly claim: Claim;
  /** `null` where nothing was computed. */
  readonly computed: number | null;
  readonly status: ClaimStatus;
  /** One line: why this status. */
  readonly why: string;
}

export const ledgerEntrySchema: z.ZodType<LedgerEntry> = z.strictObject({
  claim: claimSchema,
  computed: z.number().nullable(),
  status: z.enum(claimStatuses),
  why: z.string(),
});
