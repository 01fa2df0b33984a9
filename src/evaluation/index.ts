export * from './preprocess/index.ts';
export * from './session.ts';
