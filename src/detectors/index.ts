export type {
  DetectorSettings,
  GraphDetector,
  PassesDetector,
} from './detector.ts';
export { type DetectorName, detectors } from './detectors.ts';
export { PosteriorVariance, refuseStillPasses } from './dropout.ts';
export type { FeatureRows } from './feature-rows.ts';
export * from './fitted-detector.ts';
export * from './fitted-detectors.ts';
export * from './isolation-forest/index.ts';
export * from './k-nearest-neighbours.ts';
export { type KlTemplates, neverPredicted, TemplateSums } from './kl-templates.ts';
export * from './local-outlier-factor.ts';
export * from './mahalanobis/index.ts';
export * from './matrix-product.ts';
export type { Values } from './rows.ts';
export { parseTemplates, templateBytes } from './template-file.ts';
