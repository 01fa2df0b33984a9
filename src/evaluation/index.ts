export * from './claims/index.ts';
export * from './evaluation-result.ts';
export * from './matrix-product.ts';
export * from './model-inspection/index.ts';
export * from './preprocess/index.ts';
export * from './session.ts';
export * from './try-model/index.ts';
