/** Positives and negatives of a sample that has both. */
export interface CurveTotals {
  readonly positives: number;
  readonly negatives: number;
}

/** A metric on its way down the scores: told each distinct score that positives have, from the top. */
export interface Curve {
  /**
   * @param positives at this score
   * @param tied negatives at this score
   * @param between negatives below the score before it and above this one
   */
  step(positives: number, tied: number, between: number): void;
  /** The metric, when all scores were told. */
  value(): number;
}
