export type { FeatureRows } from './feature-rows.ts';
export * from './fitted-detector.ts';
export * from './fitted-detectors.ts';
export * from './isolation-forest/index.ts';
export * from './k-nearest-neighbours.ts';
export * from './local-outlier-factor.ts';
export * from './mahalanobis/index.ts';
export * from './matrix-product.ts';
