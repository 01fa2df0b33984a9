import type { FeatureRows } from '../feature-rows.ts';
import type { MatrixProduct, WideRows } from '../matrix-product.ts';
import type { ClassMeans } from './class-means.ts';

/** How rows scatter around the means of their classes. */
export interface Scatter {
  /** Sum over rows of the outer product of their deviations, divided by the rows. */
  readonly covariance: Float64Array;
  /** Sum over rows of the fourth power of the length of their deviations. */
  readonly fourthPowers: number;
}

/** Rows and columns of one product: 8 MiB each. */
const tile = 1024;

/**
 * The covariance within classes, [C, C], symmetric to the bit. Tiles are summed in the order of the
 * rows, so the sums do not depend on how many threads the product has, as long as it does not.
 */
export async function scatterOf(
  features: FeatureRows,
  means: ClassMeans,
  product: MatrixProduct,
): Promise<Scatter> {
  const { rows, columns } = features;
  const covariance = new Float64Array(columns * columns);
  let fourthPowers = 0;
  for (let from = 0; from < rows; from += tile) {
    const deviations = deviationsOf(features, means, from, Math.min(from + tile, rows));
    fourthPowers += fourthPowersOf(deviations);
    for (let a = 0; a < columns; a += tile) {
      const some = someColumns(deviations, a);
      for (let b = 0; b <= a; b += tile) {
        const others = someColumns(deviations, b);
        addTile(covariance, columns, await product.float64(some, others), [a, b]);
      }
    }
  }
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b <= a; b++) {
      const value = (covariance[a * columns + b] as number) / rows;
      covariance[a * columns + b] = value;
      covariance[b * columns + a] = value;
    }
  }
  return { covariance, fourthPowers };
}

/** Transposed: one row a column of the features, so that a product sums over images. */
function deviationsOf(
  { values, columns }: FeatureRows,
  { means, classOf }: ClassMeans,
  from: number,
  to: number,
): WideRows {
  const count = to - from;
  const deviations = new Float64Array(columns * count);
  for (let row = from; row < to; row++) {
    const mean = (classOf[row] as number) * columns;
    for (let column = 0; column < columns; column++) {
      deviations[column * count + row - from] =
        (values[row * columns + column] as number) - (means[mean + column] as number);
    }
  }
  return { values: deviations, rows: columns, columns: count };
}

function fourthPowersOf({ values, rows, columns }: WideRows): number {
  const squares = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      squares[i] = (squares[i] as number) + (values[row * columns + i] as number) ** 2;
    }
  }
  return squares.reduce((sum, square) => sum + square * square, 0);
}

function someColumns({ values, rows, columns }: WideRows, from: number): WideRows {
  const to = Math.min(from + tile, rows);
  return { values: values.subarray(from * columns, to * columns), rows: to - from, columns };
}

function addTile(
  covariance: Float64Array,
  columns: number,
  product: Float64Array,
  [a, b]: readonly [number, number],
): void {
  const width = Math.min(tile, columns - b);
  for (let i = 0; i < product.length; i++) {
    const at = (a + Math.floor(i / width)) * columns + b + (i % width);
    covariance[at] = (covariance[at] as number) + (product[i] as number);
  }
}
