import { z } from './parse.ts';

/** What a model gives, each tensor by its name. */
export interface ModelOutputs {
  readonly scores: ModelScores;
  /** The penultimate features, a row an image: an output, or a tensor inside the graph. */
  readonly features?: string | undefined;
  /** What a confidence branch says, a number an image or a pixel; higher is more certain. */
  readonly confidence?: string | undefined;
  /** What it says that in: a number from 0 to 1, or what a sigmoid makes one of. */
  readonly confidenceKind?: 'probability' | 'logit' | undefined;
  /** A model that paints its input again: the output that is compared with the input. */
  readonly reconstruction?: string | undefined;
  /** Of a segmentation: where its pixels lie. */
  readonly pixels?: OutputPixels | undefined;
}

/** Scores of the classes, a channel each: `[N, C]`, `[N, C, 1, 1]` or `[N, C, H, W]`. */
export interface ModelScores {
  /** Name of the tensor. */
  readonly name: string;
  readonly kind: 'logits' | 'probabilities';
  /** What turns the logits into probabilities, or already has. */
  readonly activation: 'softmax' | 'sigmoid';
  /** Of a detector: how its cells make one score a class of the image. */
  readonly cells?: DetectorCells | undefined;
}

/**
 * Channels of a detector's cells. The score of a class is the largest over all cells of
 * `objectness ** objectnessPower * class ** classPower`.
 */
export interface DetectorCells {
  /** Channel of the objectness. */
  readonly objectness: number;
  /** Channel of the first class. */
  readonly firstClass: number;
  readonly objectnessPower: number;
  readonly classPower: number;
}

export type OutputPixels =
  /** A pixel for every `stride` pixels of the input each way; 1: as large as the input. */
  | { readonly kind: 'stride'; readonly stride: number }
  /** As large as the graph says, whatever the input is. */
  | { readonly kind: 'fixed'; readonly width: number; readonly height: number };

const tensorName = z.string().min(1).max(200);
const power = z.number().min(0).max(10);

const outputsSchema = z.strictObject({
  scores: z.strictObject({
    name: tensorName,
    kind: z.enum(['logits', 'probabilities']),
    activation: z.enum(['softmax', 'sigmoid']),
    cells: z
      .strictObject({
        objectness: z.int().min(0),
        firstClass: z.int().min(0),
        objectnessPower: power,
        classPower: power,
      })
      .optional(),
  }),
  features: tensorName.optional(),
  confidence: tensorName.optional(),
  confidenceKind: z.enum(['probability', 'logit']).optional(),
  reconstruction: tensorName.optional(),
  pixels: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('stride'), stride: z.int().min(1).max(64) }),
      z.strictObject({
        kind: z.literal('fixed'),
        width: z.int().min(1).max(16_384),
        height: z.int().min(1).max(16_384),
      }),
    ])
    .optional(),
});

export const modelOutputsSchema = outputsSchema.refine(
  ({ confidence, confidenceKind }) => (confidence === undefined) === (confidenceKind === undefined),
  { message: 'A confidence and its kind go together', path: ['confidenceKind'] },
);
