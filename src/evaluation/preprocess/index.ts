export type { Size } from './geometry.ts';
export { makePreprocessor, type Preprocessor } from './preprocessor.ts';
