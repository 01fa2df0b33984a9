import type { FeatureRows } from './feature-rows.ts';
import type { MatrixProduct } from './matrix-product.ts';

/** A detector that must see features of in-distribution images before it can judge others. */
export interface FittedDetector {
  /** As commands and results call it. */
  readonly name: string;
  readonly formula: string;
  readonly paper: string;
  /** What goes in and what comes out. */
  readonly shape: string;
  readonly needs: readonly ['features'];
  /**
   * Learns what in-distribution features look like. The same features, labels and seed give the same
   * fit on the same machine, bit for bit, however many threads the product has.
   *
   * @throws {InvalidInput} for NaN or infinity, too few rows, rows that are all equal
   */
  fit(features: FeatureRows, options: FitOptions): Promise<Fitted>;
  /** Takes a fit from its bytes. @throws {InvalidInput} naming `where` when they are no such fit */
  read(bytes: Uint8Array, where: string): Fitted;
}

export interface FitOptions {
  readonly seed: string;
  readonly product: MatrixProduct;
  /** The class of each row, 0 or more; only some detectors look at it. */
  readonly labels?: Int32Array | undefined;
}

/** A detector that has been fitted. It may keep the rows it was fitted on: leave them unchanged. */
export interface Fitted {
  /** Name of the detector. */
  readonly detector: string;
  /** Columns of the features it was fitted on and can judge. */
  readonly columns: number;
  /** What it has to say of itself, such as rank and shrinkage, for results. */
  readonly notes: Readonly<Record<string, number>>;
  /**
   * One score a row, higher is more anomalous; a row's score does not depend on the others.
   *
   * @throws {InvalidInput} for NaN or infinity and for another number of columns
   */
  score(features: FeatureRows, product: MatrixProduct): Promise<Float32Array>;
  /** All of it; what is read back scores the same, bit for bit. */
  toBytes(): Uint8Array<ArrayBuffer>;
}
