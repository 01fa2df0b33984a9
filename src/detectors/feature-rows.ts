import { InvalidInput } from '../errors.ts';

/** Features of images, one row an image, row-major. */
export interface FeatureRows {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** More columns than any network has features; error bounds of products hold below it. */
export const mostColumns = 1 << 20;

/**
 * Holds features to their shape and to being numbers.
 *
 * @param where what the features are for, as messages call it
 * @throws {InvalidInput} for a wrong length, NaN or infinity, naming row and column
 */
export function checkFeatures({ values, rows, columns }: FeatureRows, where: string): void {
  if (!isCount(rows) || !isCount(columns) || columns < 1 || columns > mostColumns) {
    throw new InvalidInput(
      `Features are ${rows} rows of ${columns} columns; give 1 to ${mostColumns} columns: ${where}`,
    );
  }
  if (values.length !== rows * columns) {
    throw new InvalidInput(
      `Features have ${values.length} values, not ${rows} rows of ${columns} columns: ${where}`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    // Only of NaN and infinity is the difference to itself not zero; quicker than two questions.
    if (value - value === 0) continue;
    throw new InvalidInput(
      `Feature is ${value}: ${where} at row ${Math.floor(i / columns)}, column ${i % columns}`,
    );
  }
}

/** What a detector is fitted on: at least `leastRows`, and not all the same. @throws {InvalidInput} */
export function checkFitFeatures(features: FeatureRows, leastRows: number, where: string): void {
  checkFeatures(features, where);
  if (features.rows < leastRows) {
    throw new InvalidInput(
      `Too few rows ${features.rows}, of at least ${leastRows}; fit on more images: ${where}`,
    );
  }
  if (!varies(features)) {
    throw new InvalidInput(
      `All ${features.rows} rows are equal, so there is nothing to fit; look at what the model gives: ${where}`,
    );
  }
}

/** What a fit is asked about: as many columns as it was fitted on. @throws {InvalidInput} */
export function checkAsked(features: FeatureRows, columns: number, where: string): void {
  if (features.columns !== columns) {
    throw new InvalidInput(
      `Features have ${features.columns} columns, and the fit has ${columns}; fit on the same output of the same model: ${where}`,
    );
  }
  checkFeatures(features, where);
}

/** Scores as they may leave a detector. @throws {InvalidInput} for one that is no float32 */
export function checkedScores(scores: Float32Array, where: string): Float32Array {
  const wrong = scores.findIndex((score) => !Number.isFinite(score));
  if (wrong < 0) return scores;
  throw new InvalidInput(
    `Score is ${scores[wrong]}, so the features are too large: ${where} at row ${wrong}`,
  );
}

/** Some of the rows, over the same memory; `to` may lie beyond the last. */
export function someRows({ values, rows, columns }: FeatureRows, from: number, to: number) {
  const end = Math.min(to, rows);
  return { values: values.subarray(from * columns, end * columns), rows: end - from, columns };
}

function varies({ values, columns }: FeatureRows): boolean {
  for (let i = columns; i < values.length; i++) {
    if (values[i] !== values[i % columns]) return true;
  }
  return false;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
