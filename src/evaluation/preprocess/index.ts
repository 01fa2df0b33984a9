export { makePreprocessor, type Preprocessor } from './preprocessor.ts';
