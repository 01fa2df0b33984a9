/** What came of running a model once on made-up numbers. */
export type Trial =
  | { readonly kind: 'ran'; readonly outputs: readonly OutputTrial[] }
  /** It could not be run; why. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What one output held. */
export interface OutputTrial {
  readonly name: string;
  readonly dims: readonly number[];
  /** Over the finite values; `undefined` where there is none. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Values that are no numbers or infinite. */
  readonly notFinite: number;
  /**
   * Whether, wherever along its second axis it was looked at, the values are not negative and sum to
   * one: probabilities, and not logits. `undefined` where that axis has fewer than two values.
   */
  readonly sumsToOne: boolean | undefined;
}

/** What the process that runs a model is told. */
export interface TrialOrder {
  readonly path: string;
  readonly seed: number;
}
