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
  // With a row for what is not counted there is no branch, and with numbers of 32 bits no conversion:
  // half the time. No batch has more pixels than such a number holds.
  const counts = new Int32Array(256 * classes);
  for (let i = 0; i < truth.length; i++) {
    const cell = (Math.imul(truth[i] as number, classes) + ((predicted[i] as number) | 0)) | 0;
    counts[cell] = ((counts[cell] as number) + 1) | 0;
  }
  const known = Math.min(classes, 255) * classes;
  for (let i = 0; i < known; i++) table[i] = (table[i] as number) + (counts[i] as number);
}
