import { InvalidInput } from '../errors.ts';
import { type Interval, noBounds, type PairedDifference } from './interval.ts';
import { firstNotBelow, sortKeys } from './sort-keys.ts';
import type { SplitSample } from './split-sample.ts';
import { Sum } from './sum.ts';

/** The normal quantile of 0.975. */
const z = 1.959963984540054;

/**
 * An interval of the AUROC by DeLong's estimate of its variance, for records drawn independently of
 * each other: images, not pixels of one image. It is the same whichever kind is positive, and of no
 * width where the kinds are apart entirely.
 *
 * @see DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), 837-845
 */
export function delongInterval(split: SplitSample): Interval {
  if (hasTooFew(split)) return { ...basisOf(undefined), ...noBounds(tooFew) };
  const placed = placementsOf(split);
  const error = standardError(placed);
  const auroc = meanOfAll(placed.anomalies);
  const low = Math.max(0, auroc - z * error);
  return { ...basisOf(error), low, high: Math.min(1, auroc + z * error) };
}

/**
 * The difference of the AUROCs of two score sets on the same records, with DeLong's interval: what
 * both have in common does not count as noise.
 *
 * @param first and `second`: split by the same labels, so that the i-th of a kind is the same record
 * @throws {InvalidInput} when there are not as many of each kind
 */
export function delongDifference(first: SplitSample, second: SplitSample): PairedDifference {
  if (
    first.anomalies.length !== second.anomalies.length ||
    first.others.length !== second.others.length
  ) {
    throw new InvalidInput('Two score sets of different records: compare the same ones');
  }
  if (hasTooFew(first)) {
    return { ...basisOf(undefined), difference: undefined, ...noBounds(tooFew) };
  }
  const a = placementsOf(first);
  const b = placementsOf(second);
  const placed = {
    anomalies: a.anomalies.map((place, i) => place - (b.anomalies[i] as number)),
    others: a.others.map((place, i) => place - (b.others[i] as number)),
  };
  const error = standardError(placed);
  const difference = meanOfAll(placed.anomalies);
  return {
    ...basisOf(error),
    difference,
    low: difference - z * error,
    high: difference + z * error,
  };
}

const tooFew = 'Fewer than two records of a kind';

function hasTooFew({ anomalies, others }: SplitSample): boolean {
  return anomalies.length < 2 || others.length < 2;
}

function basisOf(error: number | undefined) {
  const method = { kind: 'delong', standardError: error } as const;
  return { metric: 'auroc', level: 0.95, method } as const;
}

/** Per record, the share of the other kind that it is ordered rightly with; ties count half. */
interface Placements {
  readonly anomalies: Float64Array;
  readonly others: Float64Array;
}

function placementsOf({ anomalies, others }: SplitSample): Placements {
  return {
    anomalies: sharesBelow(anomalies, others),
    others: sharesBelow(others, anomalies).map((share) => 1 - share),
  };
}

function sharesBelow(keys: Uint32Array, all: Uint32Array): Float64Array {
  const sorted = sortKeys(all);
  return Float64Array.from(keys, (key) => {
    const below = firstNotBelow(sorted, key);
    const notAbove = firstNotBelow(sorted, key + 1, below);
    return (below + notAbove) / 2 / sorted.length;
  });
}

function standardError({ anomalies, others }: Placements): number {
  return Math.sqrt(varianceOf(anomalies) / anomalies.length + varianceOf(others) / others.length);
}

function varianceOf(numbers: Float64Array): number {
  const mean = meanOfAll(numbers);
  return sumOf(numbers.map((number) => (number - mean) ** 2)) / (numbers.length - 1);
}

function meanOfAll(numbers: Float64Array): number {
  return sumOf(numbers) / numbers.length;
}

function sumOf(numbers: Float64Array): number {
  const sum = new Sum();
  for (const number of numbers) sum.add(number);
  return sum.value;
}
