import { InvalidInput } from '../errors.ts';
import type { Protocol } from '../records/index.ts';
import { bitsOf, exponentOf, keyOfBits, orderKeys, refuseNotFinite } from './order-keys.ts';

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
  if (scores instanceof Float64Array) {
    return splitKeys({ keys: orderKeys(scores, where), labels }, policy, where);
  }
  // The keys are made on the way: an image is gone through once.
  const { split, exponents } = divide(bitsOf(scores), labels, { policy, where, areBits: true });
  if (exponents < 0) refuseNotFinite(scores, where);
  return split;
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
  return divide(bitsOf(keys), labels, { policy, where, areBits: false }).split;
}

interface DivideOptions {
  readonly policy: Protocol['void'];
  readonly where: string;
  /** Whether the numbers are bits of scores, of which keys are to be made, or keys. */
  readonly areBits: boolean;
}

function divide(numbers: Int32Array, labels: Uint8Array, options: DivideOptions) {
  const { policy, where, areBits } = options;
  if (numbers.length !== labels.length) {
    throw new InvalidInput(`${numbers.length} scores for ${labels.length} labels: ${where}`);
  }
  // Room for all in both, and each key written to both but counted in one: no branch to guess.
  const anomalies = new Uint32Array(numbers.length);
  const others = new Uint32Array(numbers.length);
  const voidIsOther = policy === 'in-distribution' ? 1 : 0;
  let nextAnomaly = 0;
  let nextOther = 0;
  let beyond = 0;
  let exponents = 0;
  for (let i = 0; i < numbers.length; i++) {
    const label = labels[i] as number;
    const number = numbers[i] as number;
    exponents |= exponentOf(number);
    const key = areBits ? keyOfBits(number) : number;
    anomalies[nextAnomaly] = key;
    others[nextOther] = key;
    const isVoid = label >> 1;
    nextAnomaly += label & 1;
    nextOther += ((label & 1) ^ 1) - isVoid + (isVoid & voidIsOther);
    beyond |= labelOf.void - label;
  }
  if (beyond < 0) refuseLabel(labels, where);
  const split: SplitSample = {
    anomalies: anomalies.subarray(0, nextAnomaly),
    others: others.subarray(0, nextOther),
  };
  return { split, exponents };
}

function refuseLabel(labels: Uint8Array, where: string): never {
  const i = labels.findIndex((label) => label > labelOf.void);
  throw new InvalidInput(`Not a label 0, 1 or 2 ${labels[i]}: ${where} at [${i}]`);
}
