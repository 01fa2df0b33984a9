export * from './evaluation-result.ts';
export * from './preprocess/index.ts';
export * from './session.ts';
