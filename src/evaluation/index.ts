export * from './claims/index.ts';
export * from './evaluation-result.ts';
export * from './matrix-product.ts';
export * from './preprocess/index.ts';
export * from './session.ts';
