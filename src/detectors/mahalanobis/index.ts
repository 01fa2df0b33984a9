import { InvalidInput } from '../../errors.ts';
import { checkAsked, checkedScores, checkFitFeatures, type FeatureRows } from '../feature-rows.ts';
import { FitReader, FitWriter } from '../fit-bytes.ts';
import type { FitOptions, Fitted, FittedDetector } from '../fitted-detector.ts';
import { rankOf } from './cholesky.ts';
import { classMeans } from './class-means.ts';
import { type CovarianceFit, distancesToClasses } from './distances-to-classes.ts';
import { scatterOf } from './scatter.ts';
import { ledoitWolf, meanVariance } from './shrinkage.ts';
import { whitenBy } from './whitening.ts';

const name = 'mahalanobis';
/** A covariance of so many columns takes 512 MiB. */
const mostColumns = 8192;
const mostClasses = 1 << 20;

/**
 * Mahalanobis distance to the nearest class: squared, without a unit, 0 or more. Classes share one
 * covariance, of the rows around the means of their classes, shrunk by Ledoit and Wolf's estimate,
 * so that a singular one has an inverse. Without labels all rows are one class. The last digits of a
 * fit and its scores follow the product's float64, which other processors may sum in other order.
 *
 * Notes of a fit: `rank` of the covariance before it was shrunk, `shrinkage`, 0 to 1.
 */
export function mahalanobis(): FittedDetector {
  return {
    name,
    formula:
      'min over classes c of (x - mean_c)^T S^-1 (x - mean_c), S the shared shrunk covariance',
    paper:
      'Lee, Lee, Lee and Shin, A Simple Unified Framework for Detecting Out-of-Distribution Samples and Adversarial Attacks, NeurIPS 2018',
    shape: 'features [N, C], labels [N] to fit, to scores [N]',
    needs: ['features'],
    fit: fitCovariance,
    read: readFit,
  };
}

async function fitCovariance(features: FeatureRows, { product, labels }: FitOptions) {
  const where = `fit of ${name}`;
  checkFitFeatures(features, 2, where);
  const { rows, columns } = features;
  if (columns > mostColumns) {
    throw new InvalidInput(
      `Features have ${columns} columns, above ${mostColumns}, whose covariance would fill the memory: ${where}`,
    );
  }
  const means = classMeans(features, labels, where);
  const scatter = await scatterOf(features, means, product);
  if (!(meanVariance(scatter.covariance, columns) > 0)) {
    throw new InvalidInput(`Rows do not vary within their ${means.classes} classes: ${where}`);
  }
  const rank = rankOf(scatter.covariance, columns, rows);
  const estimate = ledoitWolf(scatter, rows, columns);
  const whitening = whitenBy(scatter.covariance, columns, estimate);
  return fitted({ columns, classes: means.classes, means: means.means, rank, ...whitening });
}

function fitted(fit: CovarianceFit): Fitted {
  const { columns, classes, rank, shrinkage } = fit;
  return {
    detector: name,
    columns,
    notes: { classes, rank, shrinkage },
    async score(features, product) {
      checkAsked(features, columns, `score of ${name}`);
      const distances = await distancesToClasses(features, fit, product);
      return checkedScores(distances, `score of ${name}`);
    },
    toBytes: () =>
      new FitWriter(name)
        .uint32(columns)
        .uint32(classes)
        .uint32(rank)
        .float64(shrinkage)
        .numbers(fit.means)
        .numbers(lowerOf(fit.inverse, columns))
        .take(),
  };
}

/** body = columns, classes, rank, shrinkage, means, then the rows of the inverse up to the diagonal. */
function readFit(bytes: Uint8Array, where: string): Fitted {
  const reader = new FitReader(bytes, name, where);
  const columns = reader.uint32('columns', { least: 1, most: mostColumns });
  const classes = reader.uint32('classes', { least: 1, most: mostClasses });
  const rank = reader.uint32('rank', { least: 1, most: columns });
  const shrinkage = reader.float64('shrinkage', { least: 0, most: 1 });
  const means = reader.float64s(classes * columns, 'means');
  const lower = reader.float64s((columns * (columns + 1)) / 2, 'inverse factor');
  reader.end();
  return fitted({ columns, classes, means, inverse: squareOf(lower, columns), rank, shrinkage });
}

function lowerOf(square: Float64Array, n: number): Float64Array {
  const lower = new Float64Array((n * (n + 1)) / 2);
  for (let i = 0; i < n; i++) {
    lower.set(square.subarray(i * n, i * n + i + 1), (i * (i + 1)) / 2);
  }
  return lower;
}

function squareOf(lower: Float64Array, n: number): Float64Array {
  const square = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const start = (i * (i + 1)) / 2;
    square.set(lower.subarray(start, start + i + 1), i * n);
  }
  return square;
}
