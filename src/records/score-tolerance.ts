import { z } from './parse.ts';

/**
 * How far a measured score may lie from the one it is held against.
 *
 * `points`: at most so many percentage points away. `interval`: the measured interval covers it; a
 * score without one is not judged. `both`: both must hold. A number as printed stands for all that
 * round to it, so half a unit of its last decimal is never held against a score.
 *
 * `faults` says which departures count: `either`, or only those for the `worse`.
 */
export type ScoreTolerance = {
  readonly faults: 'either' | 'worse';
} & ({ readonly kind: 'points' | 'both'; readonly points: number } | { readonly kind: 'interval' });

const faults = z.enum(['either', 'worse']).default('either');
const points = z.number().min(0).max(100);

export const scoreToleranceSchema: z.ZodType<ScoreTolerance> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('points'), points, faults }),
  z.strictObject({ kind: z.literal('interval'), faults }),
  z.strictObject({ kind: z.literal('both'), points, faults }),
]);
