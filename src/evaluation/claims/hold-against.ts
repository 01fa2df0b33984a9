import {
  countedPoints,
  isLowerBetter,
  pointsText,
  type ScoreMetric,
  type ScoreTolerance,
  type Verdict,
  worstOf,
} from '../../records/index.ts';

/** In percent. */
export interface ExpectedScore {
  readonly metric: ScoreMetric;
  readonly value: number;
  /** Half a unit of the last printed decimal; 0 where the number is whole as it stands. */
  readonly halfUnit: number;
}

/** In percent. */
export interface MeasuredScore {
  readonly value: number;
  readonly interval?:
    | { readonly low: number; readonly high: number; readonly level: number }
    | undefined;
}

/** What a tolerance says of a score; `why` is one line. */
export interface Held {
  readonly verdict: Verdict;
  readonly why: string;
}

/** Percentages are computed from shares of 1, which moves them in their last bits. */
const slack = 1e-9;

/** Holds a measured score against an expected one. Without the interval that it asks for: unknown. */
export function holdAgainst(
  expected: ExpectedScore,
  measured: MeasuredScore,
  tolerance: ScoreTolerance,
): Held {
  const held = [
    ...(tolerance.kind === 'interval'
      ? []
      : [byPoints(expected, measured, { points: tolerance.points, faults: tolerance.faults })]),
    ...(tolerance.kind === 'points' ? [] : [byInterval(expected, measured, tolerance.faults)]),
  ];
  const verdict = worstOf(held.map((part) => part.verdict));
  return { verdict, why: held.map(({ why }) => why).join('; ') };
}

function byPoints(
  { metric, value, halfUnit }: ExpectedScore,
  measured: MeasuredScore,
  { points, faults }: { readonly points: number; readonly faults: ScoreTolerance['faults'] },
): Held {
  const lead = measured.value - value;
  const isBetter = isLowerBetter(metric) ? lead < 0 : lead > 0;
  const distance = Math.max(0, Math.abs(lead) - halfUnit);
  const way = isBetter ? 'better' : 'worse';
  const bound = faults === 'worse' ? `at most ${points} worse` : `at most ${points}`;
  const why = `${distance < slack ? 'equal' : `${countedPoints(distance)} ${way}`}, ${bound} accepted`;
  const isAccepted = distance <= points + slack || (faults === 'worse' && isBetter);
  return { verdict: isAccepted ? 'pass' : 'fail', why };
}

function byInterval(
  { metric, value, halfUnit }: ExpectedScore,
  { interval }: MeasuredScore,
  faults: ScoreTolerance['faults'],
): Held {
  if (interval === undefined) return { verdict: 'unknown', why: 'it has no interval' };
  const { low, high } = interval;
  const isAbove = low - halfUnit > value + slack;
  const isBelow = high + halfUnit < value - slack;
  const text = intervalText(interval);
  if (!isAbove && !isBelow) return { verdict: 'pass', why: `${text} covers it` };
  const isBetter = isLowerBetter(metric) ? isBelow : isAbove;
  const why = `${text} is wholly ${isBetter ? 'better' : 'worse'}`;
  return { verdict: isBetter && faults === 'worse' ? 'pass' : 'fail', why };
}

/** `{ low: 91, high: 93.25, level: 0.95 }` -> "the 95 % interval 91 to 93.25". */
export function intervalText({ low, high, level }: NonNullable<MeasuredScore['interval']>): string {
  const share = Number((100 * level).toFixed(2));
  return `the ${share} % interval ${pointsText(low)} to ${pointsText(high)}`;
}
