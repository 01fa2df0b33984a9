export * from './matrix-product.ts';
export * from './session.ts';
