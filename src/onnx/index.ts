export { type AppendOptions, appendPieces } from './append-pieces.ts';
export { apply, constant, type Draft, given } from './draft.ts';
export type { ElementType } from './element-type.ts';
export type {
  GraphAttribute,
  GraphConstant,
  GraphNode,
  GraphPiece,
  PieceOutput,
} from './graph-piece.ts';
export { piecePrefix } from './graph-piece.ts';
export { inspectModel } from './inspect-model.ts';
export {
  type Dimension,
  filesOutsideFolder,
  type ModelSummary,
  type ModelTensor,
  outputOf,
} from './model-summary.ts';
export { asFloat32, atLeast, reduceClasses, resizeMaps, squeeze } from './operators.ts';
export type { GraphParts, WrittenValue } from './write-graph.ts';
export { type ModelParts, writeModel } from './write-model.ts';
