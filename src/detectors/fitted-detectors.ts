import type { FittedDetector } from './fitted-detector.ts';
import { isolationForest } from './isolation-forest/index.ts';
import { kNearestNeighbours } from './k-nearest-neighbours.ts';
import { localOutlierFactor } from './local-outlier-factor.ts';
import { mahalanobis } from './mahalanobis/index.ts';

/** The detectors that are fitted on features, as their papers have them, in the order of names. */
export const fittedDetectors: readonly FittedDetector[] = [
  isolationForest(),
  kNearestNeighbours(),
  localOutlierFactor(),
  mahalanobis(),
];
