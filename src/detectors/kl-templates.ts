import { InvalidInput } from '../errors.ts';
import { placeOfLargest, sizesOf, toPosterior, type Values } from './rows.ts';

/** The mean posterior of everything that a model predicts as one class, for each class that it does. */
export interface KlTemplates {
  readonly classes: number;
  /** Classes that were predicted, ascending: those with a template. */
  readonly predicted: readonly number[];
  /** Of how many predictions each template is the mean. */
  readonly counts: readonly number[];
  /** A row of `classes` probabilities a template. */
  readonly values: Float64Array;
}

/** The sums are a number a pair of classes: 1.1 GB here. */
const mostClasses = 12_000;

/**
 * Adds up posteriors by predicted class, over an in-distribution split whose labels are not needed. Of
 * equal logits the first class is the prediction. Sums are of double precision and depend on the order
 * of what is added in their last bits only: add, and merge, in the same order to get the same bytes.
 * Memory: 8 bytes times the classes for each class that was predicted.
 */
export class TemplateSums {
  readonly classes: number;
  readonly #sums = new Map<number, { count: number; readonly sum: Float64Array }>();

  /** @throws {InvalidInput} where there are too many classes for the sums to be held */
  constructor(classes: number) {
    if (!Number.isSafeInteger(classes) || classes < 1 || classes > mostClasses) {
      throw new InvalidInput(
        `Templates are fitted for 1 to ${mostClasses} classes, not ${classes}`,
      );
    }
    this.classes = classes;
  }

  /** @throws {InvalidInput} where the classes are not as many, or a logit is no number */
  add(logits: Values): void {
    const [batch, classes, positions] = sizesOf(logits);
    if (classes !== this.classes) {
      throw new InvalidInput(`Logits of ${classes} classes do not fit sums of ${this.classes}`);
    }
    const row = new Float64Array(classes);
    for (let i = 0; i < batch * positions; i++) {
      const first = Math.floor(i / positions) * classes * positions + (i % positions);
      for (let c = 0; c < classes; c++) row[c] = logits.data[first + c * positions] as number;
      this.#addPosterior(placeOfLargest(row), toPosterior(row));
    }
  }

  /** Adds what another has added up, a shard. */
  merge(other: TemplateSums): void {
    if (other.classes !== this.classes) {
      throw new InvalidInput(`Sums of ${other.classes} classes do not fit sums of ${this.classes}`);
    }
    for (const [place, { count, sum }] of other.#sums) {
      const mine = this.#sumOf(place);
      mine.count += count;
      for (let c = 0; c < sum.length; c++)
        mine.sum[c] = (mine.sum[c] as number) + (sum[c] as number);
    }
  }

  /** @throws {InvalidInput} where nothing was added */
  templates(): KlTemplates {
    const predicted = [...this.#sums.keys()].sort((a, b) => a - b);
    if (predicted.length === 0) {
      throw new InvalidInput('Templates of nothing: the split to fit on has no image');
    }
    const values = new Float64Array(predicted.length * this.classes);
    const counts = predicted.map((place, i) => {
      const { count, sum } = this.#sumOf(place);
      for (const [c, total] of sum.entries()) values[i * this.classes + c] = total / count;
      return count;
    });
    return { classes: this.classes, predicted, counts, values };
  }

  #addPosterior(place: number, posterior: Float64Array): void {
    if (Number.isNaN(posterior[place])) {
      throw new InvalidInput('A logit is not a finite number: templates cannot be fitted on it');
    }
    const mine = this.#sumOf(place);
    mine.count++;
    for (let c = 0; c < posterior.length; c++) {
      mine.sum[c] = (mine.sum[c] as number) + (posterior[c] as number);
    }
  }

  #sumOf(place: number): { count: number; readonly sum: Float64Array } {
    const known = this.#sums.get(place);
    if (known !== undefined) return known;
    const made = { count: 0, sum: new Float64Array(this.classes) };
    this.#sums.set(place, made);
    return made;
  }
}

/** Classes without a template, ascending: KL matching knows nothing of them. */
export function neverPredicted({ classes, predicted }: KlTemplates): readonly number[] {
  const known = new Set(predicted);
  return Array.from({ length: classes }, (_, place) => place).filter((place) => !known.has(place));
}
