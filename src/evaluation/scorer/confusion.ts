import { InvalidInput } from '../../errors.ts';

/** Pixels of one batch: what is there and what the model says. */
export interface PredictedPixels {
  readonly classes: number;
  /** Places of classes, a byte a pixel; what is no class of the model is 255 and not counted. */
  readonly truth: Uint8Array;
  /** Place of the highest output, pixel by pixel. */
  readonly predicted: ArrayLike<number | bigint>;
}

/**
 * Adds pixels to a table of truth by prediction: `classes` rows of `classes` counts, row of the
 * truth, column of the prediction.
 *
 * @throws {InvalidInput} when the model predicts another number of pixels than the masks have
 */
export function countConfusion(
  table: Float64Array,
  { classes, truth, predicted }: PredictedPixels,
): void {
  if (truth.length !== predicted.length) {
    throw new InvalidInput(
      `Model predicts ${predicted.length} pixels where the masks have ${truth.length}`,
    );
  }
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i] as number;
    if (label >= classes) continue;
    const cell = label * classes + Number(predicted[i]);
    table[cell] = (table[cell] as number) + 1;
  }
}
