import { InvalidInput } from '../errors.ts';
import type { Protocol } from '../records/index.ts';
import { orderKeys } from './order-keys.ts';

/** What a label says of a record or a pixel. */
export const labelOf = { inDistribution: 0, anomaly: 1, void: 2 } as const;

/**
 * Records of a set or pixels of an image: `scores[i]`, higher where more anomalous, belongs to
 * `labels[i]`: 0 in-distribution, 1 anomaly, 2 void.
 */
export interface Sample {
  readonly scores: Float32Array | Float64Array;
  readonly labels: Uint8Array;
}

/** Keys of the scores of each kind, unsorted; what the void policy leaves out is in neither. */
export interface SplitSample {
  readonly anomalies: Uint32Array;
  readonly others: Uint32Array;
}

/**
 * @param where what the sample is of, for messages
 * @throws {InvalidInput} when a score is not finite, a label is none, or their numbers differ
 */
export function splitSample(
  { scores, labels }: Sample,
  policy: Protocol['void'],
  where: string,
): SplitSample {
  return splitKeys({ keys: orderKeys(scores, where), labels }, policy, where);
}

/** The same of a sample whose keys are at hand. */
export interface KeyedSample {
  readonly keys: Uint32Array;
  readonly labels: Uint8Array;
}

/** @throws {InvalidInput} when a label is none, or there are not as many as keys */
export function splitKeys(
  { keys, labels }: KeyedSample,
  policy: Protocol['void'],
  where: string,
): SplitSample {
  if (keys.length !== labels.length) {
    throw new InvalidInput(`${keys.length} scores for ${labels.length} labels: ${where}`);
  }
  const keepsVoid = policy === 'in-distribution';
  // Room for all in both: memory that is never written costs nothing.
  const anomalies = new Uint32Array(keys.length);
  const others = new Uint32Array(keys.length);
  let nextAnomaly = 0;
  let nextOther = 0;
  for (let i = 0; i < keys.length; i++) {
    const label = labels[i] as number;
    const key = keys[i] as number;
    if (label === labelOf.inDistribution) others[nextOther++] = key;
    else if (label === labelOf.anomaly) anomalies[nextAnomaly++] = key;
    else if (label !== labelOf.void) {
      throw new InvalidInput(`Not a label 0, 1 or 2 ${label}: ${where} at [${i}]`);
    } else if (keepsVoid) others[nextOther++] = key;
  }
  return {
    anomalies: anomalies.subarray(0, nextAnomaly),
    others: others.subarray(0, nextOther),
  };
}
