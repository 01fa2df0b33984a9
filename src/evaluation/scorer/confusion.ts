/** Pixels of one batch: what is there and what the model says. */
export interface PredictedPixels {
  readonly classes: number;
  /** Places of classes, a byte a pixel; what is no class of the model is 255 and not counted. */
  readonly truth: Uint8Array;
  /** Place of the highest output, pixel by pixel. */
  readonly predicted: Float32Array;
}

/**
 * Adds pixels to a table of truth by prediction: `classes` rows of `classes` counts, row of the
 * truth, column of the prediction. There are as many of one as of the other.
 */
export function countConfusion(
  table: Float64Array,
  { classes, truth, predicted }: PredictedPixels,
): void {
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i] as number;
    if (label >= classes) continue;
    const cell = label * classes + (predicted[i] as number);
    table[cell] = (table[cell] as number) + 1;
  }
}
