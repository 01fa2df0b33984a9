export type { FeatureRows } from './feature-rows.ts';
export * from './fitted-detector.ts';
export * from './matrix-product.ts';
