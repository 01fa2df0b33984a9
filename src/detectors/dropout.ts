import { InvalidInput } from '../errors.ts';
import type { PassesDetector } from './detector.ts';
import { sizesOf, toPosterior, type Values } from './rows.ts';

/** How far the posterior moves while dropout is kept: the variance of each class, averaged. */
export const dropout: PassesDetector = {
  kind: 'passes',
  name: 'dropout',
  formula: 'mean_k Var_t p_t,k, p_t = softmax f_t(x), t the passes with dropout kept',
  paper:
    'Gal and Ghahramani, Dropout as a Bayesian Approximation, ICML 2016; Kendall et al., Bayesian SegNet, 2015',
  needs: ['logits'],
};

/**
 * Mean and variance of a posterior over passes, pass by pass: what is held does not grow with their
 * number (16 bytes a logit). The variance is that of the passes themselves (divided by their number);
 * dividing by one less would scale all scores alike. Source: Welford, Technometrics 4 (1962).
 */
export class PosteriorVariance {
  #passes = 0;
  #shape: readonly number[] = [];
  #mean = new Float64Array();
  #squares = new Float64Array();

  /** @throws {InvalidInput} where the shape is not that of the passes before */
  add(logits: Values): void {
    const [batch, classes, positions] = sizesOf(logits);
    const shape = [batch, classes, positions];
    if (this.#passes === 0) {
      this.#shape = shape;
      this.#mean = new Float64Array(logits.data.length);
      this.#squares = new Float64Array(logits.data.length);
    } else if (`${shape}` !== `${this.#shape}`) {
      throw new InvalidInput(`A pass of shape ${logits.dims.join('x')} among others of another`);
    }
    this.#passes++;
    const row = new Float64Array(classes);
    for (let i = 0; i < batch * positions; i++) {
      const first = Math.floor(i / positions) * classes * positions + (i % positions);
      for (let c = 0; c < classes; c++) row[c] = logits.data[first + c * positions] as number;
      toPosterior(row);
      for (let c = 0; c < classes; c++) this.#addValue(first + c * positions, row[c] as number);
    }
  }

  /**
   * The scores, [N] or [N, H, W], row-major.
   *
   * @throws {InvalidInput} where there were fewer than two passes
   */
  scores(): Float64Array {
    const [batch = 0, classes = 0, positions = 0] = this.#shape;
    if (this.#passes < 2) {
      throw new InvalidInput(`Dropout needs at least two passes, not ${this.#passes}`);
    }
    const scores = new Float64Array(batch * positions);
    for (let i = 0; i < this.#squares.length; i++) {
      const at = Math.floor(i / (classes * positions)) * positions + (i % positions);
      scores[at] = (scores[at] as number) + (this.#squares[i] as number) / this.#passes / classes;
    }
    return scores;
  }

  /** Were all passes alike? One image alone may leave a dropout nothing to drop. */
  isStill(): boolean {
    return this.#squares.every((square) => square === 0);
  }

  #addValue(i: number, value: number): void {
    const before = value - (this.#mean[i] as number);
    const mean = (this.#mean[i] as number) + before / this.#passes;
    this.#mean[i] = mean;
    this.#squares[i] = (this.#squares[i] as number) + before * (value - mean);
  }
}

/**
 * Of images enough that a dropout that acts would have shown: scores of a model without one would
 * measure nothing.
 *
 * @throws {InvalidInput} always
 */
export function refuseStillPasses(passes: number, where: string): never {
  throw new InvalidInput(
    `The variance over ${passes} passes is 0 everywhere: the model has no dropout that acts. Export it with dropout in training mode: ${where}`,
  );
}
