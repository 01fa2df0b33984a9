import {
  checkAsked,
  checkedScores,
  checkFitFeatures,
  type FeatureRows,
  mostColumns,
  someRows,
} from './feature-rows.ts';
import { FitReader, FitWriter } from './fit-bytes.ts';
import type { FitOptions, Fitted, FittedDetector } from './fitted-detector.ts';
import type { MatrixProduct } from './matrix-product.ts';
import {
  makeReference,
  type Neighbours,
  nearestOthers,
  nearestRows,
  type Reference,
  usualTileRows,
} from './neighbours/index.ts';

const name = 'local-outlier-factor';
/** As scikit-learn has it: copies of a row, more than neighbours, have a density of 1e10. */
const leastReach = 1e-10;
const mostNeighbours = 10_000;

/**
 * Local Outlier Factor for novelty: how much thinner the surroundings of a row are than those of its
 * nearest neighbours among the rows of the fit. 1 is as dense as they; copies of rows of the fit
 * are asked about like any other row. Equal to scikit-learn's `-score_samples` with `novelty=True`,
 * where no two different rows are equally near; of those the lower row of the fit is the neighbour.
 *
 * @param options `neighbours`, 20 in the paper; the fit has more rows than that
 */
export function localOutlierFactor({ neighbours = 20 } = {}): FittedDetector {
  if (!Number.isInteger(neighbours) || neighbours < 1 || neighbours > mostNeighbours) {
    throw new RangeError(`Neighbours ${neighbours} are not 1 to ${mostNeighbours}`);
  }
  return {
    name,
    formula:
      'mean over the k nearest o of lrd(o) / lrd(x); lrd(x) = 1 / mean over the k nearest o of max(k-distance(o), |x - o|)',
    paper:
      'Breunig, Kriegel, Ng and Sander, LOF: Identifying Density-Based Local Outliers, SIGMOD 2000',
    shape: 'features [N, C] to scores [N]',
    needs: ['features'],
    fit: (features, options) => fitDensities(features, neighbours, options),
    read: readFit,
  };
}

interface Densities {
  readonly neighbours: number;
  readonly features: FeatureRows;
  /** Of each row: how far its k-th neighbour is. */
  readonly reaches: Float64Array;
  /** Of each row: its local reachability density. */
  readonly densities: Float64Array;
}

async function fitDensities(features: FeatureRows, neighbours: number, { product }: FitOptions) {
  checkFitFeatures(features, neighbours + 1, `fit of ${name}`);
  const reference = makeReference(features);
  const nearest = await nearestOthers(reference, { count: neighbours, product });
  const reaches = new Float64Array(features.rows);
  for (let row = 0; row < features.rows; row++) {
    reaches[row] = nearest.distances[row * neighbours + neighbours - 1] as number;
  }
  const densities = densitiesOf(nearest, reaches, neighbours);
  return fitted({ neighbours, features, reaches, densities }, reference);
}

function fitted(fit: Densities, reference: Reference): Fitted {
  const { features, neighbours } = fit;
  return {
    detector: name,
    columns: features.columns,
    notes: { rows: features.rows, neighbours },
    score: (asked, product) => score(fit, reference, asked, product),
    toBytes: () =>
      new FitWriter(name)
        .uint32(neighbours)
        .uint32(features.rows)
        .uint32(features.columns)
        .numbers(features.values)
        .numbers(fit.reaches)
        .numbers(fit.densities)
        .take(),
  };
}

async function score(
  { neighbours, reaches, densities }: Densities,
  reference: Reference,
  asked: FeatureRows,
  product: MatrixProduct,
): Promise<Float32Array> {
  checkAsked(asked, reference.features.columns, `score of ${name}`);
  const scores = new Float32Array(asked.rows);
  for (let from = 0; from < asked.rows; from += usualTileRows) {
    const rows = someRows(asked, from, from + usualTileRows);
    const nearest = await nearestRows(reference, rows, { count: neighbours, product });
    const own = densitiesOf(nearest, reaches, neighbours);
    for (let row = 0; row < rows.rows; row++) {
      let sum = 0;
      for (let i = row * neighbours; i < (row + 1) * neighbours; i++) {
        sum += (densities[nearest.rows[i] as number] as number) / (own[row] as number);
      }
      scores[from + row] = sum / neighbours;
    }
  }
  return checkedScores(scores, `score of ${name}`);
}

/** Local reachability densities of rows, by who their neighbours are and how far those reach. */
function densitiesOf(nearest: Neighbours, reaches: Float64Array, neighbours: number): Float64Array {
  const densities = new Float64Array(nearest.rows.length / neighbours);
  for (let row = 0; row < densities.length; row++) {
    let sum = 0;
    for (let i = row * neighbours; i < (row + 1) * neighbours; i++) {
      const reach = reaches[nearest.rows[i] as number] as number;
      sum += Math.max(nearest.distances[i] as number, reach);
    }
    densities[row] = 1 / (sum / neighbours + leastReach);
  }
  return densities;
}

/** body = neighbours, rows, columns, features as float32, reaches and densities as float64. */
function readFit(bytes: Uint8Array, where: string): Fitted {
  const reader = new FitReader(bytes, name, where);
  const neighbours = reader.uint32('neighbours', { least: 1, most: mostNeighbours });
  const rows = reader.uint32('rows', { least: neighbours + 1, most: 0xffffffff });
  const columns = reader.uint32('columns', { least: 1, most: mostColumns });
  const features = { values: reader.float32s(rows * columns, 'features'), rows, columns };
  const reaches = reader.float64s(rows, 'reaches', 0);
  const densities = reader.float64s(rows, 'densities', 0);
  reader.end();
  return fitted({ neighbours, features, reaches, densities }, makeReference(features));
}
