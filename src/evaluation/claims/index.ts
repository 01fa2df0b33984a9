export * from './draw-score-ledger.ts';
export { datasetOf, percentOf } from './find-score.ts';
export * from './hold-against.ts';
export * from './read-evaluation.ts';
