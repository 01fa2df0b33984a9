export { appendPieces } from './append-pieces.ts';
export { apply, constant, type Draft, given } from './draft.ts';
export type { ElementType } from './element-type.ts';
export type { GraphNode, GraphPiece } from './graph-piece.ts';
export { inspectModel, largestModelBytes } from './inspect-model.ts';
export {
  type Dimension,
  filesOutsideFolder,
  type ModelSummary,
  type ModelTensor,
  outputOf,
} from './model-summary.ts';
export {
  asFloat32,
  atLeast,
  oldestOpset,
  reduceClasses,
  resizeMaps,
  squeeze,
  unsqueeze,
} from './operators.ts';
export { resizeMapsTo } from './resize-maps-to.ts';
export { drawingOperators, seedDropout } from './seed-dropout.ts';
export { withoutDropout } from './without-dropout.ts';
export type { GraphParts, WrittenValue } from './write-graph.ts';
export { writeModel } from './write-model.ts';
