import { InvalidInput } from '../../errors.ts';
import type { FeatureRows } from '../feature-rows.ts';

/** Where the rows of each class lie. */
export interface ClassMeans {
  /** Classes that have rows. */
  readonly classes: number;
  /** Of each row its class, counted over those that have rows. */
  readonly classOf: Uint32Array;
  /** One row a class, in ascending order of labels. */
  readonly means: Float64Array;
}

/** Means in float64, of all rows together where no labels are given. @throws {InvalidInput} for labels */
export function classMeans(
  features: FeatureRows,
  labels: Int32Array | undefined,
  where: string,
): ClassMeans {
  const { values, rows, columns } = features;
  const { classes, classOf } = classesOf(rows, labels, where);
  const means = new Float64Array(classes * columns);
  const counts = new Uint32Array(classes);
  for (let row = 0; row < rows; row++) {
    const own = classOf[row] as number;
    counts[own] = (counts[own] as number) + 1;
    for (let column = 0; column < columns; column++) {
      const at = own * columns + column;
      means[at] = (means[at] as number) + (values[row * columns + column] as number);
    }
  }
  for (let at = 0; at < means.length; at++) {
    means[at] = (means[at] as number) / (counts[Math.floor(at / columns)] as number);
  }
  return { classes, classOf, means };
}

function classesOf(rows: number, labels: Int32Array | undefined, where: string) {
  if (labels === undefined) return { classes: 1, classOf: new Uint32Array(rows) };
  if (labels.length !== rows) {
    throw new InvalidInput(`Labels are ${labels.length}, and rows are ${rows}: ${where}`);
  }
  const wrong = labels.findIndex((label) => label < 0);
  if (wrong >= 0) {
    throw new InvalidInput(
      `Not a class ${labels[wrong]}; labels are 0 or more: ${where} at row ${wrong}`,
    );
  }
  const order = new Map([...new Set(labels)].sort((a, b) => a - b).map((label, i) => [label, i]));
  return {
    classes: order.size,
    classOf: Uint32Array.from(labels, (label) => order.get(label) as number),
  };
}
