import { type FeatureRows, someRows } from '../feature-rows.ts';
import type { MatrixProduct, WideRows } from '../matrix-product.ts';

/** What a fit consists of. */
export interface CovarianceFit {
  readonly columns: number;
  readonly classes: number;
  /** [classes, C]. */
  readonly means: Float64Array;
  /** [C, C], lower triangular: times a deviation, it gives one whose square is the distance. */
  readonly inverse: Float64Array;
  readonly rank: number;
  readonly shrinkage: number;
}

/** Rows whitened at a time: 16 MiB of 2,048 columns. */
const blockRows = 1024;

/** The squared distance of each row to the class that is nearest to it. */
export async function distancesToClasses(
  features: FeatureRows,
  fit: CovarianceFit,
  product: MatrixProduct,
): Promise<Float32Array> {
  const distances = new Float32Array(features.rows);
  const means = { values: fit.means, rows: fit.classes, columns: fit.columns };
  const centres = await whiten(means, fit, product);
  const norms = squaresOf(centres);
  for (let from = 0; from < features.rows; from += blockRows) {
    const { values, rows, columns } = someRows(features, from, from + blockRows);
    const wide = { values: Float64Array.from(values), rows, columns };
    const white = await whiten(wide, fit, product);
    const products = await product.float64(white, centres);
    for (let row = 0; row < rows; row++) {
      // The product says which class is nearest; how near it is, the difference itself.
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < centres.rows; i++) {
        const distance = (norms[i] as number) - 2 * (products[row * centres.rows + i] as number);
        if (distance < least) [nearest, least] = [i, distance];
      }
      distances[from + row] = squaredDistance(white, row, centres, nearest);
    }
  }
  return distances;
}

/** Relative to the mean of the first class, which keeps an offset of all rows out of the products. */
async function whiten(
  rows: WideRows,
  { inverse, means, columns }: CovarianceFit,
  product: MatrixProduct,
): Promise<WideRows> {
  const values = rows.values.map((value, i) => value - (means[i % columns] as number));
  const factor = { values: inverse, rows: columns, columns };
  return { ...rows, values: await product.float64({ ...rows, values }, factor) };
}

function squaresOf({ values, rows, columns }: WideRows): Float64Array {
  const squares = new Float64Array(rows);
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor(i / columns);
    squares[row] = (squares[row] as number) + (values[i] as number) ** 2;
  }
  return squares;
}

function squaredDistance(a: WideRows, row: number, b: WideRows, other: number): number {
  let sum = 0;
  for (let i = 0; i < a.columns; i++) {
    const difference =
      (a.values[row * a.columns + i] as number) - (b.values[other * b.columns + i] as number);
    sum += difference * difference;
  }
  return sum;
}
