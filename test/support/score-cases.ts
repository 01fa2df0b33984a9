import { readFileSync } from 'node:fs';
import type { Protocol } from '../../src/records/index.ts';

/** One convention's numbers as scikit-learn has them. */
export interface Expected {
  readonly auroc: number;
  readonly averagePrecision: number;
  readonly trapezoid: number;
  readonly nearest: number;
  readonly atLeast: number;
}

type ByPositive = Readonly<Record<Protocol['positive'], Expected>>;

export interface ScoreCase {
  readonly name: string;
  readonly records: number;
  readonly seed: number;
  readonly share: number;
  readonly levels: number;
  readonly higher: number;
  readonly anomalies: number;
  readonly expected: ByPositive;
}

interface Reference {
  readonly cases: readonly ScoreCase[];
  readonly gaussians: {
    readonly byFallingScore: string;
    readonly expected: ByPositive;
    readonly rounded: readonly { score: number; anomalies: number; others: number }[];
    readonly expectedRounded: ByPositive;
  };
}

/** What make_reference.py wrote. */
export const reference: Reference = JSON.parse(
  readFileSync(new URL('../fixtures/metrics/reference.json', import.meta.url), 'utf8'),
);

export interface Scored {
  readonly scores: Float32Array;
  readonly labels: Uint8Array;
}

/** The same sample that make_reference.py makes of these parameters. */
export function scoreCase({ records, seed, share, levels, higher }: ScoreCase): Scored {
  const number = numbers(seed);
  const labels = new Uint8Array(records);
  const scores = new Float32Array(records);
  for (let i = 0; i < records; i++) {
    labels[i] = number() < share ? 1 : 0;
    const level = Math.floor(number() * levels) + (labels[i] === 1 ? higher : 0);
    scores[i] = (level - Math.floor(levels / 2)) / 16;
  }
  return { scores, labels };
}

/** Uniform in [0, 1), by xorshift32. */
export function numbers(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Groups of records of one score each, as a sample. */
export function scored(
  groups: readonly { score: number; anomalies: number; others: number }[],
): Scored {
  const rows = groups.flatMap(({ score, anomalies, others }) => [
    ...Array.from({ length: anomalies }, () => [score, 1] as const),
    ...Array.from({ length: others }, () => [score, 0] as const),
  ]);
  return {
    scores: Float32Array.from(rows, ([score]) => score),
    labels: Uint8Array.from(rows, ([, label]) => label),
  };
}

/** A protocol that is the paper's for classification but for `terms`. */
export function protocolWith(terms: Partial<Protocol> = {}): Protocol {
  return {
    name: 'of-this-test',
    source: 'this test',
    positive: 'anomaly',
    fpr95: 'nearest',
    aupr: 'average-precision',
    aggregation: 'pooled',
    void: 'ignored',
    ...terms,
  };
}
