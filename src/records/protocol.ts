import { nameSchema } from './ids.ts';
import { parseAs, z } from './parse.ts';

/**
 * How a metric is computed: a file under `manifests/protocols/`. A value travels with the name of its
 * protocol, and values of different protocols are not compared. Whatever the protocol, scores are
 * given higher where more anomalous.
 */
export interface Protocol {
  readonly name: string;
  /** Where the convention is printed or coded, and what of it is left out. */
  readonly source: string;
  /**
   * Which records count as positives. Where it is `in-distribution`, they are ranked by the negated
   * score: AUROC stays what it was, AUPR and FPR95 do not.
   */
  readonly positive: 'anomaly' | 'in-distribution';
  readonly fpr95: Fpr95Rule;
  readonly aupr: AuprKind;
  /**
   * `per-image`: the mean over images, each weighing the same, of those that have both kinds.
   * `pooled`: all records, or all pixels, as one sample.
   */
  readonly aggregation: 'per-image' | 'pooled';
  /** What becomes of pixels labelled void: counted as in-distribution, or left out. */
  readonly void: 'in-distribution' | 'ignored';
}

/**
 * At which threshold the false positive rate is read; every distinct score is a threshold, none is
 * dropped, down to the first that finds all positives. `nearest`: the recall nearest to 0.95; where
 * thresholds share it, the one with the most false positives; of two as near, the higher recall.
 * `at-least`: the highest threshold whose recall is 0.95 or more.
 */
export type Fpr95Rule = 'nearest' | 'at-least';

/**
 * `average-precision`: each gain of recall times the precision there, no interpolation.
 * `trapezoid`: precision drawn straight from threshold to threshold, beginning at 1.
 */
export type AuprKind = 'average-precision' | 'trapezoid';

/** What of a protocol changes numbers: all but its name and source. */
export const protocolTerms = ['positive', 'fpr95', 'aupr', 'aggregation', 'void'] as const;
export type ProtocolTerm = (typeof protocolTerms)[number];

const protocolSchema = z.strictObject({
  schema: z.literal(1),
  name: nameSchema,
  source: z.string().min(1),
  positive: z.enum(['anomaly', 'in-distribution']),
  fpr95: z.enum(['nearest', 'at-least']),
  aupr: z.enum(['average-precision', 'trapezoid']),
  aggregation: z.enum(['per-image', 'pooled']),
  void: z.enum(['in-distribution', 'ignored']),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseProtocol(value: unknown, where: string): Protocol {
  const { schema: _, ...protocol } = parseAs(protocolSchema, value, where);
  return protocol;
}

/** The terms in which two protocols differ; with none, their values may be compared. */
export function differingTerms(a: Protocol, b: Protocol): readonly ProtocolTerm[] {
  return protocolTerms.filter((term) => a[term] !== b[term]);
}
