import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type FeatureRows, type MatrixProduct, plainProduct } from '../../src/detectors/index.ts';

/** What scikit-learn says: test/fixtures/detectors/make-references.py. */
export interface References {
  readonly cases: Readonly<Record<string, ReferenceCase>>;
  readonly average_path_length: Readonly<Record<string, number>>;
  readonly isolation_forest: {
    readonly columns: number;
    readonly fit: readonly number[];
    readonly asked: readonly number[];
    readonly mean: readonly number[];
  };
}

interface ReferenceCase {
  readonly columns: number;
  readonly fit: readonly number[];
  readonly asked: readonly number[];
  readonly labels: readonly number[];
  /** Scores by neighbours. */
  readonly lof: Readonly<Record<string, readonly number[]>>;
  readonly knn: Readonly<Record<string, readonly number[]>>;
  readonly knn_normalised: Readonly<Record<string, readonly number[]>>;
  readonly mahalanobis: CovarianceReference;
  readonly mahalanobis_classes: CovarianceReference;
}

interface CovarianceReference {
  readonly scores: readonly number[];
  readonly shrinkage: number;
  readonly rank: number;
}

export function readReferences(): References {
  const file = new URL('../fixtures/detectors/references.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function featuresOf(values: readonly number[], columns: number): FeatureRows {
  return { values: Float32Array.from(values), rows: values.length / columns, columns };
}

/** Normal numbers by sums of uniform ones, always the same of one seed. */
export function madeUpFeatures(rows: number, columns: number, seed = 1): FeatureRows {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
  const values = Float32Array.from({ length: rows * columns }, () => next() + next() + next());
  return { values, rows, columns };
}

/** Rows with copies among them, offsets and lengths of many sizes. */
export const arbitraryFeatures = fc
  .record({
    columns: fc.integer({ min: 1, max: 7 }),
    rows: fc.integer({ min: 6, max: 40 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    scale: fc.constantFrom(1e-30, 1e-3, 1, 1e15),
    offset: fc.constantFrom(0, 1, 1000),
    levels: fc.constantFrom(2, 8, 4096),
  })
  .map(({ columns, rows, seed, scale, offset, levels }) => {
    const { values } = madeUpFeatures(rows, columns, seed);
    return {
      values: values.map((value) => (offset + Math.round(value * levels) / levels) * scale),
      rows,
      columns,
    };
  })
  .filter(({ values, columns }) => values.some((value, i) => value !== values[i % columns]));

/** As wrong as a product of float32 may be, in a direction that looks random. */
export const worstProduct: MatrixProduct = {
  ...plainProduct,
  async float32(a, b) {
    const exact = await plainProduct.float32(a, b);
    const sizes = await plainProduct.float32(absolute(a), absolute(b));
    const share = (a.columns * 2 ** -24) / (1 - a.columns * 2 ** -24);
    return exact.map((value, i) => {
      const sign = Math.sin(i * 12.9898 + a.rows) > 0 ? 1 : -1;
      return value + sign * 0.9 * share * (sizes[i] as number);
    });
  },
};

function absolute({ values, rows, columns }: FeatureRows): FeatureRows {
  return { values: values.map(Math.abs), rows, columns };
}

/** The largest difference, relative to what was expected; 0 where that is found exactly. */
export function largestDifference(found: Float32Array, expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const differences = expected.map((value, i) =>
    found[i] === value ? 0 : Math.abs((found[i] as number) - value) / Math.abs(value),
  );
  return Math.max(...differences);
}
