import type { Dimension } from './model-summary.ts';

/**
 * A part of a graph that is appended to a model: nodes that end in one output. Every tensor that a
 * piece makes has a name that starts with {@link piecePrefix}. Two pieces may hold the same node; it
 * is then appended, and computed, once.
 */
export interface GraphPiece {
  /** In the order in which they can be computed. */
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
  readonly output: PieceOutput;
  /** The version of the standard operators that the nodes are written for. */
  readonly opset: number;
}

export interface GraphNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  /** The one tensor that it makes; also the name of the node. */
  readonly output: string;
  readonly attributes: readonly GraphAttribute[];
}

export type GraphAttribute =
  | { readonly name: string; readonly kind: 'float' | 'integer'; readonly value: number }
  | { readonly name: string; readonly kind: 'integers'; readonly value: readonly number[] }
  | { readonly name: string; readonly kind: 'text'; readonly value: string };

/** A constant tensor, row-major. */
export interface GraphConstant {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** What a piece gives: a tensor of float32. */
export interface PieceOutput {
  readonly name: string;
  /** `undefined` where it cannot be told. */
  readonly dims: readonly Dimension[] | undefined;
}

/** How every name begins that is added to a model. */
export const piecePrefix = 'oodforge_';
