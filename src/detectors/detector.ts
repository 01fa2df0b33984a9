import type { GraphPiece, ModelTensor } from '../onnx/index.ts';
import type { KlTemplates } from './kl-templates.ts';
import type { Values } from './rows.ts';

/** What a detector takes from a model. */
export type Need = 'logits' | 'features' | 'confidence' | 'reconstruction';

interface Described {
  readonly name: string;
  /** The score of one image or pixel; higher is more anomalous. */
  readonly formula: string;
  /** Where it comes from. */
  readonly paper: string;
  readonly needs: readonly Need[];
}

/**
 * A detector that is computed inside the model's graph. For logits shaped [N, C] or [N, C, H, W], the
 * class axis being the second, scores are shaped [N] or [N, H, W]; a model for images whose output is
 * [N, C, 1, 1] gives [N].
 */
export interface GraphDetector extends Described {
  readonly kind: 'graph';
  /** What must be told besides the tensors, by name. */
  readonly settings: readonly (keyof DetectorSettings)[];
  /** @throws {InvalidInput} where something that it needs is missing or does not fit */
  piece(context: PieceContext): GraphPiece;
  /**
   * The same score in double precision from the values of the tensors, row-major in the shape of the
   * piece's: the reference for the piece, and the way where outputs come from elsewhere.
   *
   * @throws {InvalidInput} as `piece` does
   */
  plain(context: PlainContext): Float64Array;
}

/** A detector that compares what one model says in several runs; see {@link PosteriorVariance}. */
export interface PassesDetector extends Described {
  readonly kind: 'passes';
}

/** What a piece is appended to. */
export interface PieceContext {
  /** Version of the model's standard operators. */
  readonly opset: number;
  /** Tensors of the model; `input` is the image as the model is fed it. */
  readonly tensors: Readonly<Partial<Record<Need | 'input', ModelTensor>>>;
  readonly settings: DetectorSettings;
}

/** Values of tensors, instead. */
export interface PlainContext {
  readonly tensors: Readonly<Partial<Record<Need | 'input', Values>>>;
  readonly settings: DetectorSettings;
}

export interface DetectorSettings {
  /** Place of the background class among the logits, from 0. */
  readonly backgroundClass?: number | undefined;
  readonly templates?: KlTemplates | undefined;
  /** What the confidence output holds: a number from 0 to 1, or what a sigmoid makes one of. */
  readonly confidence?: 'probability' | 'logit' | undefined;
}
