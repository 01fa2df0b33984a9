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

/** What a tolerance accepts, as words. */
export function toleranceText(tolerance: ScoreTolerance): string {
  const parts = [
    ...(tolerance.kind === 'interval' ? [] : [countedPoints(tolerance.points)]),
    ...(tolerance.kind === 'points' ? [] : ['the measured interval']),
    ...(tolerance.faults === 'worse' ? ['for the worse alone'] : []),
  ];
  return parts.join(', ');
}

/** 1 -> "1 point", 0.5 -> "0.5 points". */
export function countedPoints(points: number): string {
  const text = pointsText(points);
  return text === '1' ? '1 point' : `${text} points`;
}

/** Two decimals, more where there would be nothing left. */
export function pointsText(points: number): string {
  const rounded = Number(points.toFixed(2));
  return String(rounded === 0 ? Number(points.toPrecision(2)) : rounded);
}
